/// Y = X · W + b, the compact node for `dot` and `+`: ∂L/∂X = ∂L/∂Y · Wᵀ, ∂L/∂W = Xᵀ · ∂L/∂Y, and ∂L/∂b is the sum of
/// ∂L/∂Y over the samples.
///
/// X is one sample `(D,)`, a batch `(N, D)`, or a batch with more axes `(N, …)` whose samples are flattened to D
/// numbers; W is `(D, M)` and b `(M,)`; Y is `(M,)` for one sample and `(N, M)` for a batch. ∂L/∂X has X's own shape.
public struct AffineOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "affine" }
  public var symbol: String { "Affine" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let (x, weight, bias) = (step[0], step[1], step[2])
    func failure(_ rule: String) -> ShapeError {
      ShapeError(operation: name, shapes: [x.shape, weight.shape, bias.shape], rule: rule)
    }
    guard weight.rank == 2 else { throw failure("the weight must be a matrix (D, M)") }
    let (inputs, outputs) = (weight.shape[0], weight.shape[1])
    guard bias.shape == Shape(vector: outputs) else {
      throw failure("the bias must have shape (\(outputs),), one number for each column of the weight")
    }
    guard x.rank > 0 else { throw failure("the input must be a sample (D,) or a batch (N, D)") }
    let features = x.rank == 1 ? x.count : x.shape.elementCount(ofAxes: 1..<x.rank)
    guard features == inputs else {
      throw failure(
        "a sample of the input has \(features) numbers, but the weight has \(inputs) rows, one for each of them"
      )
    }
    let y = matrixProduct(matrix(x, columns: inputs), weight, bias: bias)
    return x.rank == 1 ? y.reshaped(Shape(vector: outputs)) : y
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    let x = step[0]
    let (inputs, outputs) = (step[1].shape[0], step[1].shape[1])
    let upstream = matrix(step.upstream, columns: outputs)
    step.pass(matrixProduct(upstream, step[1], transposingB: true).reshaped(x.shape), to: 0)
    step.passProduct(transposing: matrix(x, columns: inputs), upstream, to: 1)
    step.pass(upstream.sum(axis: 0), to: 2)
  }

  /// One sample or a batch of samples as a matrix with a row for each sample.
  private func matrix(_ x: Tensor<Scalar>, columns: Int) -> Tensor<Scalar> {
    x.reshaped(Shape(rows: x.rank == 1 ? 1 : x.shape[0], columns: columns))
  }
}

extension Variable {
  /// The affine transformation of samples `(D,)`, `(N, D)` or `(N, …)` by a weight `(D, M)` and a bias `(M,)`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func affine(weight: Variable, bias: Variable) -> Variable {
    graph.apply(AffineOperation(), self, weight, bias)
  }
}
