import Backprop
import BackpropDrawing
import BackpropFiles

/// What an expression can apply to values: its operators and functions.
enum GraphFunction: Equatable {
  case add, subtract, multiply, divide, power, matmul, negate
  /// The power with a literal exponent, which is part of the node.
  case constantPower(Double)
  case exp, log, sqrt, tanh, relu, sigmoid, gelu, silu, softplus, transpose, softmax, logSoftmax
  /// Leaky ReLU with a literal slope, which is part of the node.
  case leakyReLU(slope: Double)
  case sum(axis: Int?)
  case mean(axis: Int?)
  case max(axis: Int?)
  case reshape([Int])
  case crossEntropy, softmaxWithLoss, sigmoidWithLoss
  case layerNorm
  /// A convolution with a bias as its third value, or without one.
  case convolution(WindowSteps, values: Int)
  case pooling(Pooling, window: Int?, WindowSteps)

  /// How windows are pooled.
  enum Pooling: Equatable {
    case max, average
  }

  /// The functions that are called by name, with those that need more than values in their plainest form.
  static let named: [(name: String, function: GraphFunction)] = [
    ("exp", .exp), ("log", .log), ("sqrt", .sqrt), ("tanh", .tanh), ("relu", .relu), ("sigmoid", .sigmoid),
    ("leaky_relu", .leakyReLU(slope: 0.01)), ("gelu", .gelu), ("silu", .silu), ("softplus", .softplus),
    ("sum", .sum(axis: nil)), ("mean", .mean(axis: nil)), ("max", .max(axis: nil)),
    ("transpose", .transpose), ("reshape", .reshape([])), ("softmax", .softmax),
    ("dot", .matmul), ("matmul", .matmul), ("log_softmax", .logSoftmax), ("cross_entropy", .crossEntropy),
    ("softmax_with_loss", .softmaxWithLoss), ("sigmoid_with_loss", .sigmoidWithLoss),
    ("layer_norm", .layerNorm),
    ("conv2d", .convolution(WindowSteps(), values: 2)),
    ("max_pool2d", .pooling(.max, window: nil, WindowSteps())),
    ("avg_pool2d", .pooling(.average, window: nil, WindowSteps())),
  ]

  /// The function of a name.
  static func named(_ name: String) -> GraphFunction? { named.first { $0.name == name }?.function }

  /// How many values it takes.
  var valueCount: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .power, .matmul, .crossEntropy, .softmaxWithLoss,
      .sigmoidWithLoss:
      2
    case .convolution(_, let values): values
    default: 1
    }
  }

  /// How many values it can take: one more where the last may be left out.
  var mostValues: Int {
    if case .convolution = self { return 3 }
    return valueCount
  }

  /// The function with as many values as it was given.
  func taking(values: Int) -> GraphFunction {
    if case .convolution(let steps, _) = self { return .convolution(steps, values: values) }
    return self
  }

  /// Whether `axis=` may follow its value.
  var takesAxis: Bool {
    switch self {
    case .sum, .mean, .max: true
    default: false
    }
  }

  /// The function along an axis.
  func along(axis: Int) -> GraphFunction {
    switch self {
    case .sum: .sum(axis: axis)
    case .mean: .mean(axis: axis)
    case .max: .max(axis: axis)
    default: self
    }
  }

  /// How a call is written, for errors.
  var usage: String {
    switch self {
    case .sum: "sum(x) or sum(x, axis=0)"
    case .mean: "mean(x) or mean(x, axis=0)"
    case .max: "max(x) or max(x, axis=0)"
    case .reshape: "reshape(x, 2, 3)"
    case .leakyReLU: "leaky_relu(x) or leaky_relu(x, 0.2)"
    case .matmul: "dot(x, W), which is x @ W"
    case .crossEntropy: "cross_entropy(y, t)"
    case .softmaxWithLoss: "softmax_with_loss(a, t)"
    case .sigmoidWithLoss: "sigmoid_with_loss(a, t)"
    case .convolution: "conv2d(x, w) or conv2d(x, w, b, stride=2, padding=1)"
    case .pooling(.max, _, _): "max_pool2d(x, 2) or max_pool2d(x, 3, stride=2, padding=1)"
    case .pooling(.average, _, _): "avg_pool2d(x, 2) or avg_pool2d(x, 3, stride=2, padding=1)"
    default: label(["x"])
    }
  }

  /// The library's operation.
  var operation: any GraphOperation<Double> {
    switch self {
    case .add: AddOperation()
    case .subtract: SubtractOperation()
    case .multiply: MultiplyOperation()
    case .divide: DivideOperation()
    case .power: PowerOperation()
    case .matmul: MatMulOperation()
    case .negate: NegateOperation()
    case .constantPower(let exponent): ConstantPowerOperation(exponent: exponent)
    case .exp: ExpOperation()
    case .log: LogOperation()
    case .sqrt: SquareRootOperation()
    case .tanh: TanhOperation()
    case .relu: ReLUOperation()
    case .sigmoid: SigmoidOperation()
    case .leakyReLU(let slope): LeakyReLUOperation(slope: slope)
    case .gelu: GELUOperation()
    case .silu: SiLUOperation()
    case .softplus: SoftplusOperation()
    case .transpose: TransposeOperation()
    case .softmax: SoftmaxOperation()
    case .logSoftmax: LogSoftmaxOperation()
    case .sum(let axis): SumOperation(axis: axis)
    case .mean(let axis): MeanOperation(axis: axis)
    case .max(let axis): MaxOperation(axis: axis)
    case .reshape(let sizes): ReshapeOperation(sizes: sizes)
    case .crossEntropy: CrossEntropyOperation()
    case .softmaxWithLoss: SoftmaxWithLossOperation()
    case .sigmoidWithLoss: SigmoidWithLossOperation()
    case .layerNorm: LayerNormOperation()
    case .convolution(let steps, _):
      Convolution2DOperation(stride: Extent2D(steps.stride ?? 1), padding: Padding2D(steps.padding))
    case .pooling(.max, let window, let steps):
      MaxPool2DOperation(
        window: Extent2D(window ?? 1), stride: steps.stride.map { Extent2D($0) },
        padding: Padding2D(steps.padding))
    case .pooling(.average, let window, let steps):
      AveragePool2DOperation(
        window: Extent2D(window ?? 1), stride: steps.stride.map { Extent2D($0) },
        padding: Padding2D(steps.padding))
    }
  }

  /// The application to operands as people write it, such as `#0 × #1`.
  func label(_ operands: [String]) -> String {
    let first = operands.first ?? ""
    let second = operands.dropFirst().first ?? ""
    switch self {
    case .add: return "\(first) + \(second)"
    case .subtract: return "\(first) − \(second)"
    case .multiply: return "\(first) × \(second)"
    case .divide: return "\(first) / \(second)"
    case .power: return "\(first) ** \(second)"
    case .matmul: return "\(first) @ \(second)"
    case .negate: return "−\(first)"
    case .constantPower(let exponent): return "\(first) ** \(NumberText.rounded(exponent))"
    case .sum(let axis?): return "sum(\(first), axis=\(axis))"
    case .mean(let axis?): return "mean(\(first), axis=\(axis))"
    case .max(let axis?): return "max(\(first), axis=\(axis))"
    case .reshape(let sizes): return "reshape(\(([first] + sizes.map(String.init)).joined(separator: ", ")))"
    case .leakyReLU(let slope): return "leaky_relu(\(first), \(NumberText.rounded(slope)))"
    case .convolution(let steps, _):
      return "conv2d(\((operands + steps.words).joined(separator: ", ")))"
    case .pooling(let kind, let window, let steps):
      let settings = (window.map { ["\($0)"] } ?? []) + steps.words
      return "\(kind == .max ? "max" : "avg")_pool2d(\(([first] + settings).joined(separator: ", ")))"
    case .sqrt, .exp, .log, .tanh, .relu, .sigmoid, .gelu, .silu, .softplus, .transpose, .softmax,
      .logSoftmax, .sum, .mean, .max, .crossEntropy, .softmaxWithLoss, .sigmoidWithLoss, .layerNorm:
      let name = GraphFunction.named.first { $0.function == self }?.name ?? operation.name
      return "\(name)(\(operands.joined(separator: ", ")))"
    }
  }
}

/// How windows move over images.
struct WindowSteps: Equatable {
  /// How far apart they are, where that is said.
  var stride: Int?
  /// How many rows and columns of zeros are on each side.
  var padding = 0

  /// As they are written.
  var words: [String] {
    (stride.map { ["stride=\($0)"] } ?? []) + (padding == 0 ? [] : ["padding=\(padding)"])
  }

  /// The size of a result along an axis, or `nil` where a window doesn't fit.
  func places(of window: Int, on size: Int, byItself: Bool) -> Int? {
    let stride = self.stride ?? (byItself ? window : 1)
    let (padded, overflow) = size.addingReportingOverflow(
      padding.multipliedReportingOverflow(by: 2).partialValue)
    guard !overflow, window >= 1, stride >= 1, padding >= 0, padding < 1 << 40, padded >= window else {
      return nil
    }
    return (padded - window) / stride + 1
  }
}
