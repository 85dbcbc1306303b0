/// z = x + y, with broadcasting: the addition layer of the notes.
public final class Add<Scalar: TensorScalar>: BinaryLayer {
  public let trace = LayerTrace<Scalar>()

  /// An addition.
  public init() {}

  public func callAsFunction(_ x: Variable<Scalar>, _ y: Variable<Scalar>) -> Variable<Scalar> { x + y }
}
