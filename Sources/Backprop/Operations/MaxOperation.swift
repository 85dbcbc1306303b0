/// The largest of all elements or along one axis, which is dropped: the upstream derivative goes to the largest
/// element, in equal shares where several are equally large.
///
/// A NaN among the elements makes the maximum NaN, and the derivative of all elements that it was taken over.
public struct MaxOperation<Scalar: TensorScalar>: Operation {
  /// The axis, counted from the end when negative, or `nil` for all.
  public let axis: Int?

  public var name: String { "max" }
  public var settings: [String: Double] { axis.map { ["axis": Double($0)] } ?? [:] }

  /// Takes the maximum along an axis, or over all elements.
  public init(axis: Int? = nil) { self.axis = axis }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    if let axis { return try step[0].max(alongAxis: axis) }
    guard step[0].count > 0 else {
      throw ShapeError(
        operation: name, shapes: [step[0].shape], rule: "there is no element to be the largest")
    }
    return try step[0].flattened().max(alongAxis: 0)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    let x = axis == nil ? step[0].flattened() : step[0]
    let axis = x.position(ofAxis: axis ?? 0, for: name)
    let (upstream, largest) = (step.upstream, step.output)
    let gradient = x.withUnsafeElements { x in
      upstream.withUnsafeElements { upstream in
        largest.withUnsafeElements { largest in
          Tensor.make(self.axis == nil ? [x.count] : step[0].shape) { gradient in
            forEachLine(of: self.axis == nil ? [x.count] : step[0].shape, axis: axis) {
              start, stride, length, line in
              var ties: Scalar = 0
              for i in 0..<length where x[start + i * stride] == largest[line] { ties += 1 }
              let share = ties > 0 ? upstream[line] / ties : Scalar.nan
              for i in 0..<length {
                let isLargest = ties == 0 || x[start + i * stride] == largest[line]
                gradient[start + i * stride] = isLargest ? share : 0
              }
            }
          }
        }
      }
    }
    step.pass(gradient.reshaped(step[0].shape), to: 0)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    let x = axis == nil ? step[0].flattened() : step[0]
    for position in x.argmax(axis: axis ?? 0) { hasher.combine(position) }
  }
}

extension Variable {
  /// The largest of all elements or, with an axis, along it; the axis is dropped, −1 is the last one.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func max(axis: Int? = nil) -> Variable { graph.apply(MaxOperation(axis: axis), self) }
}
