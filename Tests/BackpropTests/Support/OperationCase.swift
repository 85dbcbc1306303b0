import Backprop
import Testing

/// One operation with what its tests need to know: an example with its result, and where it may be tried.
struct OperationCase: Sendable, CustomTestStringConvertible {
  /// The operands' shapes that derivatives are checked with.
  enum Shapes: Sendable {
    /// One operand of any shape.
    case any
    /// Two operands that broadcast together.
    case pairs
    /// One operand with rows along its last axis.
    case rows
    /// One operand of at least one axis.
    case axes
    /// Lists of the operands' shapes, written down.
    case these([[TensorShape]])

    var lists: [[TensorShape]] {
      switch self {
      case .any:
        [[[]], [[3]], [[0]], [[2, 3]], [[2, 0, 3]], [[1, 2, 1]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]]
      case .pairs:
        [
          [[], []], [[3], [3]], [[], [2, 2]], [[2, 2], []], [[2, 3], [3]], [[3], [2, 3]], [[2, 1], [1, 3]],
          [[2, 1, 3], [2, 1]], [[1, 1, 1], [2, 2]], [[0, 3], [3]], [[1], [0]], [[2, 0], [2, 1]],
          [[1, 2, 3, 1], [3, 2]], [[2, 1, 2, 1, 2], [2, 1, 2]],
        ]
      case .rows:
        [
          [[3]], [[2, 3]], [[1, 1]], [[2, 2, 2]], [[0, 3]], [[2, 0]], [[1, 2, 1, 3]], [[2, 1, 1, 2, 2]],
        ]
      case .axes:
        [[[3]], [[2, 3]], [[0, 3]], [[2, 0, 2]], [[2, 3, 2]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]]
      case .these(let lists): lists
      }
    }
  }

  /// Where the operands' numbers lie.
  enum Numbers: Sendable {
    /// On both sides of 0.
    case any
    /// Above 0.3.
    case positive
  }

  /// The name of the operation's type, or of its function's, without its kind of number.
  let type: String
  let inputs: [Tensor<Double>]
  let expected: Tensor<Double>
  let shapes: Shapes
  let numbers: Numbers

  private let double: @Sendable () -> any GraphOperation<Double>
  private let float: @Sendable () -> any GraphOperation<Float>
  private let settings: String

  init(
    _ double: @autoclosure @escaping @Sendable () -> any GraphOperation<Double>,
    _ float: @autoclosure @escaping @Sendable () -> any GraphOperation<Float>,
    _ inputs: [Tensor<Double>], gives expected: Tensor<Double>, shapes: Shapes, numbers: Numbers = .any
  ) {
    let description = String(describing: double())
    // `SumOperation<Double>(axis: nil)`, or `Elementwise<Exponential, Double>(…)`.
    let words = description.prefix { $0 != "(" }.split { "<,> ".contains($0) }
    type = String(words.count > 2 ? words[1] : words[0])
    settings = description.drop { $0 != "(" }.description
    self.inputs = inputs
    self.expected = expected
    self.shapes = shapes
    self.numbers = numbers
    self.double = double
    self.float = float
  }

  var testDescription: String { type + settings }

  /// The operation for one kind of number.
  func operation<Scalar: TensorScalar>(_ type: Scalar.Type) -> any GraphOperation<Scalar> {
    if let operation = double() as? any GraphOperation<Scalar> { return operation }
    guard let operation = float() as? any GraphOperation<Scalar> else {
      fatalError("no \(self.type)<\(type)>")
    }
    return operation
  }

  /// Operands of the given shapes whose numbers lie at least 0.1 apart from each other and from 0, further than any
  /// step of a gradient check, in a shuffled order that is always the same.
  func operands<Scalar: TensorScalar>(of shapes: [TensorShape], as type: Scalar.Type) -> [Tensor<Scalar>] {
    var generator = Philox4x32(seed: 0xCA5E, stream: UInt64(shapes.count))
    let count = shapes.reduce(0) { $0 + $1.elementCount }
    var numbers = (0..<count).map { index -> Scalar in
      switch self.numbers {
      case .any: (Scalar(index / 2) * 0.12 + 0.2) * (index % 2 == 0 ? 1 : -1)
      case .positive: 0.3 + Scalar(index) * 0.12
      }
    }
    numbers.shuffle(using: &generator)
    return shapes.map { shape in
      defer { numbers.removeFirst(shape.elementCount) }
      return Tensor(shape: shape, numbers.prefix(shape.elementCount))
    }
  }
}

/// The variable of an operation's result, where its shapes are known to fit.
func applied<Scalar: TensorScalar>(
  _ operation: any GraphOperation<Scalar>, to inputs: [Variable<Scalar>], in graph: Graph<Scalar>? = nil
) -> Variable<Scalar> {
  do {
    return try (graph ?? inputs[0].graph).apply(operation, to: inputs)
  } catch {
    Issue.record("\(error)")
    return inputs[0]
  }
}
