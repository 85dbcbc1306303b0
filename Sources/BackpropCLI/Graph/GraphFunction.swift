import Backprop
import BackpropDrawing
import BackpropFiles

/// What an expression can apply to values: its operators and functions.
enum GraphFunction: Equatable {
  case add, subtract, multiply, divide, power, matmul, negate
  /// The power with a literal exponent, which is part of the node.
  case constantPower(Double)
  case exp, log, sqrt, tanh, relu, sigmoid, transpose, softmax, logSoftmax
  case sum(axis: Int?)
  case mean(axis: Int?)
  case max(axis: Int?)
  case reshape([Int])
  case crossEntropy, softmaxWithLoss, sigmoidWithLoss

  /// The functions that are called by name, with those that need more than values in their plainest form.
  static let named: [(name: String, function: GraphFunction)] = [
    ("exp", .exp), ("log", .log), ("sqrt", .sqrt), ("tanh", .tanh), ("relu", .relu), ("sigmoid", .sigmoid),
    ("sum", .sum(axis: nil)), ("mean", .mean(axis: nil)), ("max", .max(axis: nil)),
    ("transpose", .transpose), ("reshape", .reshape([])), ("softmax", .softmax),
    ("dot", .matmul), ("matmul", .matmul), ("log_softmax", .logSoftmax), ("cross_entropy", .crossEntropy),
    ("softmax_with_loss", .softmaxWithLoss), ("sigmoid_with_loss", .sigmoidWithLoss),
  ]

  /// The function of a name.
  static func named(_ name: String) -> GraphFunction? { named.first { $0.name == name }?.function }

  /// How many values it takes.
  var valueCount: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .power, .matmul, .crossEntropy, .softmaxWithLoss,
      .sigmoidWithLoss:
      2
    default: 1
    }
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
    case .matmul: "dot(x, W), which is x @ W"
    case .crossEntropy: "cross_entropy(y, t)"
    case .softmaxWithLoss: "softmax_with_loss(a, t)"
    case .sigmoidWithLoss: "sigmoid_with_loss(a, t)"
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
    case .sqrt, .exp, .log, .tanh, .relu, .sigmoid, .transpose, .softmax, .logSoftmax, .sum, .mean, .max,
      .crossEntropy, .softmaxWithLoss, .sigmoidWithLoss:
      let name = GraphFunction.named.first { $0.function == self }?.name ?? operation.name
      return "\(name)(\(operands.joined(separator: ", ")))"
    }
  }
}
