/// y = 1 / (1 + e⁻ˣ), element by element, for any shape.
public final class Sigmoid<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A logistic function.
  public init() {}

  public var preferredWeights: WeightInitialization? { .xavier }

  public func copied(by copier: LayerCopier<Scalar>) -> Sigmoid { Sigmoid() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.sigmoid() }

  /// The output of the last `forward`, or `nil` before the first.
  public var output: Tensor<Scalar>? { trace.output }
}
