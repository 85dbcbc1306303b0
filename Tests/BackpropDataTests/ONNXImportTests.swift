import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite struct ONNXImportTests {
  private func read(_ recorded: RecordedCase) throws(FileError) -> ONNXNetwork {
    try ONNXNetwork(ONNXFile(recorded.model, file: recorded.name), path: recorded.name)
  }

  // MARK: - PyTorch

  @Test(arguments: RecordedCase.pytorch)
  func whatPyTorchExportsAnswersAsItDoes(recorded: RecordedCase) throws {
    let isKnown = !recorded.name.hasPrefix("logsoftmax") && !recorded.name.hasPrefix("transposed")
    let network: ONNXNetwork
    do throws(FileError) {
      network = try read(recorded)
    } catch {
      #expect(!isKnown, "\(error)")
      #expect(error.expected.contains("LogSoftmax") || error.expected.contains("ConvTranspose"))
      return
    }
    #expect(isKnown)
    let shape = try #require(TensorShape(exactly: recorded.input.shape))
    let scores = network.model.predict(Tensor(shape: shape, recorded.input.floats))
    #expect(Array(scores.shape) == recorded.output.shape)
    #expect(distance(scores.scalars, recorded.output.floats) < 1e-5, "\(network.description)")
    #expect(network.producer.hasPrefix("pytorch"))
  }

  @Test(arguments: [
    ("mlp-script-17-open", "flatten, affine 6, relu, affine 4"),
    (
      "activations-script-11-open",
      "affine 5, gelu, affine 5, silu, affine 5, softplus, affine 5, leakyrelu 0.2, affine 5, tanh, affine 5, sigmoid, "
        + "affine 3, softmax"
    ),
    ("norms-script-11-open", "affine 5, batchnorm, relu, affine 4, layernorm"),
    ("norms-script-17-open", "affine 5, batchnorm, relu, affine 4, layernorm"),
    ("matrices-script-17-open", "affine 5, sigmoid, affine 3"),
    ("means-dynamo-20-open", "conv 4 3x2 stride 1x2 pad 1x0 groups 2, silu, globalavgpool, affine 3"),
    ("words-script-17-open", "embedding 10 3, flatten, affine 2"),
  ])
  func layersAreRecognised(name: String, line: String) throws {
    let recorded = try #require(RecordedCase.pytorch.first { $0.name == name })
    #expect(try read(recorded).description.description == line)
  }

  @Test func residualPartsAreRecognised() throws {
    let recorded = try #require(RecordedCase.pytorch.first { $0.name == "resnet-script-17-open" })
    let layers = try read(recorded).description.layers
    #expect(layers.filter { if case .residual = $0 { true } else { false } }.count == 2)
    #expect(layers.contains(.globalAveragePool))
  }

  // MARK: - The operators' own cases

  /// All operators that are read, each with its variants: what is read answers as the operator's definition, and what
  /// isn't is told by name.
  @Test func operatorsAnswerAsTheirOwnCasesSay() throws {
    let cases = RecordedCase.operators
    #expect(cases.count == 247)
    var read: [String] = []
    var refused: [String] = []
    for recorded in cases {
      do throws(FileError) {
        let network = try self.read(recorded)
        guard let shape = TensorShape(exactly: recorded.input.shape) else { continue }
        let scores = network.model.predict(Tensor(shape: shape, recorded.input.floats))
        #expect(Array(scores.shape) == recorded.output.shape, "\(recorded.name)")
        #expect(
          distance(scores.scalars, recorded.output.floats) < 1e-3, "\(recorded.name): \(network.description)")
        read.append(recorded.name)
      } catch {
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
        refused.append("\(recorded.name): \(error)")
      }
    }
    #expect(read.count == 53 && refused.count == 194, "read: \(read), refused: \(refused)")
  }

  // MARK: - Faults

  @Test func anUnknownOperatorIsNamedWithItsNodeAndWhatIsKnown() throws {
    let recorded = try #require(RecordedCase.pytorch.first { $0.name == "transposed-script-17-open" })
    do {
      _ = try read(recorded)
      Issue.record("it was read")
    } catch {
      #expect(error.expected.contains("ConvTranspose “/0/ConvTranspose”"))
      #expect(error.expected.contains("AveragePool, BatchNormalization"))
      #expect(error.offset != nil)
    }
  }

  private func file(_ nodes: [ONNXNode], arrays: [StoredArray] = [], shape: [Int64] = [4]) -> ONNXFile {
    var file = ONNXFile()
    file.operatorSets = ["": 17]
    file.graph.inputs = [
      ONNXValue("x", elementType: 1, extents: [.named("N")] + shape.map { .number($0) })
    ]
    file.graph.outputs = [ONNXValue("y", elementType: 1, extents: nil)]
    file.graph.nodes = nodes
    file.graph.arrays = arrays.map { ONNXTensor($0.name, .array($0)) }
    return file
  }

  private func fault(_ file: ONNXFile) -> String? {
    do throws(FileError) {
      _ = try ONNXNetwork(file, path: "a.onnx")
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func graphsThatArentLayersInAWayAreRefused() {
    let relu = ONNXNode("Relu", ["x"], ["a"])
    #expect(fault(file([relu])) != nil)
    #expect(fault(file([relu, ONNXNode("Relu", ["b"], ["y"])]))?.contains("“b”") == true)
    #expect(
      fault(file([ONNXNode("Relu", ["x"], ["y"]), ONNXNode("Tanh", ["x"], ["y"])]))?.contains("second")
        == true)
    #expect(fault(file([ONNXNode("Add", ["x", "x"], ["y"])]))?.contains("itself") == true)
    #expect(fault(file([ONNXNode("Relu", domain: "own", ["x"], ["y"])]))?.contains("“own”") == true)
    #expect(fault(file([relu, ONNXNode("Sub", ["x", "a"], ["y"])]))?.contains("difference") == true)
    // Not two ways from one value: what is between is used a third time.
    let crossed = [
      relu, ONNXNode("Tanh", ["a"], ["b"]), ONNXNode("Add", ["x", "b"], ["c"]),
      ONNXNode("Add", ["c", "a"], ["y"]),
    ]
    #expect(fault(file(crossed))?.contains("another way") == true)
  }

  @Test func sumsWithinSumsAreResidualsWithinResiduals() throws {
    let nodes = [
      ONNXNode("Relu", ["x"], ["a"]), ONNXNode("Tanh", ["a"], ["b"]), ONNXNode("Add", ["a", "b"], ["c"]),
      ONNXNode("Sigmoid", ["x"], ["d"]), ONNXNode("Add", ["d", "c"], ["y"]),
    ]
    let network = try ONNXNetwork(file(nodes), path: "a.onnx")
    #expect(network.description.description == "residual (relu, residual (tanh)) shortcut (sigmoid)")
  }

  @Test func numbersForEachChannelBecomeANorm() throws {
    let nodes = [
      ONNXNode("Sub", ["x", "m"], ["a"]), ONNXNode("Div", ["a", "s"], ["b"]), ONNXNode("Relu", ["b"], ["y"]),
    ]
    let arrays = [
      StoredArray(name: "m", shape: [4], [1, 2, 3, 4] as [Float]),
      StoredArray(name: "s", shape: [], [2] as [Float]),
    ]
    let network = try ONNXNetwork(file(nodes, arrays: arrays), path: "a.onnx")
    #expect(network.description.layers.count == 2)
    let y = network.model.predict([[3, 2, 9, 5]])
    #expect(distance(y.scalars, [1, 0, 3, 0.5]) < 1e-6)
  }

  @Test(arguments: [["m"], []])
  func arraysOfOneNameAreRefused(taken: [String]) throws {
    let arrays = ["m", "m"].map { StoredArray(name: $0, shape: [4], [1, 2, 3, 4] as [Float]) }
    let nodes = [taken.isEmpty ? ONNXNode("Relu", ["x"], ["y"]) : ONNXNode("Sub", ["x"] + taken, ["y"])]
    let error = try #require(throws: FileError.self) {
      try ONNXNetwork(file(nodes, arrays: arrays), path: "a.onnx")
    }
    #expect(error.found == "“m” twice")
    #expect(throws: Never.self) { try ONNXNetwork(file(nodes, arrays: [arrays[0]]), path: "a.onnx") }
  }

  @Test func hostileSizesAreRefused() {
    var deep = [ONNXNode("Relu", ["x"], ["v0"])]
    for place in 0..<5000 { deep.append(ONNXNode("Relu", ["v\(place)"], ["v\(place + 1)"])) }
    deep.append(ONNXNode("Relu", ["v5000"], ["y"]))
    #expect(fault(file(deep)) != nil)
    #expect(fault(file([ONNXNode("Relu", ["x"], ["y"])], shape: [1 << 40, 1 << 40])) != nil)
    let wide = StoredArray(name: "w", shape: [4, 1, 1, 1], [1, 1, 1, 1] as [Float])
    let pads = ONNXAttribute("pads", .integers([65_536, 65_536, 65_536, 65_536]))
    let conv = ONNXNode("Conv", ["x", "w"], ["y"], [pads])
    #expect(fault(file([conv], arrays: [wide], shape: [1, 1 << 20, 4])) != nil)
  }
}
