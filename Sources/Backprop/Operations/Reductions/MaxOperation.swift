/// The largest of all elements or along one axis, which is dropped: the upstream derivative goes to the largest
/// element, in equal shares where several are equally large.
///
/// A NaN among the elements makes the maximum NaN, and the derivative of all elements that it was taken over.
public struct MaxOperation<Scalar: TensorScalar>: GraphOperation {
  /// The axis, counted from the end when negative, or `nil` for all.
  public let axis: Int?

  public var name: String { "max" }
  public var settings: [String: Setting] { axis.map { ["axis": .number(Double($0))] } ?? [:] }

  /// Takes the maximum along an axis, or over all elements.
  @inlinable
  public init(axis: Int? = nil) { self.axis = axis }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    guard let axis else { return try step[0].maxOfAll() }
    return try step[0].max(alongAxis: axis)
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let x = axis == nil ? step[0].flattened() : step[0]
    let axis = x.position(ofAxis: axis ?? 0, for: name)
    step.pass(x.sharedAmongLargest(step.upstream, step.output, axis: axis).reshaped(step[0].shape), to: 0)
  }

  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    let x = axis == nil ? step[0].flattened() : step[0]
    for position in x.argmax(axis: axis ?? 0) { hasher.combine(position) }
  }
}

extension Tensor {
  /// The derivative by this tensor of its largest elements along an axis, from the derivative by them.
  fileprivate func sharedAmongLargest(_ upstream: Tensor, _ largest: Tensor, axis: Int) -> Tensor {
    withUnsafeElements { x in
      upstream.withUnsafeElements { upstream in
        largest.withUnsafeElements { largest in
          Tensor.make(shape) { gradient in
            guard let x = x.baseAddress, let upstream = upstream.baseAddress,
              let largest = largest.baseAddress
            else { return }
            Scalar._shareAmongLargest(upstream, x, largest, of: shape, axis: axis, gradient)
          }
        }
      }
    }
  }
}

extension Variable {
  /// The largest of all elements or, with an axis, along it; the axis is dropped, −1 is the last one.
  @inlinable
  public func max(axis: Int? = nil) -> Variable { graph.apply(MaxOperation(axis: axis), self) }
}
