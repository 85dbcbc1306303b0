/// What a network's output is compared with targets by: one number to be made small.
public protocol Loss<Scalar>: AnyObject, CustomStringConvertible {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// The loss of predictions `(N, …)`, the mean over the samples, as nodes appended to their graph.
  ///
  /// Without samples there is no mean: the losses of this package stop with a sentence.
  func callAsFunction(_ predictions: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar>

  /// Throws a ``ShapeError`` when outputs of a shape, of one sample, can't be compared with targets of a kind.
  func check(output: TensorShape, against targets: TargetKind) throws(ShapeError)

  /// What the loss is called, such as `softmax with cross entropy`; the name of its type by default.
  var summary: String { get }

  /// A loss like this one, which remembers calls of its own; by default the loss itself, since training changes nothing
  /// in it.
  func copy() -> Self
}

extension Loss {
  /// The name of the loss's type.
  public var summary: String { String(String(describing: type(of: self)).prefix { $0 != "<" }) }

  /// The loss itself.
  public func copy() -> Self { self }

  /// Throws unless there is a row of scores for each sample that has one for each class, or for each number of a target.
  func checkScores(output: TensorShape, against targets: TargetKind, for operation: String) throws(ShapeError)
  {
    func failure(_ rule: String) -> ShapeError {
      ShapeError(operation: operation, operands: [.init(name: "an output", shape: output)], rule: rule)
    }
    switch targets {
    case .classes(let count):
      guard output.rank == 1 else {
        throw failure("it needs a score for each class, as in (C,), to compare with a class")
      }
      guard output[0] >= count else {
        throw failure("it has \(output[0]) scores, but there are \(count) classes")
      }
    case .rows(let shape):
      guard output.rank > 0 else {
        throw failure("an output must have an axis, as in (C,); give the targets as (N, 1)")
      }
      guard output == shape else {
        throw failure("the targets have shape \(shape), and both must be equal")
      }
    }
  }

  /// Throws unless each number of an output has one to be compared with, or one of several is that of a class.
  func checkNumbers(output: TensorShape, against targets: TargetKind, for operation: String)
    throws(ShapeError)
  {
    if case .classes = targets, output.rank == 1, output[0] == 1 {
      throw ShapeError(
        operation: operation, operands: [.init(name: "an output", shape: output)],
        rule: "it has one number, not one for each class; give the targets as rows of numbers, as in (N, 1)")
    }
    try checkScores(output: output, against: targets, for: operation)
  }
}
