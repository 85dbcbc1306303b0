import Backprop
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@testable import BackpropData

/// A network of PyTorch's, and how it is described here.
struct ForeignModel: Sendable, CustomTestStringConvertible {
  let name: String
  let network: String
  var sampleShape: [Int]?
  var tolerance: Float = 1e-6

  var testDescription: String { name }

  static let all: [ForeignModel] = [
    ForeignModel(name: "mlp", network: "affine 4, relu, affine 3"),
    // The last layer's size is the file's.
    ForeignModel(name: "mlp-f16", network: "affine 4, relu, affine"),
    ForeignModel(name: "mlp-bf16", network: "affine 4, relu, affine"),
    ForeignModel(name: "mlp-f64", network: "affine 4, relu, affine"),
    ForeignModel(name: "mlp-prefix", network: "affine 4, relu, affine"),
    ForeignModel(
      name: "convnet", network: "conv 3 3x3 pad 1, batchnorm, relu, maxpool 2, affine 4",
      sampleShape: [1, 6, 6]),
    ForeignModel(
      name: "residual",
      network: """
        residual (conv 4 3x3 pad 1, batchnorm, silu) shortcut (conv 4 1x1), \
        residual (conv 4 3x3 pad 1, tanh), globalavgpool, flatten, affine
        """, sampleShape: [2, 4, 4]),
    ForeignModel(name: "layernorm", network: "affine 5, layernorm, gelu, batchnorm, affine"),
    ForeignModel(name: "embedding", network: "embedding 9 3, affine", sampleShape: [4]),
  ]
}

@Suite struct SavedModelTests {
  static let recorded = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded").path

  private func tensor(_ name: String, in file: SafetensorsFile) throws -> Tensor<Float> {
    let array = try file.array(try #require(file.tensor(name)))
    return Tensor(shape: TensorShape(array.shape), array.floats)
  }

  @Test(
    "files of PyTorch, which Scripts/pytorch-models.py wrote, answer as they do there",
    arguments: ForeignModel.all)
  func foreign(_ model: ForeignModel) throws {
    let description = try NetworkDescription(model.network)
    let shape = model.sampleShape.map { TensorShape($0) }
    let path = "\(Self.recorded)/\(model.name).safetensors"
    let read = try Model<Float>(from: path, network: description, sampleShape: shape)
    let expected = try SafetensorsFile("\(Self.recorded)/\(model.name).expected.safetensors")
    let y = read.predict(try tensor("x", in: expected))
    let wanted = try tensor("y", in: expected)
    #expect(y.shape == wanted.shape)
    for (a, b) in zip(y.scalars, wanted.scalars) {
      #expect(abs(a - b) <= model.tolerance * max(1, abs(b)), "\(a), not \(b)")
    }
    // And in double precision.
    let double = try Model<Double>(from: path, network: description, sampleShape: shape)
    let x = Tensor<Double>(shape: TensorShape(wanted.shape), wanted.scalars.map { Double($0) })
    let yInDouble = double.predict(
      Tensor(
        shape: try tensor("x", in: expected).shape, try tensor("x", in: expected).scalars.map { Double($0) }))
    #expect(zip(yInDouble.scalars, x.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test(arguments: [
    ("affine 4, relu, affine", [3]),
    ("conv 2 3x3, batchnorm, tanh, maxpool 2, affine 5, layernorm, affine", [1, 6, 6]),
    (
      "residual (conv 1 3x3 pad 1) shortcut (conv 1 1x1, batchnorm), globalavgpool, affine, softmax",
      [1, 4, 4]
    ),
    ("embedding 5 2, dropout 0.5, affine", [3]),
  ])
  func aModelComesBackToTheBit(line: String, sizes: [Int]) throws {
    let shape = TensorShape(sizes)
    let model: Model<Float> = try NetworkDescription(line).model(for: shape, targets: .classes(3), seed: 4)
    let folder = try TemporaryFolder()
    let path = folder("model.safetensors")
    try model.save(to: path)
    let again = try SavedModel(from: path)
    #expect(again.model.summary == model.summary && again.details.sampleShape == shape)
    #expect(again.details.targets == .classes(3))
    #expect(again.model.loss.summary == model.loss.summary)
    let x = Tensor<Float>(
      shape: TensorShape([2] + sizes), (0..<2 * shape.elementCount).map { Float($0 % 5) })
    #expect(again.model.predict(x).scalars == model.predict(x).scalars)
    #expect(again.model.predictor().predict(x).scalars == model.predict(x).scalars)
    // The same bytes, however often it is saved.
    #expect(try again.model.saved(details: again.details) == contents(path))
    #expect(try folder.names() == ["model.safetensors"])
  }

  /// Among one class there is nothing to tell: what answers with one number tells a number.
  @Test(arguments: [
    "affine 4, relu, affine 1", "affine 4, relu, affine", "affine 4, relu, affine 1, sigmoid",
  ])
  func aForeignNetworkOfOneAnswerTellsANumber(line: String) throws {
    let description = try NetworkDescription(line)
    let model: Model<Float> = try description.model(
      for: [3], targets: .rows([1]), loss: MeanSquaredError(), seed: 4)
    let folder = try TemporaryFolder()
    try SafetensorsFile.write(
      model.stateDictionary().map(\.stored), metadata: ["format": "pt"], to: folder("model.safetensors"))
    try model.exportNPZ(to: folder("model.npz"))
    try model.exportONNX(to: folder("model.onnx"))
    let x = Tensor<Float>(shape: [2, 3], (0..<6).map { Float($0) })
    for name in ["model.safetensors", "model.npz", "model.onnx"] {
      let read = try SavedModel(
        from: folder(name), network: name.hasSuffix("onnx") ? nil : description)
      #expect(read.details.targets == .rows([1]), "\(name)")
      #expect(read.model.loss is MeanSquaredError<Float>, "\(name)")
      let answers = try read.predictor().answers(to: x)
      #expect(answers.flatMap(\.scores) == model.predict(x).scalars, "\(name)")
    }
  }

  @Test("a model of a single class says so in ONNX, too")
  func oneClass() throws {
    let model: Model<Float> = try NetworkDescription("affine 4, relu, affine").model(
      for: [3], targets: .classes(1), seed: 4)
    let folder = try TemporaryFolder()
    try model.save(to: folder("model.safetensors"))
    let saved = try SavedModel(from: folder("model.safetensors"))
    try saved.exportONNX(to: folder("model.onnx"))
    let again = try SavedModel(from: folder("model.onnx"))
    #expect(saved.details.targets == .classes(1) && again.details.targets == .classes(1))
  }

  /// A network's modules under other names, in a file without any word of Backprop's.
  private func renamed(
    _ model: Model<Float>, _ names: [String: String], in folder: TemporaryFolder
  ) throws -> String {
    let arrays = model.stateDictionary().map { entry in
      var array = entry.stored
      let end = array.name.lastIndex(of: ".")!
      array.name = names[String(array.name[..<end])]! + array.name[end...]
      return array
    }
    let path = folder("model.safetensors")
    try SafetensorsFile.write(arrays, metadata: ["format": "pt"], to: path)
    return path
  }

  @Test(arguments: [
    ("affine 4, relu, affine", [3], ["0": "fc1", "2": "fc2"]),
    ("affine 4, relu, affine 2", [3], ["0": "features.0", "2": "classifier.0"]),
    // The last layer's name comes first, and the first one's last.
    ("affine 4, relu, affine 5, relu, affine", [3], ["0": "stem", "2": "middle", "4": "head"]),
    // Those that are alike follow each other in the order of their numbers.
    (
      "affine 3, relu, affine 3, relu, affine 3, relu, affine", [3],
      ["0": "layer2", "2": "layer9", "4": "layer10", "6": "out"]
    ),
    (
      "conv 4 3x3, batchnorm, relu, maxpool 2, affine 5, layernorm, affine", [1, 6, 6],
      ["0": "conv", "1": "bn", "5": "fc1", "6": "norm", "7": "fc2"]
    ),
    (
      "conv 2 3x3, relu, conv 4 3x3, globalavgpool, affine", [3, 6, 6],
      ["0": "stem", "2": "body", "4": "head"]
    ),
  ])
  func modulesOfOtherNamesAreFoundByTheirShapes(line: String, sizes: [Int], names: [String: String]) throws {
    let (description, shape) = (try NetworkDescription(line), TensorShape(sizes))
    let model: Model<Float> = try description.model(for: shape, targets: .classes(2), seed: 4)
    let folder = try TemporaryFolder()
    let path = try renamed(model, names, in: folder)
    let read = try SavedModel(from: path, network: description, sampleShape: shape)
    let x = Tensor<Float>(
      shape: TensorShape([2] + sizes), (0..<2 * shape.elementCount).map { Float($0 % 5) })
    #expect(read.details.targets == .classes(2))
    #expect(read.model.predict(x).scalars == model.predict(x).scalars)
    if sizes.count == 3 {
      // How many channels there are is the network's to say.
      let grey = try SavedModel(from: path, network: description, sampleShape: [1, sizes[1], sizes[2]])
      #expect(grey.details.sampleShape == shape)
    } else {
      let alone = try SavedModel(from: path, network: description)
      #expect(alone.model.predict(x).scalars == model.predict(x).scalars)
    }
  }

  @Test("modules that nothing tells apart are named, and so are those of another network")
  func modulesThatAreAlike() throws {
    let description = try NetworkDescription("affine 3, relu, affine 3, relu, affine")
    let model: Model<Float> = try description.model(for: [3], targets: .classes(2), seed: 4)
    let folder = try TemporaryFolder()
    let path = try renamed(model, ["0": "first", "2": "second", "4": "out"], in: folder)
    let error = try #require(throws: FileError.self) {
      try SavedModel(from: path, network: description)
    }
    #expect(error.found == "first, second" && error.advice.contains("torch.nn.Sequential"), "\(error)")
    let other = try #require(throws: FileError.self) {
      try SavedModel(from: path, network: NetworkDescription("affine 4, relu, affine 3, relu, affine"))
    }
    #expect(
      other.found.contains("first.bias (3,)") && other.advice.contains("torch.nn.Sequential"), "\(other)")
  }

  @Test(arguments: 0..<3)
  func theLossGoesThroughONNXToo(number: Int) throws {
    let losses: [any Loss<Float>] = [HuberLoss(delta: 2), MeanSquaredError(), SigmoidWithLoss()]
    let loss = losses[number]
    let model = try NetworkDescription("affine 4, relu, affine").model(
      for: [3], targets: .rows([2]), loss: loss, seed: 4)
    let folder = try TemporaryFolder()
    try model.save(to: folder("model.safetensors"))
    let saved = try SavedModel(from: folder("model.safetensors"))
    try saved.exportONNX(to: folder("model.onnx"))
    let again = try SavedModel(from: folder("model.onnx"))
    #expect(again.details.targets == .rows([2]))
    #expect(again.model.loss.summary == loss.summary)
    let data = try SampleSet(
      Tensor<Float>(shape: [2, 3], (0..<6).map { Float($0) }), targets: [[1, 0], [0, 1]])
    let expected = try saved.model.evaluate(on: data)
    #expect(expected["loss"] ?? 0 > 0)
    #expect(try again.model.evaluate(on: data)["loss"] == expected["loss"])
  }

  @Test func numbersThatArentFiniteComeBack() throws {
    let numbers: [Float] = [.nan, .infinity, -.infinity, -0.0]
    let layer = Affine<Float>(weight: Tensor(shape: [2, 2], numbers), bias: [0, 1])
    let model: Model<Float> = try Model(Sequential<Float>(layer))
    let again = try SavedModel(bytes: try model.saved())
    let weight = try #require(again.model.parameters.first).value
    #expect(weight.scalars.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test func doublesStayDoubles() throws {
    let model: Model<Double> = try NetworkDescription("affine 2, affine").model(
      for: [3], targets: .classes(2), seed: 1)
    let folder = try TemporaryFolder()
    try model.save(to: folder("a"))
    let again = try Model<Double>(from: folder("a"))
    #expect(again.predict([[1, 2, 3]]).scalars == model.predict([[1, 2, 3]]).scalars)
    #expect(try SafetensorsFile(folder("a")).tensors.allSatisfy { $0.kind == .float64 })
  }

  @Test func everythingThatIsKnownTravels() throws {
    let model: Model<Float> = try NetworkDescription("affine 2").model(
      for: [1, 2, 2], targets: .classes(2), loss: SoftmaxWithLoss<Float>(labelSmoothing: 0.125), seed: 1)
    var details = try #require(model.details)
    details.preparation = .images(
      ImagePreparation(rows: 2, columns: 2, channels: 1, geometry: .mnist, transposed: true))
    details.classNames = ["Ä \"1\"\n", "二"]
    details.facts.data = "MNIST"
    details.facts.seed = .max
    details.facts.iterations = 12
    details.facts.learningRate = 0.1
    details.facts.figures = ["test_accuracy": 0.9875]
    details.facts.wasStopped = true
    let folder = try TemporaryFolder()
    try model.save(to: folder("a"), details: details)
    let saved = try SavedModel(from: folder("a"))
    #expect(saved.preparation == details.preparation)
    #expect(saved.classNames == details.classNames)
    #expect(saved.facts == details.facts)
    #expect(saved.details.name(ofClass: 1) == "二" && saved.details.name(ofClass: 7) == "7")
    #expect((saved.model.loss as? SoftmaxWithLoss<Float>)?.labelSmoothing == 0.125)
    #expect(try SafetensorsFile(folder("a")).metadata["format"] == "pt")
  }

  @Test func whatIsWrongIsNamed() throws {
    let folder = try TemporaryFolder()
    let model: Model<Float> = try NetworkDescription("affine 2, relu, affine").model(
      for: [3], targets: .classes(2), seed: 1)
    let good = SafetensorsParts(try SafetensorsFile(bytes: try model.saved()))
    func refusal(_ change: (inout SafetensorsParts) throws -> Void) throws -> String {
      var parts = good
      try change(&parts)
      let path = try folder.write(
        "bad", try SafetensorsFile.bytes(of: parts.arrays, metadata: parts.metadata))
      return "\(try #require(throws: FileError.self) { _ = try SavedModel(from: path) })"
    }
    #expect(try refusal { $0.arrays.removeLast() }.contains("no 2.weight (2, 2)"))
    #expect(
      try refusal { $0.arrays[0].name = "9.bias" }.contains("9.bias (2,), for which the network has no place")
    )
    #expect(
      try refusal { $0.arrays[1] = StoredArray(name: $0.arrays[1].name, shape: [1], [1 as Float]) }.contains(
        "of shape (1,), where the network needs"))
    #expect(try refusal { $0.metadata = [:] }.contains("a model that says what its layers are"))
    let changes = [
      ("\"version\":1", "\"version\":2", "version 2"), ("affine", "afine", "“afine”"),
      ("[3]", "[3,-1]", "shape of a sample"),
      ("[3]", "[4294967296]", "layers fit"), ("\"outputs\":2", "\"outputs\":90000000", "layers fit"),
      ("\"outputs\":2", "\"outputs\":4000", "where the network needs (4000, 3)"),
      ("\"outputs\":2", "\"outputs\":20000000", "numbers, as its network"),
      ("softmax_with_loss", "hinge", "loss"),
      ("\"none\"", "\"smell\"", "preparation of inputs"),
      ("\"classes\":2", "\"classes\":0", "classes or numbers"),
      ("{", "", "JSON"),
    ]
    for (text, other, says) in changes {
      let message = try refusal { parts in
        let old = try #require(parts.metadata["backprop"])
        parts.metadata["backprop"] = old.replacing(text, with: other, maxReplacements: 1)
        #expect(parts.metadata["backprop"] != old, "\(text) isn't in \(old)")
      }
      #expect(message.contains(says), "\(message)")
    }
  }

  @Test func modelsThatAreDamagedNeverStopTheProgram() throws {
    let model: Model<Float> = try NetworkDescription("conv 1 2x2, batchnorm, affine").model(
      for: [1, 3, 3], targets: .classes(2), seed: 1)
    let good = try model.saved()
    var numbers = SeededNumbers(state: 7)
    for _ in 0..<1500 {
      // One byte of the header, so that many stay readable.
      var bytes = good
      let place = Int.random(in: 8..<good.count, using: &numbers)
      bytes[place] = UInt8.random(in: 32...126, using: &numbers)
      if let read = try? SavedModel(bytes: bytes) { _ = read.model.predict(.ones([1, 1, 3, 3])) }
    }
  }

  @Test func whatHasNoDescriptionGoesBackIntoItsLayers() throws {
    let folder = try TemporaryFolder()
    func network() throws -> Model<Float> {
      var random = Philox4x32(seed: 1, stream: 0)
      let inner = Sequential<Float>(sizes: [2, 3, 2], using: &random)
      return try Model(Sequential(inner, ReLU<Float>()))
    }
    let model = try network()
    model.parameters.forEach { $0.value = $0.value + 1 }
    try model.save(to: folder("a"))
    #expect(throws: FileError.self) { _ = try Model<Float>(from: folder("a")) }
    let other = try network()
    try other.load(from: folder("a"))
    #expect(other.predict([[1, 2]]).scalars == model.predict([[1, 2]]).scalars)
    #expect(throws: FileError.self) { try other.load(from: Self.recorded + "/mlp.safetensors") }
  }

  /// A file whose parts don't fit one another, as one that was written by hand, is refused before it is used.
  @Test func preparationsOfOtherNetworksAreRefused() throws {
    let folder = try TemporaryFolder()
    func table(_ inputs: Int, _ target: TablePreparation.Target) -> InputPreparation {
      .table(
        TablePreparation(
          inputs: (0..<inputs).map { .init(name: "a\($0)", form: .number(.init(mean: 0, deviation: 1))) },
          targetName: "t", target: target,
          missing: .drop))
    }
    let two: TablePreparation.Target = .classes(["x", "y"], areNumbers: false)
    let three: TablePreparation.Target = .classes(["x", "y", "z"], areNumbers: false)
    let model: Model<Float> = try NetworkDescription("affine 4, relu, affine").model(
      for: [2], targets: .classes(2))
    let path = folder("m")
    let fitting: [InputPreparation] = [.none, table(2, two)]
    let others: [InputPreparation] = [
      table(1, two), table(3, two), table(2, three), table(2, .number(.init(mean: 0, deviation: 1))),
      .images(ImagePreparation(rows: 5, columns: 5)),
    ]
    for (preparations, isRight) in [(fitting, true), (others, false)] {
      for preparation in preparations {
        var details = try #require(model.details)
        details.preparation = preparation
        try model.save(to: path, details: details)
        let read = try? SavedModel(from: path)
        #expect((read != nil) == isRight, "\(preparation)")
      }
    }
  }
}

/// A file's parts, to be changed.
private struct SafetensorsParts {
  var arrays: [StoredArray]
  var metadata: [String: String]

  init(_ file: SafetensorsFile) {
    arrays = (try? file.arrays()) ?? []
    metadata = file.metadata
  }
}
