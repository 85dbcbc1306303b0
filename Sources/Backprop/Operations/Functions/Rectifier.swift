/// y = max(x, 0), ReLU: the derivative is 1 where x > 0 and 0 where x ≤ 0, the kink at 0 included; NaN passes through.
public struct Rectifier: KinkedFunction, ParameterlessFunction {
  public var name: String { "relu" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { x <= 0 ? 0 : x }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { x > 0 ? dy : 0 }

  public func branch<S: RealScalar>(of x: S) -> UInt8 { x <= 0 ? 1 : 0 }

  // Tensors of Float and Double go through the kernels, which do the same; what stands above is for other numbers.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.relu(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.reluGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``Rectifier``.
public typealias ReLUOperation<Scalar: TensorScalar> = Elementwise<Rectifier, Scalar>

extension Variable {
  /// max(x, 0) for each element x.
  @inlinable
  public func relu() -> Variable { graph.apply(ReLUOperation(), self) }
}
