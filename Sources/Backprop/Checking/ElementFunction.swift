/// What a checked function gave at one place.
struct CheckedValue<Scalar: TensorScalar> {
  let value: Scalar
  /// The sum of its terms' magnitudes, which rounding errors grow with even where the terms cancel.
  let magnitude: Scalar
  /// Which branches of kinked operations it took, where that is known.
  let branches: Int?
}

/// A checked function of one element of a parameter, all others held where they are.
struct ElementFunction<Scalar: TensorScalar> {
  /// The element's own value, x.
  let center: Scalar
  /// What the function gives there.
  let atCenter: CheckedValue<Scalar>
  /// Which branches of kinked operations it takes somewhere, where even rounding tells elements apart; `nil` where no branches
  /// are known.
  let exactBranches: ((Scalar) -> Int)?
  /// What it gives elsewhere.
  let evaluate: (Scalar) -> CheckedValue<Scalar>

  /// Whether a value is one to compute with: finite, and from the same branches as the value at x.
  func isUsable(_ value: CheckedValue<Scalar>) -> Bool {
    value.value.isFinite && value.branches == atCenter.branches
  }
}

/// The two points a step to the left and to the right of a number, as the type of number can represent them.
struct StepPoints<Scalar: TensorScalar> {
  let below: Scalar
  let above: Scalar

  /// - Parameter step: where it vanishes beside x, the neighbouring numbers are taken.
  @inline(__always)
  init(around x: Scalar, step: Scalar) {
    above = x + step > x ? x + step : x.nextUp
    below = x - step < x ? x - step : x.nextDown
  }

  /// How far apart the two are: near twice the step, and never 0.
  @inline(__always)
  var width: Scalar { above - below }

  /// The step h of a central difference at x: as large as asked for where |x| ≤ 1, elsewhere in proportion to |x|.
  @inline(__always)
  static func step(_ step: Scalar, at x: Scalar) -> Scalar {
    // Shorter ones than a rounding of 1 only cost time: they are lengthened until they tell.
    Swift.max(step, Scalar.ulpOfOne) * Swift.max(1, x.magnitude)
  }
}
