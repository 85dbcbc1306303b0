import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropCLI

/// `backprop train --save`, and what is done with the model: predict, evaluate, info.
@Suite struct ModelCommandTests {
  /// A folder with a data set and a model that was trained on it.
  private final class Trained: Sendable {
    let data: SmallDataset
    let folder: String
    var model: String { folder + "/model.safetensors" }
    var images: String { data.path + "/t10k-images-idx3-ubyte.gz" }
    var labels: String { data.path + "/t10k-labels-idx1-ubyte" }

    init(_ options: [String] = ["--network", "affine 20, relu, affine"]) throws {
      data = try SmallDataset()
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      self.folder = folder.path
      let result = try CommandRunner.run(
        ["train", "--data-dir", data.path, "--epochs", "8", "--batch-size", "20", "--quiet", "--save", model]
          + options)
      try #require(result.status == 0, "\(result.errors)")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
  }

  private static let shared = Result { try Trained() }

  @Test("tensors have PyTorch's names, and the model says all of itself")
  func names() throws {
    let trained = try Self.shared.get()
    let file = try SafetensorsFile(trained.model)
    #expect(file.tensors.map(\.name) == ["1.bias", "1.weight", "3.bias", "3.weight"])
    #expect(file.tensor("1.weight")?.shape == [20, 784])
    let saved = try SavedModel(from: trained.model)
    #expect(saved.details.sampleShape == [1, 28, 28])
    #expect(saved.classNames == (0..<10).map { "\($0)" })
    #expect(saved.facts.iterations == 120 && saved.facts.batchSize == 20 && saved.facts.sampleCount == 300)
    #expect(saved.preparation == .images(ImagePreparation(rows: 28, columns: 28, geometry: .mnist)))
  }

  @Test("a network of sizes gets a flatten, so that every model of images takes images")
  func sizes() throws {
    let trained = try Trained(["--hidden", "7"])
    let saved = try SavedModel(from: trained.model)
    #expect(saved.details.sampleShape == [1, 28, 28])
    #expect(saved.model.stateDictionary().map(\.name) == ["1.weight", "1.bias", "3.weight", "3.bias"])
  }

  @Test("predictions are those of the model, in each form")
  func predictions() throws {
    let trained = try Self.shared.get()
    let saved = try SavedModel(from: trained.model)
    let set = try ImageSet.read(images: trained.images, labels: trained.labels)
    let scores = saved.model.predict(set.tensors(flatten: false).x)
    let json = try CommandRunner.run(["predict", trained.model, trained.images, "--format", "json"])
    try #require(json.status == 0, "\(json.errors)")
    let lines = json.output.split(separator: "\n")
    #expect(lines.count == 100)
    for (row, line) in lines.enumerated() {
      let value = try JSONValue(parsing: String(line), file: "line")
      let own = try #require(value["scores"]?.asArray).compactMap { $0.asDouble.map { Float($0) } }
      #expect(own == scores[row].scalars)
      let probabilities = try #require(value["probabilities"]?.asArray).compactMap(\.asDouble)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
      #expect(value["label"]?.asInt == scores.argmax(axis: -1)[row] && value["index"]?.asInt == row)
    }
    let table = trained.folder + "/predictions.csv"
    let csv = try CommandRunner.run([
      "predict", trained.model, trained.images, "--format", "csv", "--output", table,
    ])
    #expect(csv.status == 0 && csv.output.isEmpty)
    let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 101 && rows[0].hasPrefix("input,index,class,probability,p_0,p_1"))
    let text = try CommandRunner.run(
      ["predict", trained.model, trained.images], environment: ["LC_ALL": "C.UTF-8"])
    #expect(text.output.contains("[0]: ") && text.output.contains("█"))
    let plain = try CommandRunner.run(
      ["predict", trained.model, trained.images], environment: ["LC_ALL": "C"])
    #expect(plain.output.utf8.allSatisfy { $0 < 0x80 } && plain.output.contains("##"))
    // Ten pictures, and a line for each of the others.
    #expect(plain.output.split(separator: "\n").count == 10 * (1 + 14 + 10) + 90)
  }

  @Test("standard input is taken, whatever it is")
  func standardInput() throws {
    let trained = try Self.shared.get()
    let result = try CommandRunner.shell(
      """
      gunzip -c '\(trained.images)' | "$backprop" predict '\(trained.model)' --format csv | tail -1
      cat '\(trained.images)' | "$backprop" predict '\(trained.model)' - --format csv | tail -1
      echo nonsense | "$backprop" predict '\(trained.model)'; echo "status $?"
      "$backprop" predict '\(trained.model)' < /dev/null; echo "status $?"
      """)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == lines[1] && lines[0].hasPrefix("standard input,99,"), "\(result)")
    #expect(lines[2] == "status 74" && lines[3] == "status 74")
    #expect(
      result.errors.contains(
        "standard input: expected an IDX file or a picture (PNG, PGM, PPM, JPEG), but found the bytes 6E 6F 6E 73"
      ))
  }

  @Test("an evaluation has the accuracy of the training, and of each class")
  func evaluation() throws {
    let trained = try Self.shared.get()
    let accuracy = try #require(try SavedModel(from: trained.model).facts.figures["test_accuracy"])
    let result = try CommandRunner.run([
      "evaluate", trained.model, "--data", trained.data.path, "--format", "json",
    ])
    try #require(result.status == 0, "\(result.errors)")
    let value = try JSONValue(parsing: result.output, file: "output")
    #expect(value["accuracy"]?.asDouble == accuracy && value["samples"]?.asInt == 100)
    #expect(value["loss"]?.asDouble != nil)
    let classes = try #require(value["classes"]?.asArray)
    #expect(classes.count == 10)
    #expect(classes.compactMap { $0["samples"]?.asInt }.reduce(0, +) == 100)
    let report = trained.folder + "/report.html"
    let text = try CommandRunner.run([
      "evaluate", trained.model, "--data", trained.images, "--labels", trained.labels, "--report", report,
    ])
    #expect(
      text.status == 0 && text.output.contains("accuracy \(NumberText.significant(accuracy, digits: 5))"))
    #expect(text.output.contains("precision  recall"))
    let html = try String(contentsOfFile: report, encoding: .utf8)
    #expect(html.contains("Evaluation report") && html.contains("id=\"confusion\""))
  }

  @Test("info tells of a model and of IDX files")
  func info() throws {
    let trained = try Self.shared.get()
    let text = try CommandRunner.run(["info", trained.model])
    #expect(
      text.status == 0 && text.output.contains("network: flatten, affine 20, relu, affine 10"), "\(text)")
    #expect(text.output.contains("1.weight") && text.output.contains("(20, 784)"))
    let json = try CommandRunner.run(["info", trained.model, "--format", "json"])
    let value = try JSONValue(parsing: json.output, file: "output")
    #expect(value["arrays"]?.asArray?.count == 4 && value["trained_iterations"]?.asInt == 120)
    let archive = trained.folder + "/archive.npz"
    try NumPy.writeArchive(try SafetensorsFile(trained.model).arrays(), to: archive)
    let arrays = try CommandRunner.run(["info", archive, "--format", "json"])
    let archived = try JSONValue(parsing: arrays.output, file: "output")["arrays"]?.asArray
    #expect(archived?.description == value["arrays"]?.asArray?.description)
    let labels = try CommandRunner.run(["info", trained.labels])
    #expect(labels.output.contains("IDX") && labels.output.contains("uint8"))
  }

  @Test("Ctrl-C saves what was learnt, and a file that is there is replaced as a whole")
  func interrupted() throws {
    let trained = try Self.shared.get()
    let path = trained.folder + "/interrupted.safetensors"
    try Data("old".utf8).write(to: URL(fileURLWithPath: path))
    let result = try CommandRunner.shell(
      """
      "$backprop" train --data-dir '\(trained.data.path)' --iterations 1000000000 --batch-size 20 --save '\(path)' >'\(path).out' &
      job=$!
      for i in $(seq 600); do grep -q "^    1 " '\(path).out' && break; sleep 0.05; done
      kill -INT $job; wait $job; echo "status $?"
      """, timeLimit: .seconds(60))
    #expect(result.output == "status 130\n", "\(result)")
    let saved = try SavedModel(from: path)
    #expect(saved.facts.wasStopped == true && (saved.facts.iterations ?? 0) > 0)
  }

  @Test("where the model can't be written is said before the training")
  func unwritable() throws {
    let trained = try Self.shared.get()
    for path in ["\(trained.folder)/missing/file", trained.folder] {
      let result = try CommandRunner.run(
        ["train", "--data", "digits", "--iterations", "1000000000", "--save=\(path)"], timeLimit: .seconds(20)
      )
      #expect(result.status == 74 && result.output.isEmpty, "\(result)")
    }
    let same = try CommandRunner.run(["train", "--data", "digits", "--save", "a", "--report", "a"])
    #expect(same.status == 64 && same.errors.contains("--report and --save name the same file"))
  }

  @Test("mistakes are told, with what to do")
  func mistakes() throws {
    let trained = try Self.shared.get()
    let cases: [([String], Int32, String)] = [
      (["predict"], 64, "Give a model"), (["predict", "--mist"], 64, "Unknown option '--mist'"),
      (["predict", trained.folder + "/none"], 74, "expected a file of that name"),
      (["predict", trained.model, trained.labels], 74, "this looks like one of labels"),
      (["predict", trained.images, trained.images], 74, "a safetensors"),
      (["predict", trained.model, trained.images, "--output", trained.model], 64, "name the same file"),
      (["evaluate", trained.model], 64, "Give what to measure on"),
      (["evaluate", trained.model, "--data", trained.images], 64, "needs its labels"),
      (["evaluate", trained.model, "--data", trained.folder], 74, "expected"),
      (["info"], 64, "Give one file"), (["info", "/dev/null"], 74, "a regular file"),
      (["info", #filePath], 74, "expected a file of safetensors, ONNX, NumPy, IDX or CSV"),
    ]
    for (arguments, status, says) in cases {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == status && result.errors.contains(says), "\(arguments): \(result)")
      #expect(result.output.isEmpty)
    }
  }

  @Test("what a model looks up in a table must be whole numbers that the table has")
  func indices() throws {
    let trained = try Self.shared.get()
    let model: Model<Float> = try NetworkDescription("embedding 5 2, affine").model(
      for: [3], targets: .classes(2), seed: 1)
    let path = trained.folder + "/words.safetensors"
    try model.save(to: path)
    func result(_ array: IDXArray) throws -> CommandResult {
      try IDX.write(array, to: trained.folder + "/words.idx")
      return try CommandRunner.run(["predict", path, trained.folder + "/words.idx", "--format", "json"])
    }
    let good = try result(IDXArray(shape: [1, 3], elements: [0, 4, 1] as [UInt8]))
    let scores = try JSONValue(parsing: good.output, file: "output")["scores"]?.asArray?.compactMap(
      \.asDouble)
    #expect(scores?.map { Float($0) } == model.predict([[0, 4, 1]]).scalars)
    for bad in [[0, 5, 1], [0, 1.5, 0], [.nan, 0, 0], [-1, 0, 0]] as [[Float]] {
      let refused = try result(IDXArray(shape: [1, 3], elements: bad))
      #expect(refused.status == 74 && refused.errors.contains("whole numbers from 0 to 4"), "\(refused)")
    }
    #expect(try CommandRunner.run(["evaluate", path, "--data", trained.data.path]).status == 64)
  }

  @Test("a file of PyTorch's is used with the network said")
  func foreign() throws {
    let trained = try Self.shared.get()
    let saved = try SavedModel(from: trained.model)
    let path = trained.folder + "/foreign.safetensors"
    // As a program writes it that flattens images itself.
    let arrays = try SafetensorsFile(trained.model).arrays().map { array in
      var array = array
      array.name = array.name.replacing("1.", with: "net.0.").replacing("3.", with: "net.2.")
      return array
    }
    try SafetensorsFile.write(arrays, to: path)
    let own = try CommandRunner.run(["predict", trained.model, trained.images, "--format", "csv"])
    let result = try CommandRunner.run([
      "predict", path, trained.images, "--format", "csv", "--network", "affine 20, relu, affine",
    ])
    #expect(result.status == 0 && result.output == own.output, "\(result.errors)")
    let evaluated = try CommandRunner.run([
      "evaluate", path, "--data", trained.data.path, "--network", "affine 20, relu, affine", "--format",
      "json",
    ])
    let value = try JSONValue(parsing: evaluated.output, file: "output")
    #expect(value["accuracy"]?.asDouble == saved.facts.figures["test_accuracy"])
    #expect(try CommandRunner.run(["predict", path, trained.images]).errors.contains("--network"))
  }
}
