import Backprop
import BackpropFiles
import BackpropFormats

// What nodes make, operator by operator.
extension ONNXLowering {
  /// The operators that are read, for errors.
  private static let known =
    "Add, AveragePool, BatchNormalization, Cast, Concat, Constant, Conv, Div, Dropout, Erf, Flatten, Gather, Gelu, "
    + "Gemm, GlobalAveragePool, Greater, Identity, LayerNormalization, LeakyRelu, MatMul, MaxPool, Mul, Pad, Pow, ReduceMean, Relu, "
    + "Reshape, Shape, Sigmoid, Slice, Softmax, Softplus, Sqrt, Squeeze, Sub, Swish, Tanh, Transpose, Unsqueeze, Where"

  /// What a node makes.
  mutating func value(of node: ONNXNode) throws(FileError) -> ONNXReadValue {
    guard node.domain.isEmpty else {
      throw failure(node, "ONNX's own operators", "one of the set “\(node.domain)”")
    }
    try checkIndices(node)
    switch node.kind {
    case "Constant": return .constant(try constant(of: node))
    case "Identity": return try input(node, 0)
    case "Dropout": return try dropout(node)
    case "Cast": return try cast(node)
    case "Gemm": return try gemm(node)
    case "MatMul": return try product(node)
    case "Add", "Sub", "Mul", "Div": return try arithmetic(node)
    case "Relu": return try layer(.relu, node)
    case "Sigmoid": return try layer(.sigmoid, node)
    case "Tanh": return try layer(.tanh, node)
    case "Softplus": return try layer(.softplus, node)
    case "LeakyRelu":
      let slope = try number(node, "alpha", usual: 0.01)
      guard slope.isFinite else { throw failure(node, "a finite slope", "\(slope)") }
      // Single precision has no 0.2: what it stands for is found.
      return try layer(.leakyReLU(slope: Double(String(slope)) ?? Double(slope)), node)
    case "Gelu":
      guard try text(node, "approximate", usual: "none") == "none" else {
        throw failure(
          node, "GELU by erf", "its approximation by tanh", "Export it with approximate=\"none\".")
      }
      return try layer(.gelu, node)
    case "Swish":
      guard try number(node, "alpha", usual: 1) == 1 else {
        throw failure(node, "an alpha of 1", "another one")
      }
      return try layer(.silu, node)
    case "Erf": return try error(node)
    case "Greater": return try comparison(node)
    case "Where": return try choice(node)
    case "Pow": return try power(node)
    case "Sqrt": return try root(node)
    case "Softmax": return try softmax(node)
    case "LogSoftmax":
      throw failure(
        node, "operators that there are layers for", "log-softmax",
        "Export the model without it: its scores give the same classes and, by softmax, the same probabilities."
      )
    case "Conv": return try convolution(node)
    case "MaxPool", "AveragePool": return try pooling(node)
    case "GlobalAveragePool": return try channelMeans(node)
    case "ReduceMean": return try means(node)
    case "Pad": return try padding(node)
    case "BatchNormalization": return try batchNorm(node)
    case "LayerNormalization": return try layerNorm(node)
    case "Flatten": return try flatten(node)
    case "Reshape": return try reshape(node)
    case "Squeeze", "Unsqueeze": return try squeeze(node)
    case "Shape": return try shape(node)
    case "Gather": return try gather(node)
    case "Slice": return try slice(node)
    case "Concat": return try concatenation(node)
    case "Transpose": return try transposition(node)
    default:
      throw failure(
        node, "an operator that is known here (\(Self.known))", node.kind.isEmpty ? "none" : node.kind,
        "Export the model without it, or run it with onnxruntime.")
    }
  }

  /// Throws where a node computes with whole numbers.
  private func checkIndices(_ node: ONNXNode) throws(FileError) {
    if ["Flatten", "Reshape", "Squeeze", "Identity", "Cast", "Gather", "Shape"].contains(node.kind) {
      return
    }
    for name in node.inputs {
      guard case .flow(let flow)? = values[name], flow.isInteger else { continue }
      throw failure(
        node, "floating-point numbers, or whole numbers as indices of an embedding",
        "“\(name)” of whole numbers",
        "Export the model for samples of the type float32.")
    }
  }

  // MARK: - Inputs

  /// Whether a node has an input at a place.
  func has(_ node: ONNXNode, _ place: Int) -> Bool {
    node.inputs.indices.contains(place) && !node.inputs[place].isEmpty
  }

  /// A node's input.
  func input(_ node: ONNXNode, _ place: Int) throws(FileError) -> ONNXReadValue {
    guard has(node, place) else { throw failure(node, "\(place + 1) inputs", "\(node.inputs.count)") }
    guard let value = values[node.inputs[place]] else {
      throw failure(
        node, "inputs that nodes before it, or arrays of numbers, give", "“\(node.inputs[place])”",
        "Check the file with onnx.checker.check_model.")
    }
    return value
  }

  /// An input that flows through the network.
  func flow(_ node: ONNXNode, _ place: Int = 0) throws(FileError) -> ONNXFlow {
    guard case .flow(let flow) = try input(node, place) else {
      throw failure(
        node, "a value that is computed of the network's input", "“\(node.inputs[place])”, which isn't")
    }
    return flow
  }

  /// The stage of an input that flows.
  mutating func stage(_ node: ONNXNode, _ place: Int = 0) throws(FileError) -> Int {
    try settled(flow(node, place), for: node)
  }

  /// An input that is known.
  func constant(_ node: ONNXNode, _ place: Int) throws(FileError) -> ONNXConstant {
    switch try input(node, place) {
    case .constant(let constant): return constant
    case .sizes(let sizes, let isSingle):
      var integers: [Int] = []
      for size in sizes {
        guard case .number(let number) = size else {
          throw failure(node, "an array of numbers", "the number of samples, which is open")
        }
        integers.append(number)
      }
      return ONNXConstant(
        shape: isSingle ? [] : [integers.count], numbers: integers.map { Float($0) }, integers: integers)
    case .flow:
      throw failure(
        node, "an array of numbers as “\(node.inputs[place])”", "one that is computed of the network's input")
    }
  }

  /// A known input as a tensor of a number of axes.
  mutating func tensor(_ node: ONNXNode, _ place: Int, rank: Int) throws(FileError) -> Tensor<Float> {
    let constant = try constant(node, place)
    try spend(constant.numbers.count, for: node)
    guard constant.shape.count == rank, let tensor = constant.tensor, tensor.count > 0 else {
      throw failure(
        node, "an array of \(rank) axes with numbers in it as “\(node.inputs[place])”",
        "one of the shape \(constant.shape)")
    }
    return tensor
  }

  /// Sizes that are known, or the number of samples.
  func sizes(_ node: ONNXNode, _ place: Int) throws(FileError) -> [ONNXSize] {
    if case .sizes(let sizes, _) = try input(node, place) { return sizes }
    let constant = try constant(node, place)
    guard let integers = constant.integers, constant.shape.count <= 1, integers.count <= 64 else {
      throw failure(node, "whole numbers in a row as “\(node.inputs[place])”", "another array")
    }
    return integers.map { .number($0) }
  }

  /// Whole numbers of an attribute or, in later versions, of an input; nil where there are none.
  func integers(_ node: ONNXNode, _ name: String, input place: Int? = nil) throws(FileError) -> [Int]? {
    if let place, has(node, place) {
      var numbers: [Int] = []
      for size in try sizes(node, place) {
        guard case .number(let number) = size else {
          throw failure(node, "numbers as \(name)", "an open size")
        }
        numbers.append(number)
      }
      return numbers
    }
    switch node.attribute(name) {
    case .integers(let numbers)?:
      guard numbers.count <= 64 else {
        throw failure(node, "at most 64 numbers as \(name)", "\(numbers.count)")
      }
      return numbers.map { Int(clamping: $0) }
    case nil: return nil
    default: throw failure(node, "whole numbers as \(name)", "another value")
    }
  }

  /// A whole number of an attribute.
  func integer(_ node: ONNXNode, _ name: String, usual: Int) throws(FileError) -> Int {
    switch node.attribute(name) {
    case .integer(let number)?: return Int(clamping: number)
    case nil: return usual
    default: throw failure(node, "a whole number as \(name)", "another value")
    }
  }

  /// A number of an attribute.
  func number(_ node: ONNXNode, _ name: String, usual: Float) throws(FileError) -> Float {
    switch node.attribute(name) {
    case .float(let number)?: return number
    case nil: return usual
    default: throw failure(node, "a number as \(name)", "another value")
    }
  }

  /// A text of an attribute.
  func text(_ node: ONNXNode, _ name: String, usual: String) throws(FileError) -> String {
    switch node.attribute(name) {
    case .text(let text)?: return text
    case nil: return usual
    default: throw failure(node, "a text as \(name)", "another value")
    }
  }

  // MARK: - Simple nodes

  /// A layer that keeps the shape.
  private mutating func layer(_ layer: LayerDescription, _ node: ONNXNode) throws(FileError) -> ONNXReadValue
  {
    let stage = try stage(node)
    return .flow(
      ONNXFlow(stage: try add(ONNXPart(layer: layer), behind: stage, makes: stages[stage].sample, for: node)))
  }

  private func constant(of node: ONNXNode) throws(FileError) -> ONNXConstant {
    switch node.attributes.first?.value {
    case .tensor(let tensor)?:
      guard case .array(let array) = tensor.content else {
        throw failure(node, "numbers", "another kind of array")
      }
      return ONNXConstant(array)
    case .float(let number)?: return ONNXConstant(shape: [], numbers: [number])
    case .integer(let number)?:
      return ONNXConstant(shape: [], numbers: [Float(number)], integers: [Int(number)])
    case .floats(let numbers)?: return ONNXConstant(shape: [numbers.count], numbers: numbers)
    case .integers(let numbers)?:
      return ONNXConstant(
        shape: [numbers.count], numbers: numbers.map { Float($0) }, integers: numbers.map { Int($0) })
    default: throw failure(node, "an array of numbers as its value", "another one")
    }
  }

  private mutating func dropout(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    if has(node, 2), try constant(node, 2).numbers != [0] {
      throw failure(
        node, "a dropout that does nothing", "one in training", "Export the model after model.eval().")
    }
    var ratio = try number(node, "ratio", usual: 0.5)
    if has(node, 1) { ratio = try constant(node, 1).numbers.first ?? ratio }
    guard ratio >= 0, ratio < 1 else { throw failure(node, "a ratio from 0 on and below 1", "\(ratio)") }
    // The numbers of a bias may still be to come, and single precision has no 0.1: what it stands for is found.
    guard ratio > 0 else { return try input(node, 0) }
    return try layer(.dropout(Double(String(ratio)) ?? Double(ratio)), node)
  }

  private mutating func cast(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let target = NumberKind(onnxType: Int64(try integer(node, "to", usual: 0)))
    let isWhole: Bool
    switch target {
    case .float32, .float64, .float16, .bfloat16: isWhole = false
    case .int64, .int32: isWhole = true
    default: throw failure(node, "a cast to floating-point numbers or indices", "another type")
    }
    switch try input(node, 0) {
    case .constant(var constant):
      if isWhole {
        try spend(constant.numbers.count, for: node)
        let integers =
          constant.integers ?? constant.numbers.compactMap { Int(exactly: $0.rounded(.towardZero)) }
        guard integers.count == constant.numbers.count else {
          throw failure(node, "numbers that are whole ones of 64 bits", "others")
        }
        constant.integers = integers
        constant.numbers = integers.map { Float($0) }
      } else {
        constant.integers = nil
      }
      return .constant(constant)
    case .flow(var flow):
      guard !isWhole || (stages[flow.stage].areSamples && flow.isPlain) else {
        throw failure(
          node, "a cast of the samples themselves", "a cast of what was computed, which rounds it")
      }
      flow.isInteger = isWhole
      return .flow(flow)
    case let value: return value
    }
  }

  private func error(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let flow = try flow(node)
    guard flow.form == .plain, flow.terms == [0], flow.factors.count == 1,
      abs(flow.factors[0] - 0.5.squareRoot()) < 1e-6
    else {
      throw failure(node, "erf as a part of GELU, x / 2 · (1 + erf(x / √2))", "another use of it")
    }
    return .flow(ONNXFlow(stage: flow.stage, form: .error))
  }

  private mutating func softmax(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let stage = try stage(node)
    let rank = stages[stage].sample.count + 1
    // Before version 13 all axes from this one on were taken as one.
    let axis = try integer(node, "axis", usual: version >= 13 ? -1 : 1)
    guard axis == rank - 1 || axis == -1 else {
      throw failure(node, "softmax along the last axis", "the axis \(axis) of \(rank)")
    }
    return try layer(.softmax, node)
  }
}
