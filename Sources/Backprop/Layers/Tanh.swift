/// y = tanh x, element by element, for any shape.
public final class Tanh<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A hyperbolic tangent.
  public init() {}

  public var preferredWeights: WeightInitialization? { .xavier }

  public func copied(by copier: LayerCopier<Scalar>) -> Tanh { Tanh() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.tanh() }
}
