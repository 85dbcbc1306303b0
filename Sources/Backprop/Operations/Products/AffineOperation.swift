/// Y = X · W + b, the compact node for `dot` and `+`: ∂L/∂X = ∂L/∂Y · Wᵀ, ∂L/∂W = Xᵀ · ∂L/∂Y, and ∂L/∂b is the sum of
/// ∂L/∂Y over the samples.
///
/// X is one sample `(D,)`, a batch `(N, D)`, or a batch with more axes `(N, …)` whose samples are flattened to D
/// numbers; W is `(D, M)` and b `(M,)`; Y is `(M,)` for one sample and `(N, M)` for a batch. ∂L/∂X has X's own shape.
public struct AffineOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "affine" }
  public var symbol: String { "Affine" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let (x, weight, bias) = (step.shape(of: 0), step[1], step[2])
    func failure(_ rule: String) -> ShapeError {
      ShapeError(operation: name, shapes: [x, weight.shape, bias.shape], rule: rule)
    }
    guard weight.rank == 2 else { throw failure("the weight must be a matrix (D, M)") }
    let (inputs, outputs) = (weight.shape[0], weight.shape[1])
    guard bias.shape == TensorShape(vector: outputs) else {
      throw failure("the bias must have shape (\(outputs),), one number for each column of the weight")
    }
    guard x.rank > 0 else { throw failure("the input must be a sample (D,) or a batch (N, D)") }
    let features = x.elementCount(ofAxes: (x.rank == 1 ? 0 : 1)..<x.rank)
    guard features == inputs else {
      throw failure(
        "a sample of the input has \(features) numbers, but the weight has \(inputs) rows, one for each of them"
      )
    }
    let y = matrixProduct(
      step.factor(0, rows: x.rank == 1 ? 1 : x[0], columns: inputs), weight, bias: bias)
    return x.rank == 1 ? y.reshaped(TensorShape(vector: outputs)) : y
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    let (inputs, outputs) = (step[1].shape[0], step[1].shape[1])
    let x = step.shape(of: 0)
    let samples = x.rank == 1 ? 1 : x[0]
    let upstream = step.upstream.reshaped(TensorShape(rows: samples, columns: outputs))
    step.pass(matrixProduct(upstream, step[1], transposingB: true).reshaped(x), to: 0)
    step.passProduct(transposing: step.factor(0, rows: samples, columns: inputs), upstream, to: 1)
    step.pass(upstream.sum(axis: 0), to: 2)
  }
}

extension Variable {
  /// The affine transformation of samples `(D,)`, `(N, D)` or `(N, …)` by a weight `(D, M)` and a bias `(M,)`.
  @inlinable
  public func affine(weight: Variable, bias: Variable) -> Variable {
    graph.apply(AffineOperation(), self, weight, bias)
  }
}
