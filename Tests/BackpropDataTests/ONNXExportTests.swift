import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@Suite struct ONNXExportTests {
  @Test func aNetworkOfImagesIsNamedNodesAndArrays() throws {
    let description = try NetworkDescription("conv 3 3x3, relu, maxpool 2, flatten, affine 4")
    let model: Model<Float> = try description.model(for: [1, 8, 8], targets: .classes(4))
    let file = try model.onnxFile(for: "a.onnx", classNames: ["a", "b"])
    #expect(file.formatVersion == 8)
    #expect(file.operatorSets == ["": 17])
    #expect(file.graph.nodes.map(\.kind) == ["Conv", "Relu", "MaxPool", "Flatten", "Gemm"])
    #expect(file.graph.inputs[0].extents == [.named("N"), .number(1), .number(8), .number(8)])
    #expect(file.graph.outputs[0].name == "scores")
    #expect(file.graph.outputs[0].extents == [.named("N"), .number(4)])
    #expect(file.graph.arrays.map(\.name) == ["0.weight", "0.bias", "4.weight", "4.bias"])
    #expect(file.notes.first?.text == #"["a","b"]"#)
    let gemm = try #require(file.graph.nodes.last)
    #expect(gemm.attributes.isEmpty)
    #expect(model.predict(.zeros([1, 1, 8, 8])).shape == [1, 4])
  }

  @Test func whatIsWrittenReadsBackAsItWas() throws {
    let description = try NetworkDescription("conv 3 3x3, gelu, batchnorm, affine 4")
    let model: Model<Float> = try description.model(for: [1, 5, 5], targets: .classes(4))
    let file = try model.onnxFile(for: "a.onnx")
    #expect(try ONNXFile(file.bytes, file: "a.onnx").graph.withoutOffsets == file.graph)
    let folder = try TemporaryFolder()
    try model.exportONNX(to: folder("a.onnx"))
    #expect(try contents(folder("a.onnx")) == file.bytes)
  }

  @Test func aLayerOfOnesOwnIsRefusedByName() throws {
    let model = try Model(Sequential<Float>([ReLU<Float>(), Doubling()]), sampleShape: [3])
    do {
      _ = try model.onnxFile(for: "a.onnx")
      Issue.record("it was written")
    } catch {
      #expect(error.found.contains("Doubling1"))
    }
  }

  @Test func aNetworkWithoutTheShapeOfASampleIsRefused() throws {
    let model = try Model(Sequential<Float>([ReLU<Float>()]))
    #expect(throws: FileError.self) { try model.onnxFile(for: "a.onnx") }
    #expect(try model.onnxFile(for: "a.onnx", sampleShape: [2]).graph.nodes.count == 1)
  }

  @Test func layersThatAreSharedShareTheirArrays() throws {
    var random = Philox4x32(seed: 1)
    let shared = Affine<Float>(inputs: 3, outputs: 3, using: &random)
    let model = try Model(Sequential<Float>([shared, ReLU<Float>(), shared, Dropout<Float>(0.5)]))
    let file = try model.onnxFile(for: "a.onnx")
    #expect(file.graph.arrays.count == 2)
    #expect(file.graph.nodes.map(\.name) == ["Affine1", "ReLU1", "Affine1_2"])
  }

  @Test func dropoutAloneIsTheIdentity() throws {
    let model = try Model(Sequential<Float>([Dropout<Float>(0.5)]), sampleShape: [3])
    #expect(try model.onnxFile(for: "a.onnx").graph.nodes.map(\.kind) == ["Identity"])
  }

  /// Networks by chance are written, read back and asked; with a folder in BACKPROP_ONNX, they and their answers are left
  /// there for Scripts/onnx-exchange.py.
  @Test func networksByChanceReadBackAndAnswerTheSame() throws {
    var networks = GeneratedNetworks(seed: 5)
    let folder = ProcessInfo.processInfo.environment["BACKPROP_ONNX"]
    for number in 0..<(folder == nil ? 150 : 500) {
      let network = try networks.next()
      let scores = network.model.predict(network.samples)
      let file = try network.model.onnxFile(for: "a.onnx")
      if let folder {
        try file.write(to: "\(folder)/\(number).onnx")
        try NumPy.write(
          StoredArray(name: "", shape: Array(network.samples.shape), network.samples.scalars),
          to: "\(folder)/\(number).input.npy")
        try NumPy.write(
          StoredArray(name: "", shape: Array(scores.shape), scores.scalars),
          to: "\(folder)/\(number).scores.npy")
      }
      let back = try ONNXNetwork(try ONNXFile(file.bytes, file: "a.onnx"), path: "a.onnx")
      let answer = back.model.predict(network.samples)
      #expect(distance(answer.scalars, scores.scalars) < 1e-5, "\(number): \(network.description)")
    }
  }
}

extension ONNXGraph {
  /// The graph without the places of nodes in a file.
  fileprivate var withoutOffsets: ONNXGraph {
    var graph = self
    for place in graph.nodes.indices { graph.nodes[place].offset = 0 }
    return graph
  }
}

/// A layer that isn't Backprop's.
private final class Doubling: Layer {
  func outputShape(for sample: TensorShape) -> TensorShape { sample }
  func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x + x }
  func copied(by copier: LayerCopier<Float>) -> Doubling { Doubling() }
}
