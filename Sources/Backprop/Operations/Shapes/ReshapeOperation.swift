/// The same elements in row-major order with other axes: the derivative is the upstream one in the operand's shape.
public struct ReshapeOperation<Scalar: TensorScalar>: GraphOperation {
  /// The sizes of the new axes; one may be −1, which stands for whatever makes the number of elements right.
  public let sizes: [Int]

  public var name: String { "reshape" }

  /// Reshapes to the given sizes.
  @inlinable
  public init(sizes: [Int]) { self.sizes = sizes }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].reshaped(try step[0].shape.reshaped(to: sizes))
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream.reshaped(step[0].shape), to: 0)
  }
}

extension Variable {
  /// The same elements with other axes; one size may be −1.
  @inlinable
  public func reshaped(_ sizes: Int...) -> Variable { graph.apply(ReshapeOperation(sizes: sizes), self) }
}
