import Backprop
import Testing

/// Expects two numbers to differ by no more than `relative` times the larger, or by no more than `absolute`.
///
/// Equal infinities agree, and NaN agrees with NaN.
func expectClose<Scalar: TensorScalar>(
  _ actual: Scalar, _ expected: Scalar, relative: Scalar = 16 * .ulpOfOne, absolute: Scalar = 0,
  _ comment: @autoclosure () -> Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  if !isClose(actual, expected, relative, absolute) {
    Issue.record(
      "\(actual) isn't \(expected)\(comment().map { ": \($0)" } ?? "")", sourceLocation: sourceLocation)
  }
}

/// Expects two tensors of one shape whose elements agree as two numbers do.
func expectClose<Scalar: TensorScalar>(
  _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>, relative: Scalar = 16 * .ulpOfOne,
  absolute: Scalar = 0, _ comment: @autoclosure () -> Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let agrees =
    actual.shape == expected.shape
    && zip(actual.scalars, expected.scalars).allSatisfy { isClose($0, $1, relative, absolute) }
  if !agrees {
    Issue.record(
      "\(actual) of shape \(actual.shape) isn't \(expected) of shape \(expected.shape)\(comment().map { ": \($0)" } ?? "")",
      sourceLocation: sourceLocation)
  }
}

private func isClose<Scalar: TensorScalar>(
  _ a: Scalar, _ b: Scalar, _ relative: Scalar, _ absolute: Scalar
) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  return a == b
    || (a - b).magnitude <= Swift.max(relative * Swift.max(a.magnitude, b.magnitude), absolute)
}

extension Tensor where Scalar: TensorScalar {
  /// The same numbers in another type.
  func converted<Other: TensorScalar>(to type: Other.Type) -> Tensor<Other> {
    Tensor<Other>(shape: shape, scalars.map { Other($0) })
  }
}
