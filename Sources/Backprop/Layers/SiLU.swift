/// y = x / (1 + e⁻ˣ), element by element, for any shape; see ``SigmoidUnit``.
public final class SiLU<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A sigmoid linear unit.
  public init() {}

  public var preferredWeights: WeightInitialization? { .he }

  public func copied(by copier: LayerCopier<Scalar>) -> SiLU { SiLU() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.silu() }
}
