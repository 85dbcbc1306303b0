import Backprop
import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropData

/// What becomes of a table's columns in an ONNX file.
@Suite struct ONNXColumnTests {
  private let preparation = """
    {"kind": "table", "table": {"columns": [{"name": "size", "mean": 2, "deviation": 4},
    {"name": "colour", "words": ["red", "blue", ""]}, {"name": "0.weight", "mean": 0, "deviation": 1}],
    "target": {"name": "price", "mean": 10, "deviation": 3}, "missing": "mean"}}
    """

  private func model() throws -> Model<Float> {
    try NetworkDescription("affine 4, tanh, affine 1").model(
      for: [5], targets: .rows([1]), loss: MeanSquaredError(), seed: 1)
  }

  @Test func columnsAreInputsByName() throws {
    let json = try JSONValue(parsing: preparation, file: "a")
    let columns = try #require(ONNXColumns(preparation: json))
    var file = try model().onnxFile(for: "a.onnx")
    let network = file
    columns.add(to: &file)
    #expect(file.graph.inputs.map(\.name) == ["size", "colour", "0.weight"])
    #expect(file.graph.inputs.map(\.elementType) == [1, 8, 1])
    #expect(file.graph.arrays.contains { $0.name == "0.weight'" })
    #expect(file.graph.outputs.map(\.name) == ["scores"])
    #expect(file.operatorSets == ["": 17, "ai.onnx.ml": 3])
    let read = try ONNXNetwork(try ONNXFile(file.bytes, file: "a"), path: "a")
    #expect(read.sampleShape == [5])
    #expect(read.description.description == "affine 4, tanh, affine 1")
    let before = try ONNXNetwork(network, path: "a")
    #expect(read.model.predict([[1, 0, 1, 0, 2]]) == before.model.predict([[1, 0, 1, 0, 2]]))
    if let folder = ProcessInfo.processInfo.environment["BACKPROP_ONNX"] {
      try file.write(to: "\(folder)/table")
    }
  }

  @Test func aFileWithoutOutputsHasNoColumns() throws {
    let json = try JSONValue(parsing: preparation, file: "a")
    var file = try model().onnxFile(for: "a.onnx")
    try #require(ONNXColumns(preparation: json)).add(to: &file)
    #expect(ONNXColumns.removed(from: file) != nil)
    file.graph.outputs = []
    #expect(ONNXColumns.removed(from: file) == nil)
    #expect(throws: FileError.self) { try ONNXNetwork(file, path: "a") }
  }

  @Test func otherPreparationsHaveNoColumns() throws {
    #expect(ONNXColumns(preparation: .object([("kind", .string("none"))])) == nil)
  }
}
