import BackpropData
import Foundation
import Testing

/// A folder with the four files of a data set of noise whose labels a test chooses.
private final class LabelledFolder {
  let path: String

  init(train: [UInt8], test: [UInt8], named name: String = "set") throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("labelled-\(UUID().uuidString)")
    path = root.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (labels, prefix) in [(train, "train"), (test, "t10k")] {
      // Each class has a pattern of its own, in which about half of the pixels are bright.
      let images = labels.flatMap { label in
        (0..<256).map { pixel -> UInt8 in
          ((UInt32(pixel) &+ 1) &* (UInt32(label) &+ 1) &* 2_654_435_761) >> 31 == 0 ? 0 : 255
        }
      }
      try IDX.write(
        IDXArray(shape: [labels.count, 16, 16], elements: images), to: "\(path)/\(prefix)-images-idx3-ubyte")
      try IDX.write(
        IDXArray(shape: [labels.count], elements: labels), to: "\(path)/\(prefix)-labels-idx1-ubyte")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
}

@Suite("Folders with the user's own images")
struct DataFolderTests {
  private func labels(_ classes: [Int], each count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in classes.map { UInt8($0) } }
  }

  /// 256 inputs, 8 units and a unit for each class: 257 · 8 + 9 · classes parameters.
  @Test("the network has an output for each class", arguments: [2, 3, 11, 26, 62, 256])
  func outputs(count: Int) throws {
    let classes = Array(0..<count)
    let data = try LabelledFolder(train: labels(classes, each: 3), test: labels(classes, each: 1))
    let report = data.path + "/report.html"
    let result = try CommandRunner.run([
      "train", "--data-dir", data.path, "--hidden", "8", "--iterations", "1", "--format", "json", "--report",
      report,
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "")
    #expect(result.output.contains("\"parameters\":\(257 * 8 + 9 * count)"), "\(result.output)")
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(page.contains("256-8-\(count)"))
    #expect(page.contains("<th scope=\"col\"><bdi>\(count - 1)</bdi></th>") == (count <= 40))
    #expect(page.contains("The matrix of \(count) classes is too large") == (count > 40))
    let check = try CommandRunner.run([
      "check", "--data-dir", data.path, "--hidden", "1", "--samples", "1", "--format", "json",
    ])
    #expect(check.status == 0, "\(check.errors)")
  }

  @Test("eleven classes are learned, whatever the data set is called")
  func learning() throws {
    let classes = Array(0...10)
    for arguments in [[], ["--data", "mnist"], ["--data", "fashion"]] {
      let data = try LabelledFolder(
        train: labels(classes, each: 20), test: labels(classes, each: 2), named: "fashion")
      let lines = try train(
        ["--data-dir", data.path, "--epochs", "30", "--batch-size", "20", "--init-std", "he"] + arguments)
      // All images of a class are the same: everything is learned.
      #expect(lines.last?.testAccuracy == 1)
    }
  }

  @Test("labels from 1 on, and test images of a class that can't be learned, are told")
  func remarks() throws {
    let letters = Array(1...26)
    let data = try LabelledFolder(train: labels(letters, each: 2), test: labels(letters, each: 1))
    let arguments = ["--hidden", "8", "--iterations", "1", "--quiet"]
    let result = try CommandRunner.run(["train", "--data-dir", data.path] + arguments)
    #expect(result.status == 0)
    #expect(result.errors == "Note: No image has the label 0; its output stays unused.\n")
    // Another test set's classes count, its training images and the first set's test images don't.
    let other = try LabelledFolder(train: [0, 99], test: [0, 1, 30, 30])
    let mixed = try CommandRunner.run(
      ["train", "--data-dir", data.path, "--test-data-dir", other.path] + arguments + ["--format", "json"])
    #expect(mixed.status == 0)
    #expect(mixed.output.contains("\"parameters\":\(257 * 8 + 9 * 31)"), "\(mixed.output)")
    #expect(
      mixed.errors == """
        Note: No image has the labels 27 to 29; their outputs stay unused.
        Note: No image to train with has the labels 0, 30, which 3 images to test with have: the network can't learn \
        them.

        """)
  }

  @Test("other spellings and rivals are told, with names that can't steer a terminal")
  func spellings() throws {
    let classes = [0, 1]
    let data = try LabelledFolder(
      train: labels(classes, each: 2), test: labels(classes, each: 1), named: "a\u{202E}\u{1B}[31m")
    let name = "train-images-idx3-ubyte"
    try FileManager.default.moveItem(
      atPath: "\(data.path)/\(name)", toPath: "\(data.path)/train-images.idx3-ubyte")
    let result = try CommandRunner.run(["train", "--data-dir", data.path, "--iterations", "1", "--quiet"])
    #expect(result.status == 0)
    #expect(result.errors.hasPrefix("Note: "))
    #expect(
      result.errors.hasSuffix(
        #"/a\u{202E}\u{1B}[31m: read “train-images.idx3-ubyte” as train-images-idx3-ubyte."# + "\n"))
    try FileManager.default.removeItem(atPath: "\(data.path)/train-images.idx3-ubyte")
    let missing = try CommandRunner.run(["train", "--data-dir", data.path, "--iterations", "1", "--quiet"])
    #expect(missing.status == 74)
    #expect(missing.errors.contains("no train-images-idx3-ubyte; there are only “t10k-images-idx3-ubyte”"))
    for errors in [result.errors, missing.errors] {
      #expect(!errors.contains("\u{1B}") && !errors.contains("\u{202E}"))
    }
  }

  @Test("links that lead nowhere are called dangling")
  func links() throws {
    let data = try LabelledFolder(train: [0, 1], test: [0, 1])
    let link = data.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "gone")
    for command in ["train", "check", "bench"] {
      let folder = try CommandRunner.run([command, "--data-dir", link])
      #expect(folder.status == 74)
      #expect(folder.errors.contains("but found a dangling link, to “gone”."), "\(folder.errors)")
    }
    let labels = data.path + "/train-labels-idx1-ubyte"
    try FileManager.default.removeItem(atPath: labels)
    try FileManager.default.createSymbolicLink(atPath: labels, withDestinationPath: "gone")
    for command in ["train", "check"] {
      let file = try CommandRunner.run([command, "--data-dir", data.path])
      #expect(file.status == 74)
      #expect(file.errors.contains("but found a dangling link, to “gone”."), "\(file.errors)")
    }
  }

  /// The images are 900 MB of zeros that take no place on the disk.
  @Test("a file within the limit that doesn't fit into the address space is an error, not a crash")
  func addressSpace() throws {
    let data = try LabelledFolder(train: [0, 1], test: [0, 1])
    let images = data.path + "/train-images-idx3-ubyte"
    let side = 30_000
    let size = [UInt8](withUnsafeBytes(of: UInt32(side).bigEndian) { Array($0) })
    try Data([0, 0, 8, 3, 0, 0, 0, 1] + size + size).write(to: URL(fileURLWithPath: images))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: images))
    try file.truncate(atOffset: UInt64(16 + side * side))
    try file.close()
    try IDX.write(IDXArray(shape: [1], elements: [0] as [UInt8]), to: data.path + "/train-labels-idx1-ubyte")

    func limited(_ arguments: String) throws -> CommandResult {
      let command = "ulimit -v 800000 && exec '\(try CommandRunner.executable().path)' \(arguments)"
      return try CommandRunner.run(program: "/bin/sh", ["-c", command])
    }
    // Sanitizers need more address space than this by themselves.
    guard try limited("--version").status == 0 else { return }
    let result = try limited("train --data-dir '\(data.path)' --iterations 1")
    #expect(result.status == 64, "\(result.errors)")
    #expect(
      result.errors.contains("expected memory for its 900000000 bytes of data, but found too little."),
      "\(result.errors)")
  }
}
