/// Y = X · W + b for one sample `(D,)`, a batch `(N, D)`, or a batch with more axes whose samples are flattened.
///
/// The weight is `(D, M)`, the bias `(M,)`; the output is `(M,)` or `(N, M)`. `backward` gives ∂L/∂X in X's own shape.
public final class Affine<Scalar: TensorScalar>: Layer {
  public let trace = LayerTrace<Scalar>()

  /// W, of shape `(D, M)`.
  public let weight: Parameter<Scalar>
  /// b, of shape `(M,)`.
  public let bias: Parameter<Scalar>

  public var parameters: [Parameter<Scalar>] { [weight, bias] }

  /// A layer with a given weight `(D, M)` and bias `(M,)`.
  public init(weight: Tensor<Scalar>, bias: Tensor<Scalar>) {
    require(
      weight.rank == 2 && bias.shape == Shape(vector: weight.shape[1]),
      "affine needs a weight (D, M) and a bias (M,), not \(weight.shape) and \(bias.shape)")
    self.weight = Parameter(weight, name: "W")
    self.bias = Parameter(bias, name: "b")
  }

  /// A layer from D inputs to M outputs with random weights and a bias of zeros.
  public convenience init(
    inputs: Int, outputs: Int, weights: WeightInitialization = .he, using generator: inout Philox4x32
  ) {
    let deviation = Scalar(weights.standardDeviation(inputs: inputs, outputs: outputs))
    self.init(
      weight: .normal(Shape(rows: inputs, columns: outputs), standardDeviation: deviation, using: &generator),
      bias: .zeros(Shape(vector: outputs)))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ x: Variable<Scalar>) -> Variable<Scalar> {
    x.affine(weight: x.graph.variable(weight), bias: x.graph.variable(bias))
  }

  /// ∂L/∂W from the last `backward`, of shape `(D, M)`, or `nil` before the first.
  public var dW: Tensor<Scalar>? { gradient(of: weight) }

  /// ∂L/∂b from the last `backward`, of shape `(M,)`, or `nil` before the first.
  public var db: Tensor<Scalar>? { gradient(of: bias) }
}
