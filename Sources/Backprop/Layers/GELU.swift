/// y = x Φ(x) with the normal distribution's Φ, element by element, for any shape; see ``GaussianErrorUnit``.
public final class GELU<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A Gaussian error linear unit.
  public init() {}

  public var preferredWeights: WeightInitialization? { .he }

  public func copied(by copier: LayerCopier<Scalar>) -> GELU { GELU() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.gelu() }
}
