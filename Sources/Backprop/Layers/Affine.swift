/// Y = X · W + b for one sample `(D,)`, a batch `(N, D)`, or a batch with more axes whose samples are flattened.
///
/// The weight is `(D, M)`, the bias `(M,)`; the output is `(M,)` or `(N, M)`. `backward` gives ∂L/∂X in X's own shape.
public final class Affine<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// W, of shape `(D, M)`.
  public let weight: Parameter<Scalar>
  /// b, of shape `(M,)`.
  public let bias: Parameter<Scalar>

  public var members: [Member<Scalar>] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// A layer with a given weight `(D, M)` and bias `(M,)`.
  public init(weight: Tensor<Scalar>, bias: Tensor<Scalar>) {
    require(
      weight.rank == 2 && bias.shape == TensorShape(vector: weight.shape[1]),
      "affine needs a weight (D, M) and a bias (M,), not \(weight.shape) and \(bias.shape)")
    self.weight = Parameter(weight, name: "W")
    self.bias = Parameter(bias, name: "b")
  }

  private init(_ weight: Parameter<Scalar>, _ bias: Parameter<Scalar>) {
    (self.weight, self.bias) = (weight, bias)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> Affine {
    Affine(copier.copy(weight), copier.copy(bias))
  }

  /// A layer from D inputs to M outputs with random weights and a bias of zeros, or a random one with PyTorch's.
  public convenience init(
    inputs: Int, outputs: Int, weights: WeightInitialization = .he, using generator: inout Philox4x32
  ) {
    require(
      inputs >= 0 && outputs >= 0,
      "an affine layer needs 0 or more inputs and outputs, not \(inputs) and \(outputs)")
    let weight: Tensor<Scalar> = weights.weights(
      TensorShape(rows: inputs, columns: outputs), inputs: inputs, outputs: outputs, using: &generator)
    self.init(weight: weight, bias: weights.bias(outputs, inputs: inputs, using: &generator))
  }

  public var preferredWeights: WeightInitialization? { .xavier }

  public var inputShape: TensorShape? { TensorShape(vector: weight.value.shape[0]) }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    let (inputs, outputs) = (weight.value.shape[0], weight.value.shape[1])
    guard sample.rank > 0, sample.elementCount == inputs else {
      throw ShapeError(
        operation: "affine", operands: [.init(name: "a sample", shape: sample)],
        rule: sample.rank == 0
          ? "a sample must have an axis, as in (D,); give the samples as (N, 1)"
          : "it has \(sample.elementCount) numbers, but the weight has \(inputs) rows, one for each of them")
    }
    return TensorShape(vector: outputs)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.affine(weight: x.graph.variable(weight), bias: x.graph.variable(bias))
  }

  public var summary: String { "affine \(weight.value.shape[1])" }

  /// ∂L/∂W from the last `backward`, of shape `(D, M)`, or `nil` before the first.
  public var dW: Tensor<Scalar>? { gradient(of: weight) }

  /// ∂L/∂b from the last `backward`, of shape `(M,)`, or `nil` before the first.
  public var db: Tensor<Scalar>? { gradient(of: bias) }
}
