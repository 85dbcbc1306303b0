import Testing

@testable import Backprop

@Suite struct StateDictionaryTests {
  private func model(
    _ line: String, _ shape: TensorShape, classes: Int = 3, seed: UInt64 = 1
  ) throws -> Model<Float> {
    try NetworkDescription(line).model(for: shape, targets: .classes(classes), seed: seed)
  }

  @Test func namesAndShapesAreThoseOfPyTorch() throws {
    let shapes = try model("affine 40, relu, affine", [1, 28, 28], classes: 10).stateDictionary().map {
      "\($0.name) \($0.shape)"
    }
    #expect(shapes == ["1.weight (40, 784)", "1.bias (40,)", "3.weight (10, 40)", "3.bias (10,)"])
    let line =
      "conv 4 3x3, batchnorm, residual (conv 4 3x3 pad 1, batchnorm) shortcut (conv 4 1x1), layernorm, affine"
    let names = try model(line, [2, 5, 5]).stateDictionary().map(\.name)
    #expect(
      names == [
        "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
        "1.num_batches_tracked", "2.body.0.weight", "2.body.0.bias", "2.body.1.weight", "2.body.1.bias",
        "2.body.1.running_mean", "2.body.1.running_var", "2.body.1.num_batches_tracked",
        "2.shortcut.weight", "2.shortcut.bias", "3.weight", "3.bias", "5.weight", "5.bias",
      ])
  }

  @Test(arguments: [
    "affine 4, tanh, affine", "conv 2 3x3 stride 2 pad 1, batchnorm, relu, affine",
    "residual (conv 1 3x3 pad 1, relu) shortcut (conv 1 1x1, tanh), globalavgpool, affine",
  ])
  func whatIsLoadedAnswersLikeTheModel(line: String) throws {
    let shape: TensorShape = [1, 4, 4]
    let (model, other) = (try model(line, shape), try model(line, shape, seed: 2))
    model.state.statistics.forEach { $0.statistic.value = $0.statistic.value + 0.5 }
    var random = Philox4x32(seed: 3, stream: 0)
    let x = Tensor<Float>.normal([5, 1, 4, 4], using: &random)
    #expect(other.predict(x).scalars != model.predict(x).scalars)
    try other.load(model.stateDictionary())
    #expect(other.predict(x).scalars == model.predict(x).scalars)
  }

  @Test func theWeightOfAnAffineLayerIsTransposed() throws {
    let layer = Affine<Double>(weight: [[1, 2, 3], [4, 5, 6]], bias: [7, 8, 9])
    let model = try Model(Sequential(layer))
    guard case .numbers(let weight) = model.stateDictionary()[0].value else {
      Issue.record("no numbers")
      return
    }
    #expect(weight == [[1, 4], [2, 5], [3, 6]])
    try model.load([
      StateEntry(name: "0.weight", value: .numbers([[1, 4], [2, 5], [3, 7]])),
      StateEntry(name: "0.bias", value: .numbers([0, 0, 0])),
    ])
    #expect(layer.weight.value == [[1, 2, 3], [4, 5, 7]])
  }

  @Test func whatDoesntFitIsNamedAndChangesNothing() throws {
    let model = try model("affine 2, batchnorm, affine", [4])
    let before = model.predict(.ones([1, 4])).scalars
    var entries = model.stateDictionary().filter { $0.name != "2.bias" && $0.name != "0.weight" }
    entries.append(StateEntry(name: "3.bias", value: .numbers([1])))
    entries.append(StateEntry(name: "0.weight", value: .numbers(.ones([4, 2]))))
    let error = try #require(throws: StateDictionaryError.self) { try model.load(entries) }
    #expect(error.missing == [.init(name: "2.bias", shape: [3])])
    #expect(error.unexpected == [.init(name: "3.bias", shape: [1])])
    #expect(error.mismatched == [.init(name: "0.weight", expected: [2, 4], found: [4, 2])])
    #expect(
      error.description
        == "0.weight of shape (4, 2), where the network needs (2, 4); no 2.bias (3,); 3.bias (1,), for which the network has no place"
    )
    #expect(model.predict(.ones([1, 4])).scalars == before)
    // A count of batches may be missing.
    try model.load(model.stateDictionary().filter { $0.name != "1.num_batches_tracked" })
  }

  @Test func whatStandsInTwoPlacesHasBothNames() throws {
    let layer = Affine<Float>(weight: [[1]], bias: [0])
    let model = try Model(Sequential(layer, ReLU<Float>(), layer))
    #expect(model.stateDictionary().map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
  }

  @Test(arguments: [
    "affine 4, leakyrelu 0.2, dropout 0.3, affine",
    "conv 4 3x3 stride 2 pad 1 dilation 1 groups 2, batchnorm, gelu, affine",
    "maxpool 3 stride 1, avgpool 2, flatten, layernorm, silu, softplus, sigmoid, affine, softmax",
    "residual (conv 2 3x3 pad 1) shortcut (conv 2 1x1, batchnorm), residual (relu), globalavgpool, affine 3",
  ])
  func aNetworkIsDescribed(line: String) throws {
    let shape: TensorShape = [2, 6, 6]
    let model = try model(line, shape)
    let description = try #require(NetworkDescription(of: model.network, sampleShape: shape))
    let again: Model<Float> = try description.model(for: shape, targets: .classes(3))
    #expect(again.stateDictionary().map(\.name) == model.stateDictionary().map(\.name))
    #expect(again.stateDictionary().map(\.shape) == model.stateDictionary().map(\.shape))
    #expect(again.summary == model.summary)
  }

  @Test func whatHasNoWordIsntDescribed() throws {
    let inner = Sequential<Float>(Affine(weight: [[1]], bias: [0]))
    #expect(NetworkDescription(of: Sequential(inner, ReLU<Float>()), sampleShape: [1]) == nil)
    let rows = Sequential<Float>(LayerNorm([2]))
    #expect(NetworkDescription(of: rows, sampleShape: [3, 2]) == nil)
    #expect(NetworkDescription(of: rows, sampleShape: [2]) != nil)
  }
}
