/// z = x + y, with broadcasting: the page's addition layer.
public final class Add<Scalar: TensorScalar>: BinaryLayer {
  public let trace = LayerTrace<Scalar>()

  /// An addition.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ x: Variable<Scalar>, _ y: Variable<Scalar>) -> Variable<Scalar> { x + y }
}
