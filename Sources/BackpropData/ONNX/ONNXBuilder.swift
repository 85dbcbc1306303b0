import Backprop
import BackpropFiles
import BackpropFormats

/// Makes a graph of ONNX's operators of a network, layer by layer.
struct ONNXBuilder {
  private(set) var graph = ONNXGraph()

  private let state: NamedState<Float>
  private let path: String
  /// The names of arrays that are in the graph already, as layers may share them.
  private var arrayNames: Set<String> = []
  private var nodeNames: Set<String> = []

  /// What flows between layers.
  private struct Flow {
    var name: String
    /// The shape of one sample.
    var sample: TensorShape
    /// Whether they are whole numbers of 64 bits.
    var areIndices = false
  }

  /// The name of the input and that of the output.
  static let input = "input"
  static let output = "scores"

  init(_ state: NamedState<Float>, path: String) { (self.state, self.path) = (state, path) }

  /// Makes the whole graph.
  mutating func build(_ network: any Layer<Float>, for sample: TensorShape) throws(FileError) {
    graph.name = "network"
    let areIndices = Self.firstComputing(network) is Embedding<Float>
    let kind: NumberKind = areIndices ? .int64 : .float32
    graph.inputs = [Self.value(Self.input, kind, sample)]
    var flow = Flow(name: Self.input, sample: sample, areIndices: areIndices)
    flow = try add(network, flow)
    if flow.name == Self.input {
      flow = node("Identity", "Identity", flow)
    }
    rename(flow.name, to: Self.output)
    let outputKind: NumberKind = flow.areIndices ? .int64 : .float32
    graph.outputs = [Self.value(Self.output, outputKind, flow.sample)]
  }

  private static func value(_ name: String, _ kind: NumberKind, _ sample: TensorShape) -> ONNXValue {
    let extents: [ONNXValue.Extent] = [.named("N")] + sample.map { .number(Int64($0)) }
    return ONNXValue(name, elementType: kind.onnxType, extents: extents)
  }

  /// The first layer that does more than to shape a sample anew; an embedding as that one takes the samples as indices.
  private static func firstComputing(_ layer: any Layer<Float>) -> (any Layer<Float>)? {
    switch layer {
    case is Flatten<Float>, is Dropout<Float>: return nil
    case let residual as Residual<Float>:
      return firstComputing(residual.body) ?? residual.shortcut.flatMap { firstComputing($0) }
    case let sequential as Sequential<Float>:
      for inner in sequential.layers {
        if let first = firstComputing(inner.layer) { return first }
      }
      return nil
    default: return layer
    }
  }

  private mutating func rename(_ old: String, to new: String) {
    for index in graph.nodes.indices {
      graph.nodes[index].inputs = graph.nodes[index].inputs.map { $0 == old ? new : $0 }
      graph.nodes[index].outputs = graph.nodes[index].outputs.map { $0 == old ? new : $0 }
    }
  }

  // MARK: - Nodes and arrays

  /// Adds a node that takes what flows and arrays, and makes samples of a shape, or of the same.
  private mutating func node(
    _ name: String, _ kind: String, _ flow: Flow, arrays: [String] = [], _ attributes: [ONNXAttribute] = [],
    makes sample: TensorShape? = nil
  ) -> Flow {
    let name = unique(name)
    graph.nodes.append(ONNXNode(kind, name: name, [flow.name] + arrays, [name + ".y"], attributes))
    return Flow(name: name + ".y", sample: sample ?? flow.sample, areIndices: flow.areIndices)
  }

  /// Adds a node of two values that flow.
  private mutating func node(_ name: String, _ kind: String, _ first: Flow, _ second: Flow) -> Flow {
    node(name, kind, first, arrays: [second.name])
  }

  private mutating func unique(_ name: String) -> String {
    var (unique, number) = (name, 2)
    while !nodeNames.insert(unique).inserted {
      unique = "\(name)_\(number)"
      number += 1
    }
    return unique
  }

  private mutating func array(_ name: String, _ tensor: Tensor<Float>) -> String {
    if arrayNames.insert(name).inserted {
      graph.arrays.append(ONNXTensor(name, .array(StoredArray(name: name, tensor))))
    }
    return name
  }

  private mutating func array(_ parameter: Parameter<Float>) -> String {
    let named = state.parameters.first { $0.parameter === parameter }
    return array(named?.path ?? parameter.name, parameter.value)
  }

  private mutating func array(_ statistic: Statistic<Float>) -> String {
    let named = state.statistics.first { $0.statistic === statistic }
    return array(named?.path ?? statistic.name, statistic.value)
  }

  /// A single number as an array, with a name of its own.
  private mutating func number(_ name: String, _ number: Float) -> String { array(name, Tensor(number)) }

  // MARK: - Layers

  private mutating func add(_ layer: any Layer<Float>, _ flow: Flow) throws(FileError) -> Flow {
    let label = state.label(of: layer) ?? layer.summary
    switch layer {
    case let layer as Sequential<Float>:
      var flow = flow
      for inner in layer.layers { flow = try add(inner.layer, flow) }
      return flow
    case let layer as Residual<Float>:
      let body = try add(layer.body, flow)
      let around = if let shortcut = layer.shortcut { try add(shortcut, flow) } else { flow }
      return node(label, "Add", body, around)
    case is Dropout<Float>: return flow
    case let layer as Affine<Float>: return affine(label, layer, flow)
    case is Flatten<Float>: return flattened(label, flow)
    case let layer as Embedding<Float>:
      return embedding(label, layer, flow, try shape(behind: layer, flow))
    case is Conv2D<Float>, is MaxPool2D<Float>, is AveragePool2D<Float>, is GlobalAveragePool2D<Float>:
      return windows(label, layer, flow, try shape(behind: layer, flow))
    case is BatchNorm<Float>, is LayerNorm<Float>: return normalized(label, layer, flow)
    default: return try activated(label, layer, flow)
    }
  }

  private func shape(behind layer: any Layer<Float>, _ flow: Flow) throws(FileError) -> TensorShape {
    do {
      return try layer.outputShape(for: flow.sample)
    } catch {
      throw FileError(
        file: path, expected: "layers that take what comes to them", found: "\(error)",
        advice: "Give the shape of the samples that the network was made for.")
    }
  }

  private mutating func flattened(_ label: String, _ flow: Flow) -> Flow {
    node(
      label, "Flatten", flow, [.init("axis", .integer(1))],
      makes: [flow.sample.elementCount])
  }

  private mutating func affine(_ label: String, _ layer: Affine<Float>, _ flow: Flow) -> Flow {
    let rows = flow.sample.rank == 1 ? flow : flattened(label + ".flatten", flow)
    let arrays = [array(layer.weight), array(layer.bias)]
    return node(
      label, "Gemm", rows, arrays: arrays, makes: [layer.weight.value.shape[1]])
  }

  private mutating func embedding(
    _ label: String, _ layer: Embedding<Float>, _ flow: Flow, _ sample: TensorShape
  ) -> Flow {
    var indices = flow
    if !flow.areIndices {
      let type = ONNXAttribute("to", .integer(NumberKind.int64.onnxType))
      indices = node(label + ".indices", "Cast", flow, [type])
    }
    let name = unique(label)
    let axis = ONNXAttribute("axis", .integer(0))
    graph.nodes.append(
      ONNXNode("Gather", name: name, [array(layer.weight), indices.name], [name + ".y"], [axis]))
    return Flow(name: name + ".y", sample: sample)
  }

  private mutating func normalized(_ label: String, _ layer: any Layer<Float>, _ flow: Flow) -> Flow {
    if let layer = layer as? BatchNorm<Float> {
      let arrays = [
        array(layer.weight), array(layer.bias), array(layer.runningMean), array(layer.runningVariance),
      ]
      return node(
        label, "BatchNormalization", flow, arrays: arrays,
        [.init("epsilon", .float(Float(layer.epsilon)))])
    }
    guard let layer = layer as? LayerNorm<Float> else { return flow }
    let arrays = [array(layer.weight), array(layer.bias)]
    let axis = Int64(-layer.weight.value.rank)
    return node(
      label, "LayerNormalization", flow, arrays: arrays,
      [.init("axis", .integer(axis)), .init("epsilon", .float(Float(layer.epsilon)))])
  }
}

// MARK: - Windows

extension ONNXBuilder {
  private func extent(_ name: String, _ extent: Extent2D) -> ONNXAttribute {
    ONNXAttribute(name, .integers([Int64(extent.height), Int64(extent.width)]))
  }

  /// Zeros at all begins, then at all ends.
  private func pads(_ padding: Padding2D) -> ONNXAttribute {
    let sides = [padding.top, padding.left, padding.bottom, padding.right]
    return ONNXAttribute("pads", .integers(sides.map { Int64($0) }))
  }

  /// The padding that windows reach: runtimes refuse more than a window's size.
  private func reached(
    _ padding: Padding2D, _ window: Extent2D, _ stride: Extent2D, _ input: TensorShape, _ output: TensorShape
  ) -> Padding2D {
    var padding = padding
    let rows = (output[1] - 1) * stride.height + window.height
    let columns = (output[2] - 1) * stride.width + window.width
    padding.bottom = max(0, min(padding.bottom, rows - input[1] - padding.top))
    padding.right = max(0, min(padding.right, columns - input[2] - padding.left))
    return padding
  }

  private mutating func windows(
    _ label: String, _ layer: any Layer<Float>, _ flow: Flow, _ sample: TensorShape
  ) -> Flow {
    switch layer {
    case let layer as Conv2D<Float>:
      let shape = layer.weight.value.shape
      let kernel = Extent2D(height: shape[2], width: shape[3])
      return node(
        label, "Conv", flow, arrays: [array(layer.weight), array(layer.bias)],
        [
          extent("dilations", layer.dilation), .init("group", .integer(Int64(layer.groups))),
          extent("kernel_shape", kernel), pads(layer.padding), extent("strides", layer.stride),
        ], makes: sample)
    case let layer as MaxPool2D<Float>:
      let padding = reached(layer.padding, layer.window, layer.stride, flow.sample, sample)
      return node(
        label, "MaxPool", flow,
        [extent("kernel_shape", layer.window), pads(padding), extent("strides", layer.stride)], makes: sample)
    case let layer as AveragePool2D<Float>:
      let padding = reached(layer.padding, layer.window, layer.stride, flow.sample, sample)
      return node(
        label, "AveragePool", flow,
        [
          .init("count_include_pad", .integer(1)), extent("kernel_shape", layer.window), pads(padding),
          extent("strides", layer.stride),
        ], makes: sample)
    default:
      let means = node(label, "GlobalAveragePool", flow, makes: TensorShape([sample[0], 1, 1]))
      return flattened(label + ".flatten", means)
    }
  }
}

// MARK: - Activations

extension ONNXBuilder {
  private mutating func activated(
    _ label: String, _ layer: any Layer<Float>, _ flow: Flow
  ) throws(FileError) -> Flow {
    switch layer {
    case is ReLU<Float>: return node(label, "Relu", flow)
    case is Sigmoid<Float>: return node(label, "Sigmoid", flow)
    case is Tanh<Float>: return node(label, "Tanh", flow)
    case is Softplus<Float>: return node(label, "Softplus", flow)
    case is Softmax<Float>: return node(label, "Softmax", flow, [.init("axis", .integer(-1))])
    case let layer as LeakyReLU<Float>:
      return node(label, "LeakyRelu", flow, [.init("alpha", .float(Float(layer.slope)))])
    case is SiLU<Float>:
      let gate = node(label + ".sigmoid", "Sigmoid", flow)
      return node(label, "Mul", flow, gate)
    case is GELU<Float>: return gelu(label, flow)
    default:
      throw FileError(
        file: path, expected: "layers of Backprop's own, which ONNX has operators for",
        found: "\(label), a layer of the kind \(String(describing: type(of: layer)))",
        advice: "Replace it by layers of Backprop's before the export.")
    }
  }

  /// x / 2 · (1 + erf(x / √2)), of operators that this version has.
  private mutating func gelu(_ label: String, _ flow: Flow) -> Flow {
    let root = number("gelu.root", Float(2).squareRoot())
    let one = number("gelu.one", 1)
    let half = number("gelu.half", 0.5)
    let scaled = node(label + ".scaled", "Div", flow, arrays: [root])
    let error = node(label + ".erf", "Erf", scaled)
    let sum = node(label + ".sum", "Add", error, arrays: [one])
    let product = node(label + ".product", "Mul", flow, sum)
    return node(label, "Mul", product, arrays: [half])
  }
}
