/// y = max(x, 0): the derivative is 1 where x > 0 and 0 where x ≤ 0, the kink at 0 included; NaN passes through.
public struct ReLUOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "relu" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    Scalar._kernels.relu(step[0])
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(Scalar._kernels.reluGradient(step.upstream, step[0]), to: 0)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    step[0].withUnsafeElements { elements in
      for start in stride(from: 0, to: elements.count, by: UInt64.bitWidth) {
        var signs: UInt64 = 0
        for x in elements[start..<Swift.min(start + UInt64.bitWidth, elements.count)] {
          signs = signs << 1 | (x <= 0 ? 1 : 0)
        }
        hasher.combine(signs)
      }
    }
  }
}

extension Variable {
  /// max(x, 0) for each element x.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func relu() -> Variable { graph.apply(ReLUOperation(), self) }
}
