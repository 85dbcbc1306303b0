import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropCLI
@testable import BackpropData

/// Folders of pictures in train, predict and evaluate.
@Suite struct PictureCommandTests {
  /// A folder of the test's own, removed with it.
  private final class Folder {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory.appendingPathComponent(
          "backprop-pictures-\(UUID().uuidString)"
        ).path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func put(_ name: String, _ text: String) throws {
      let file = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  /// Pictures of 4 x 4 that are bright on the left or on the right, in classes of these names.
  private func sides() throws -> Folder {
    let folder = try Folder()
    for index in 0..<10 {
      let (high, low) = (9 - index % 3, index % 2)
      let left = (0..<4).map { _ in "\(high) \(high) \(low) \(low)" }.joined(separator: "\n")
      let right = (0..<4).map { _ in "\(low) \(low) \(high) \(high)" }.joined(separator: "\n")
      try folder.put("pictures/left/\(index).pgm", "P2 4 4 9\n" + left)
      try folder.put("pictures/right/\(index).pgm", "P2 4 4 9\n" + right)
    }
    return folder
  }

  @Test("a folder of pictures is learnt, kept, evaluated and asked by its classes' names")
  func wholeWay() throws {
    let folder = try sides()
    let pictures = folder.path + "/pictures"
    let model = folder.path + "/sides.safetensors"
    let options = ["--epochs", "40", "--batch-size", "8", "--init-std", "he", "--quiet"]
    let train = try CommandRunner.run(
      ["train", "--data", pictures, "--save", model, "--format", "json"] + options)
    #expect(train.status == 0 && train.errors.isEmpty, "\(train.errors)")
    #expect(
      train.output.contains("\"hold_out_accuracy\":1.0") || train.output.contains("\"hold_out_accuracy\":1,"),
      "\(train.output)")
    #expect(train.output.contains("\"dataset\":\"pictures\""))
    let evaluation = try CommandRunner.run(["evaluate", model, "--data", pictures, "--format", "json"])
    #expect(
      evaluation.status == 0 && evaluation.output.contains("\"left\""),
      "\(evaluation.output)\(evaluation.errors)")
    let one = try CommandRunner.run(["predict", model, pictures + "/right/0.pgm", "--format", "json"])
    #expect(one.status == 0 && one.output.contains("\"class\":\"right\""), "\(one.output)\(one.errors)")
    let all = try CommandRunner.run(["predict", model, pictures, "--format", "csv"])
    #expect(all.output.split(separator: "\n").count == 21)
    let piped = try CommandRunner.shell("$backprop predict \(model) --format csv < \(pictures)/left/1.pgm")
    #expect(
      piped.status == 0 && piped.output.contains("standard input,,left,"), "\(piped.output)\(piped.errors)")
  }

  @Test("a folder has its own name, with a slash behind it or without, and what a model has seen is told")
  func folderNames() throws {
    let folder = try sides()
    let model = folder.path + "/sides.safetensors"
    for path in ["/pictures/", "/pictures", "/pictures/left/.."] {
      let pictures = folder.path + path
      let train = try CommandRunner.run([
        "train", "--data", pictures, "--epochs", "1", "--quiet", "--format", "json", "--save", model,
      ])
      #expect(train.output.contains("\"dataset\":\"pictures\""), "\(path): \(train)")
      let evaluation = try CommandRunner.run(["evaluate", model, "--data", pictures])
      #expect(evaluation.output.contains(" on pictures: 20 samples"), "\(path): \(evaluation)")
      let warning = "Note: The model learnt from “pictures”. If these are the same data"
      #expect(evaluation.errors.contains(warning) && evaluation.errors.contains("its accuracy was "))
    }
    // A part to test with isn't learnt from.
    let files = FileManager.default
    for part in ["train", "test"] {
      try files.createDirectory(
        atPath: folder.path + "/parts/" + part, withIntermediateDirectories: true)
      for side in ["left", "right"] {
        try files.copyItem(
          atPath: folder.path + "/pictures/" + side, toPath: folder.path + "/parts/\(part)/\(side)")
      }
    }
    let parts = folder.path + "/parts/"
    let train = try CommandRunner.run([
      "train", "--data", parts, "--epochs", "1", "--quiet", "--save", model,
    ])
    let evaluation = try CommandRunner.run(["evaluate", model, "--data", parts])
    #expect(train.status == 0 && evaluation.errors.isEmpty, "\(train)\(evaluation)")
    #expect(evaluation.output.contains(" on parts: 20 samples"))
  }

  @Test("few pictures come in small mini-batches, so that there are enough of these")
  func smallBatches() throws {
    let pictures = try sides()
    let start = [
      "train", "--data", pictures.path + "/pictures", "--epochs", "10", "--quiet", "--format", "json",
    ]
    let usual = try CommandRunner.run(start)
    // 16 pictures to learn from, 8 at a time.
    #expect(usual.output.contains("\"iterations\":20,"), "\(usual)")
    let asked = try CommandRunner.run(start + ["--batch-size", "16"])
    #expect(asked.output.contains("\"iterations\":10,"), "\(asked)")
  }

  @Test("what is broken or left out is told in Chinese, too, and what to do with it")
  func chinese() throws {
    let folder = try Folder()
    for name in ["a", "b"] {
      for place in 0..<4 { try folder.put("\(name)/\(place).pgm", "P2 2 2 9 1 2 \(place) 4\n") }
    }
    try folder.put("a/bad.png", "no picture")
    try folder.put("a/.hidden", "x")
    try folder.put("c/notes.txt", "x")
    let model = folder.path + "/model.safetensors"
    let chinese = ["LC_ALL": "zh_CN.UTF-8"]
    let trained = try CommandRunner.run(
      ["train", "--data", folder.path, "--iterations", "1", "--quiet", "--save", model], environment: chinese)
    #expect(trained.status == 0 && trained.errors.contains("有 1 张图片不能读取，已略去："), "\(trained)")
    #expect(trained.errors.contains("“c” 中没有图片，它不是类别。"))
    #expect(trained.errors.contains("应为PNG、PGM、PPM、PBM 或 JPEG 图片，实际为开头的字节 6E 6F"))
    let asked = ["predict", model, folder.path + "/a/bad.png"]
    let english = try CommandRunner.run(asked)
    #expect(english.status == 74 && english.errors.contains("Save the picture as PNG"), "\(english)")
    let translated = try CommandRunner.run(asked, environment: chinese)
    #expect(translated.errors.contains("应为IDX 文件或图片") && !translated.errors.contains("expected"))
  }

  @Test(
    "a file that doesn't describe its network is asked about pictures of the network's size, or told it by --input"
  )
  func foreignNetworks() throws {
    let folder = try sides()
    let (model, foreign) = (folder.path + "/sides.safetensors", folder.path + "/foreign.safetensors")
    let layers = "conv 2 3x3, relu, maxpool 2, affine 4, relu, affine"
    let trained = try CommandRunner.run([
      "train", "--data", folder.path + "/pictures", "--size", "9x8", "--network", layers, "--epochs", "1",
      "--quiet",
      "--save", model,
    ])
    #expect(trained.status == 0, "\(trained)")
    let file = try SafetensorsFile(model)
    let names = ["0.": "conv.", "4.": "fc1.", "6.": "fc2."]
    let arrays = try file.tensors.map { tensor in
      var array = try file.array(tensor)
      array.name = try #require(names[String(array.name.prefix(2))]) + array.name.dropFirst(2)
      return array
    }
    try SafetensorsFile.write(arrays, metadata: [:], to: foreign)
    try folder.put("own.pgm", "P2 8 9 9" + String(repeating: " 3", count: 72))
    try folder.put("other.pgm", "P2 5 5 9" + String(repeating: " 3", count: 25))
    let ask = ["predict", foreign, folder.path + "/own.pgm", "--network", layers, "--format", "csv"]
    let own = try CommandRunner.run(ask)
    let known = try CommandRunner.run(["predict", model, folder.path + "/own.pgm", "--format", "csv"])
    func numbers(_ output: String) -> Substring? {
      output.split(separator: "\n").last?.split(separator: ",").last
    }
    #expect(own.status == 0 && numbers(own.output) == numbers(known.output), "\(own)\(known)")
    let other = ["predict", foreign, folder.path + "/other.pgm", "--network", layers, "--format", "csv"]
    let refused = try CommandRunner.run(other)
    #expect(refused.status == 74 && refused.errors.contains("(1, 5, 5), give that by --input"), "\(refused)")
    let photo = folder.path + "/photo.pgm"
    let pixels = Data("P5 3000 1500 255\n".utf8) + Data(repeating: 9, count: 3000 * 1500)
    try pixels.write(to: URL(fileURLWithPath: photo))
    let large = try CommandRunner.run(["predict", foreign, photo, "--network", layers])
    #expect(large.status == 74 && large.errors.contains("(1, 1500, 3000), give that by --input"), "\(large)")
    let told = try CommandRunner.run(other + ["--input", "1x9x8"])
    #expect(told.status == 0, "\(told)")
    let export = ["export", foreign, "--onnx", folder.path + "/foreign.onnx", "--network", layers]
    #expect(try CommandRunner.run(export).errors.contains("--input 1x28x28"))
    #expect(try CommandRunner.run(export + ["--input", "1x9x8"]).status == 0)
    let alone = try CommandRunner.run(["predict", model, folder.path + "/own.pgm", "--input", "1x9x8"])
    #expect(alone.status == 64 && alone.errors.contains("give --network, too"), "\(alone)")
  }

  @Test("colour and size are told by options")
  func options() throws {
    let folder = try sides()
    let pictures = folder.path + "/pictures"
    let start = ["train", "--data-dir", pictures, "--iterations", "1", "--quiet", "--format", "json"]
    let colour = try CommandRunner.run(
      start + ["--colour", "--size", "8x6", "--network", "conv 2 3x3, relu, affine"])
    // Filters (2, 3, 3, 3) and biases, then 48 values to 2 classes: 54 + 2 + 96 + 2.
    #expect(
      colour.status == 0 && colour.output.contains("\"parameters\":154"),
      "\(colour.output)\(colour.errors)")
    for (arguments, message) in [
      (["--grey", "--colour"], "--grey and --colour contradict each other"),
      (["--size", "8"], "--size must be a height and a width"),
      (["--hold-out", "1"], "--hold-out must be a number from 0 on and below 1, not 1"),
      (["--transpose"], "--transpose is for images from IDX files"),
      (["--images", "x"], "--images and --labels belong together"),
    ] {
      let refused = try CommandRunner.run(start + arguments)
      #expect(refused.status == 64 && refused.errors.contains(message), "\(refused.errors)")
    }
    let none = try CommandRunner.run(["train", "--data", folder.path + "/pictures/left"])
    #expect(none.status == 74, "\(none.errors)")
  }

  @Test("IDX files of any name are learnt, with labels from 1 told")
  func files() throws {
    let folder = try Folder()
    let images = try IDXArray(shape: [20, 3, 2], elements: (0..<120).map { UInt8($0 / 6 % 2 * 255) })
    let labels = try IDXArray(shape: [20], elements: (0..<20).map { UInt8(1 + $0 % 2) })
    try IDX.write(images, to: folder.path + "/pixels", compression: .gzip)
    try IDX.write(labels, to: folder.path + "/names")
    let arguments = [
      "train", "--images", folder.path + "/pixels", "--labels", folder.path + "/names", "--transpose",
      "--iterations",
      "20", "--batch-size", "4", "--quiet",
    ]
    let result = try CommandRunner.run(arguments)
    #expect(
      result.status == 0 && result.output.contains("hold-out accuracy"), "\(result.output)\(result.errors)")
    #expect(result.errors.contains("the labels are 1 to 2; the network's first answer stands for 1."))
  }

  @Test("a model of images that lay on their side, with labels from 1, is measured and asked with such files")
  func transposedFiles() throws {
    let folder = try Folder()
    // Three rows of two columns: class 1 is bright on the left, class 2 on the right.
    var bytes: [UInt8] = []
    for index in 0..<20 {
      for place in 0..<6 { bytes.append(UInt8(place % 2 == index % 2 ? 255 - index : index)) }
    }
    try IDX.write(IDXArray(shape: [20, 3, 2], elements: bytes), to: folder.path + "/pixels")
    let labels = try IDXArray(shape: [20], elements: (0..<20).map { UInt8(1 + $0 % 2) })
    try IDX.write(labels, to: folder.path + "/names")
    let model = folder.path + "/model"
    let train = try CommandRunner.run([
      "train", "--images", folder.path + "/pixels", "--labels", folder.path + "/names", "--transpose",
      "--epochs",
      "60", "--batch-size", "4", "--init-std", "he", "--quiet", "--save", model,
    ])
    #expect(train.status == 0 && train.output.contains("hold-out accuracy 1.0000"), "\(train)")
    let evaluation = try CommandRunner.run([
      "evaluate", model, "--data", folder.path + "/pixels", "--labels", folder.path + "/names", "--format",
      "json",
    ])
    #expect(evaluation.status == 0 && evaluation.output.contains("\"accuracy\":1"), "\(evaluation)")
    let answers = try CommandRunner.run(["predict", model, folder.path + "/pixels", "--format", "csv"])
    let classes = answers.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }
    #expect(answers.status == 0 && classes == (0..<20).map { $0 % 2 == 0 ? "1" : "2" }, "\(answers)")
  }

  @Test("images of another set aren't called held out")
  func otherTest() throws {
    let folder = try sides()
    let labels = try IDXArray(shape: [2], elements: [UInt8(0), 1])
    let images = try IDXArray(shape: [2, 4, 4], elements: (0..<32).map { UInt8($0) })
    let other = folder.path + "/other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    for part in ["train", "t10k"] {
      try IDX.write(images, to: "\(other)/\(part)-images-idx3-ubyte")
      try IDX.write(labels, to: "\(other)/\(part)-labels-idx1-ubyte")
    }
    let result = try CommandRunner.run([
      "train", "--data", folder.path + "/pictures", "--test-data-dir", other, "--iterations", "3",
      "--batch-size",
      "4", "--format", "json", "--quiet",
    ])
    #expect(result.status == 0 && result.output.contains("\"test_accuracy\""), "\(result)")
    #expect(!result.output.contains("hold_out"), "\(result)")
  }
}
