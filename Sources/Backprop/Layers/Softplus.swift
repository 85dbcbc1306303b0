/// y = log(1 + eˣ), element by element, for any shape; see ``SmoothRectifier``.
public final class Softplus<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A softplus.
  public init() {}

  public var preferredWeights: WeightInitialization? { .he }

  public func copied(by copier: LayerCopier<Scalar>) -> Softplus { Softplus() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.softplus() }
}
