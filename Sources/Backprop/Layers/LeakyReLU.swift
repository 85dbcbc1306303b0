/// y = x where x > 0 and a x elsewhere, with a slope a, element by element, for any shape; see ``LeakyRectifier``.
public final class LeakyReLU<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// What a number below 0 is multiplied by.
  public let slope: Double

  /// A leaky rectifier; the slope is finite.
  public init(_ slope: Double = 0.01) { self.slope = LeakyRectifier(slope: slope).slope }

  public var preferredWeights: WeightInitialization? { .he }

  public func copied(by copier: LayerCopier<Scalar>) -> LeakyReLU { LeakyReLU(slope) }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.leakyReLU(slope: slope)
  }

  public var summary: String { slope == 0.01 ? "leakyrelu" : "leakyrelu \(slope)" }
}
