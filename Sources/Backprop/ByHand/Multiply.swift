/// z = x · y, with broadcasting: the multiplication layer of the notes.
public final class Multiply<Scalar: TensorScalar>: BinaryLayer {
  public let trace = LayerTrace<Scalar>()

  /// A multiplication.
  public init() {}

  public func callAsFunction(_ x: Variable<Scalar>, _ y: Variable<Scalar>) -> Variable<Scalar> { x * y }
}
