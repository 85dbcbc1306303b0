/// Checks the derivative by one element: by a single central difference where that settles it, otherwise by a search.
struct ElementCheck<Scalar: TensorScalar> {
  /// The step h where |x| ≤ 1.
  let step: Scalar
  /// The largest relative error that counts as agreement.
  let tolerance: Scalar
  /// The derivative that smaller ones are compared with.
  let floor: Scalar

  /// - Parameters:
  ///   - absorption: how changes to other values that don't show in the result are lost in a graph, where there is one.
  ///   - cancelledTerms: how large the terms are that cancel in the derivative, where there is a graph.
  @inline(__always)
  func finding(
    _ function: ElementFunction<Scalar>, analytic: Scalar, absorption: (([Scalar]) -> Absorption<Scalar>)?,
    cancelledTerms: ((Scalar) -> Scalar)?
  ) -> DerivativeSearch<Scalar>.Finding {
    let h = StepPoints.step(step, at: function.center)
    let points = StepPoints(around: function.center, step: h)
    let above = function.evaluate(points.above)
    let below = function.evaluate(points.below)
    let difference = (above.value - below.value) / points.width
    let rounding = 8 * Scalar.ulpOfOne * Swift.max(above.magnitude, below.magnitude) / points.width
    if function.isUsable(above), function.isUsable(below) {
      let scale = Swift.max(analytic.magnitude, floor)
      // Where the two sides' slopes differ by as much as the derivative itself, agreement may be by chance.
      let bend = (above.value - 2 * function.atCenter.value + below.value).magnitude / (points.width / 2)
      if (analytic - difference).magnitude + rounding <= tolerance * scale,
        bend <= 0.5 * scale + 2 * rounding, scale > 0
      {
        return .init(verdict: .ok, numerical: difference)
      }
    }
    return search(function, analytic, h, difference, [above, below], absorption, cancelledTerms)
  }

  @inline(never)
  private func search(
    _ function: ElementFunction<Scalar>, _ analytic: Scalar, _ h: Scalar, _ difference: Scalar,
    _ sides: [CheckedValue<Scalar>], _ absorption: (([Scalar]) -> Absorption<Scalar>)?,
    _ cancelledTerms: ((Scalar) -> Scalar)?
  ) -> DerivativeSearch<Scalar>.Finding {
    guard analytic.isFinite, function.atCenter.value.isFinite else {
      return .init(verdict: .nan, numerical: difference)
    }
    let crossesKink = sides.contains {
      $0.value.isFinite && $0.branches != function.atCenter.branches
    }
    return DerivativeSearch(
      function: function, analytic: analytic, firstStep: h, firstDifference: difference,
      tolerance: tolerance, floor: floor, crossesKink: crossesKink,
      absorption: absorption, cancelledTerms: cancelledTerms
    ).finding()
  }
}
