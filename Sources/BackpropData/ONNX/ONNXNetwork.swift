import Backprop
import BackpropFiles
import BackpropFormats

/// A network that was read from an ONNX file, as layers of Backprop's.
///
/// ```swift
/// let network = try ONNXNetwork("model.onnx")
/// print(network.description)                  // flatten, affine 50, relu, affine 10
/// let scores = network.model.predict(images)
/// ```
///
/// Files that ``Backprop/Model/exportONNX(to:sampleShape:classNames:)`` wrote are read, and such as PyTorch exports of
/// multilayer perceptrons and convolutional networks with residual parts. Weights are transposed where they need to be,
/// what only rearranges constants is computed, and what other programs write as several operators, such as GELU, is
/// recognised. What isn't known is refused with the name of its node.
public struct ONNXNetwork {
  /// The layers.
  public let description: NetworkDescription
  /// The network with its numbers; its loss is softmax with cross entropy where that can compare its answers.
  public let model: Model<Float>
  /// The shape of one sample.
  public let sampleShape: TensorShape
  /// What the classes are called, where the file says so as Backprop does.
  public let classNames: [String]
  /// The program that wrote the file, with its version.
  public let producer: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - sampleShape: the shape of one sample, where the file leaves sizes open.
  /// - Throws: `FileError` where the file can't be read or damaged, or has operators that aren't known here.
  public init(_ path: String, sampleShape: TensorShape? = nil) throws(FileError) {
    try self.init(ONNXFile(path), path: path, sampleShape: sampleShape)
  }

  /// Makes a network of a file's contents.
  package init(_ file: ONNXFile, path: String, sampleShape: TensorShape? = nil) throws(FileError) {
    // What Backprop put before the network for a table's columns is left out: the network takes what they become.
    let file = ONNXColumns.removed(from: file) ?? file
    var lowering = try ONNXLowering(file, path: path, sampleShape: sampleShape)
    let parts = try lowering.parts()
    let input = lowering.sample
    let description = NetworkDescription(parts.map(\.layer))
    do {
      let plan = try description.plan(for: input, targets: .rows([1]))
      let output = plan.output
      let targets: TargetKind = output.rank == 1 ? .classes(output[0]) : .rows(output)
      let weights = WeightInitialization.normal(standardDeviation: 0)
      let network: Sequential<Float> = try description.build(for: input, targets: targets, weights: weights)
      let loss: any Loss<Float> =
        description.endsWithSoftmax ? CrossEntropy<Float>(epsilon: 1e-7) : SoftmaxWithLoss<Float>()
      model = try Model(network, loss: loss, sampleShape: input)
    } catch {
      throw FileError(
        file: path, expected: "layers that take what comes to them", found: "\(error)",
        advice: "Check the file with onnx.checker.check_model.")
    }
    try Self.fill(model, parts, path)
    self.description = description
    self.sampleShape = input
    let names = file.notes.first { $0.key == "class_names" }?.text
    classNames = names.flatMap { Self.texts($0) } ?? []
    producer = [file.producer, file.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func texts(_ json: String) -> [String]? {
    guard case .array(let values)? = try? JSONValue(parsing: json, file: "class_names") else { return nil }
    let texts = values.compactMap(\.asString)
    return texts.count == values.count ? texts : nil
  }

  /// Puts arrays into a network, in the order of its layers.
  private static func fill(_ model: Model<Float>, _ parts: [ONNXPart], _ path: String) throws(FileError) {
    let flat = ONNXPart.flat(parts)
    let (parameters, statistics) = (flat.flatMap(\.parameters), flat.flatMap(\.statistics))
    let state = model.state
    func misfit(_ found: String) -> FileError {
      FileError(
        file: path, expected: "arrays of the shapes that layers need", found: found,
        advice: "Check the file with onnx.checker.check_model.")
    }
    guard parameters.count == state.parameters.count, statistics.count == state.statistics.count else {
      throw misfit("\(parameters.count + statistics.count) arrays")
    }
    for (named, tensor) in zip(state.parameters, parameters) {
      guard named.parameter.value.shape == tensor.shape else {
        throw misfit("\(tensor.shape) instead of \(named.parameter.value.shape) for \(named.path)")
      }
      named.parameter.value = tensor
    }
    for (named, tensor) in zip(state.statistics, statistics) {
      guard named.statistic.value.shape == tensor.shape else {
        throw misfit("\(tensor.shape) instead of \(named.statistic.value.shape) for \(named.path)")
      }
      named.statistic.value = tensor
    }
  }
}

/// A layer with its numbers.
struct ONNXPart {
  var layer: LayerDescription
  /// In the order in which the layer lists them.
  var parameters: [Tensor<Float>] = []
  var statistics: [Tensor<Float>] = []
  /// Those of layers within, and of a shortcut behind them.
  var inner: [ONNXPart] = []

  /// All parts in the order in which a network lists what is in them.
  static func flat(_ parts: [ONNXPart]) -> [ONNXPart] { parts.flatMap { [$0] + flat($0.inner) } }
}
