/// y = max(x, 0), element by element, for any shape.
public final class ReLU<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A rectifier.
  public init() {}

  public var preferredWeights: WeightInitialization? { .he }

  public func copied(by copier: LayerCopier<Scalar>) -> ReLU { ReLU() }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { x.relu() }

  /// Where the input of the last `forward` was 0 or less and the derivative stops, or `nil` before the first.
  public var mask: Mask? { trace.inputValues.first.map { $0 .<= 0 } }
}
