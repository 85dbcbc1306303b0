/// The derivatives of a function by each element of a parameter, by central differences
/// (f(x + h) − f(x − h)) / 2h: two calls of the function for each element.
///
/// The parameter is changed in place, one element at a time, and restored. The error is about h² f‴/6 from the
/// difference formula plus ε |f| / h from rounding (W. H. Press et al., "Numerical Recipes", section 5.7).
///
/// - Parameters:
///   - step: h. 10⁻⁴ suits `Double`; `Float` needs about 10⁻².
///   - function: a function that reads the parameter and nothing that changes between its calls.
public func numericalGradient<Scalar: TensorScalar>(
  by parameter: Parameter<Scalar>, step: Scalar = 1e-4, of function: () -> Scalar
) -> Tensor<Scalar> {
  var gradient = Tensor<Scalar>(uninitialized: parameter.value.shape)
  gradient.withUnsafeMutableElements { gradient in
    for index in 0..<gradient.count {
      gradient[index] = CentralDifference(of: parameter, at: index, step: step, function).derivative
    }
  }
  return gradient
}

/// The derivatives of a function of a tensor by each of its elements, by central differences.
public func numericalGradient<Scalar: TensorScalar>(
  at point: Tensor<Scalar>, step: Scalar = 1e-4, of function: (Tensor<Scalar>) -> Scalar
) -> Tensor<Scalar> {
  let parameter = Parameter(point, name: "x")
  return numericalGradient(by: parameter, step: step) { function(parameter.value) }
}

/// The values of a function a step to the left and to the right of an element's value.
struct CentralDifference<Scalar: TensorScalar> {
  let above: Scalar
  let below: Scalar
  /// How far apart the two points are, as the type of number can represent them: near 2h.
  let width: Scalar

  init(
    of parameter: Parameter<Scalar>, at index: Int, step: Scalar, _ function: () -> Scalar
  ) {
    func value(at x: Scalar) -> Scalar {
      parameter.value.withUnsafeMutableElements { $0[index] = x }
      return function()
    }
    let center = parameter.value.withUnsafeElements { $0[index] }
    above = value(at: center + step)
    below = value(at: center - step)
    parameter.value.withUnsafeMutableElements { $0[index] = center }
    width = (center + step) - (center - step)
  }

  var derivative: Scalar { (above - below) / width }
}
