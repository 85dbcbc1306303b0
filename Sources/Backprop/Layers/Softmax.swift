/// yᵢ = exp(aᵢ) / Σⱼ exp(aⱼ) along the last axis, for any shape of at least one axis.
public final class Softmax<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A softmax along the last axis.
  public init() {}

  public var preferredWeights: WeightInitialization? { .xavier }

  public func copied(by copier: LayerCopier<Scalar>) -> Softmax { Softmax() }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    guard sample.rank > 0 else {
      throw ShapeError(
        operation: "softmax", operands: [.init(name: "a sample", shape: sample)],
        rule: "a single number has no last axis to run along")
    }
    return sample
  }

  public func output(for a: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> { a.softmax() }

  /// The output of the last `forward`, or `nil` before the first.
  public var output: Tensor<Scalar>? { trace.output }
}
