import BackpropFiles
import Foundation
import Testing

@testable import BackpropFormats

/// Models that keep arrays in another file beside their own, as PyTorch writes them by default.
@Suite struct ONNXExternalTests {
  /// An array of six numbers, by the entries that say where they are.
  private func tensor(_ name: String, _ entries: [(String, String)]) -> ProtobufWriter {
    var tensor = ProtobufWriter()
    for size in [2, 3] { tensor.add(1, integer: Int64(size)) }
    tensor.add(2, integer: 1)
    tensor.add(8, text: name)
    for (key, value) in entries {
      var entry = ProtobufWriter()
      entry.add(1, text: key)
      entry.add(2, text: value)
      tensor.add(13, message: entry)
    }
    tensor.add(14, integer: 1)
    return tensor
  }

  /// A model with arrays of a graph and one of a node.
  private func model(_ arrays: [ProtobufWriter], constant: ProtobufWriter? = nil) -> [UInt8] {
    var (model, graph) = (ProtobufWriter(), ProtobufWriter())
    if let constant {
      var (node, attribute) = (ProtobufWriter(), ProtobufWriter())
      attribute.add(1, text: "value")
      attribute.add(5, message: constant)
      attribute.add(20, integer: 4)
      node.add(2, text: "c")
      node.add(4, text: "Constant")
      node.add(5, message: attribute)
      graph.add(1, message: node)
    }
    for array in arrays { graph.add(5, message: array) }
    model.add(1, integer: 8)
    model.add(7, message: graph)
    model.add(8, bytes: [16, 17])
    return model.parts.flatMap { $0 }
  }

  private static let numbers = (0..<12).map { Float($0) / 8 }

  /// Writes a model with the file of its numbers into a folder that is removed behind the test.
  private func inFolder(_ bytes: [UInt8], data: String = "m.onnx.data", _ body: (String) throws -> Void)
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("onnx-\(UUID().uuidString)")
    let numbers = folder.appendingPathComponent(data)
    try FileManager.default.createDirectory(
      at: numbers.deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.numbers.withUnsafeBytes { try Data($0).write(to: numbers) }
    let path = folder.appendingPathComponent("m.onnx")
    try Data(bytes).write(to: path)
    try body(path.path)
  }

  private func array(_ tensor: ONNXTensor?) -> StoredArray? {
    guard case .array(let array)? = tensor?.content else { return nil }
    return array
  }

  @Test(arguments: ["m.onnx.data", "numbers/m.bin"], ["", "./"])
  func numbersAreReadFromBesideTheModel(location: String, start: String) throws {
    let first = tensor("w", [("location", start + location), ("offset", "24"), ("length", "24")])
    let second = tensor("", [("location", location)])
    try inFolder(model([first], constant: second), data: location) { path in
      let file = try ONNXFile(path)
      let read = try #require(array(file.graph.arrays.first))
      #expect(read.name == "w" && read.shape == [2, 3] && read.floats == Array(Self.numbers[6...]))
      guard case .tensor(let constant)? = file.graph.nodes.first?.attribute("value") else {
        Issue.record("no array")
        return
      }
      #expect(array(constant)?.floats == Array(Self.numbers[..<6]))
      #expect(file.graph.arrays[0].external == nil && constant.external == nil)
    }
  }

  @Test(arguments: [
    ([("location", "../m.onnx.data")], "a file beside the model's", "“../m.onnx.data”"),
    ([("location", "/etc/passwd")], "a file beside the model's", "“/etc/passwd”"),
    ([("location", "a/../m.onnx.data")], "a file beside the model's", "“a/../m.onnx.data”"),
    ([("location", "..\\m.onnx.data")], "a file beside the model's", "“..\\m.onnx.data”"),
    ([("location", "m.onnx.data\0")], "a file beside the model's", "“m.onnx.data\0”"),
    ([("location", "")], "a file beside the model's", "“”"),
    ([], "a file beside the model's", "“”"),
    ([("location", "other.data")], "a file of that name", "none (No such file or directory)"),
    ([("location", "m.onnx.data"), ("offset", "25")], "24 bytes from byte 25 on", "after 48 bytes"),
    (
      [("location", "m.onnx.data"), ("offset", "9223372036854775807")], "24 bytes from byte", "after 48 bytes"
    ),
    ([("location", "m.onnx.data"), ("offset", "-1")], "a whole number as offset", "“-1”"),
    ([("location", "m.onnx.data"), ("length", "20")], "24 bytes for the array “w”", "20 bytes"),
    ([("location", "m.onnx.data"), ("length", "x")], "a whole number as length", "“x”"),
  ])
  func whatIsWrongIsNamed(entries: [(String, String)], expected: String, found: String) throws {
    try inFolder(model([tensor("w", entries)])) { path in
      let error = try #require(throws: FileError.self) { try ONNXFile(path) }
      #expect(error.expected.contains(expected) && error.found.contains(found), "\(error)")
    }
  }

  @Test func theSameBytesArentReadTimeAndAgain() throws {
    let arrays = (0..<3).map { tensor("w\($0)", [("location", "m.onnx.data")]) }
    try inFolder(model(Array(arrays.prefix(2)))) { path in
      let file = try ONNXFile(path)
      #expect(file.graph.arrays.count == 2)
    }
    try inFolder(model(arrays)) { path in
      let error = try #require(throws: FileError.self) { try ONNXFile(path) }
      #expect(error.found == "more bytes in all than m.onnx.data has")
    }
  }

  @Test func bytesHaveNothingBesideThem() throws {
    let bytes = model([tensor("w", [("location", "m.onnx.data")])])
    try inFolder(bytes) { path in
      let error = try #require(throws: FileError.self) { try ONNXFile(bytes, file: path) }
      #expect(error.found.contains("external data"))
    }
  }
}
