/// How far rounding moves a function's values, measured by the values themselves.
///
/// Between points that lie close together a smooth function is nearly a polynomial of low degree, whose high differences
/// vanish; what they still show is noise. After J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM Journal
/// on Scientific Computing 33, 2011. It sees what the size of the result doesn't tell: how much was lost in between.
enum RoundingNoise {
  private static let pointCount = 9

  /// What points to one side say.
  private enum Side<Scalar> {
    /// They aren't all on the branches of x, or leave the domain.
    case unusable
    /// Too few of the values differ.
    case constant
    case noisy(Scalar)
  }

  /// A bound on the error of a value, four standard deviations, measured at points `spacing` apart beside x; `nil` where
  /// it can't be told.
  static func level<Scalar: TensorScalar>(of function: ElementFunction<Scalar>, spacing: Scalar) -> Scalar? {
    let right = side(of: function, signedSpacing: spacing)
    if case .noisy(let level) = right, level <= 16 * Scalar.ulpOfOne * function.atCenter.magnitude {
      return level
    }
    // A kink on one side looks like noise.
    switch (right, side(of: function, signedSpacing: -spacing)) {
    case (.noisy(let right), .noisy(let left)): return Swift.min(left, right)
    case (.noisy(let level), .unusable), (.unusable, .noisy(let level)): return level
    default: return nil
    }
  }

  /// The least change of the function's value: a place where it has another one is drawn near, by halves, to those where
  /// it has that of x. `nil` where there is none.
  ///
  /// It is 0 where the change shrinks with the distance, as beside a kink: the function itself is flat there, and rounding
  /// has no part in it.
  ///
  /// - Parameter steps: how far from x to look for another value.
  static func resolution<Scalar: TensorScalar>(
    of function: ElementFunction<Scalar>, steps: [Scalar]
  ) -> Scalar? {
    func change(_ x: Scalar) -> Scalar { (function.evaluate(x).value - function.atCenter.value).magnitude }
    let places = steps.lazy.flatMap { step in
      let points = StepPoints(around: function.center, step: step)
      return [points.above, points.below]
    }
    guard var other = places.first(where: { change($0) > 0 && change($0).isFinite }) else { return nil }
    var same = function.center
    let nearest = Scalar.ulpOfOne * Scalar.ulpOfOne * (other - same).magnitude
    while (other - same).magnitude > nearest {
      let middle = same + (other - same) / 2
      guard middle != same, middle != other else { break }
      if change(middle) == 0 { same = middle } else { other = middle }
    }
    let least = change(other)
    return change(same + 16 * (other - same)) > 4 * least ? 0 : least
  }

  private static func side<Scalar: TensorScalar>(
    of function: ElementFunction<Scalar>, signedSpacing: Scalar
  ) -> Side<Scalar> {
    var differences = [function.atCenter.value]
    for point in 1..<pointCount {
      let value = function.evaluate(function.center + Scalar(point) * signedSpacing)
      guard function.isUsable(value) else { return .unusable }
      differences.append(value.value)
    }
    guard Set(differences).count >= 3 else { return .constant }
    var level: Scalar = 0
    // (k!)² / (2k)! scales the mean square of k-th differences of independent errors to their variance.
    let scales: [Int: Scalar] = [4: 1 / 70, 5: 1 / 252, 6: 1 / 924]
    for order in 1...6 {
      differences = zip(differences.dropFirst(), differences).map { $0 - $1 }
      guard let scale = scales[order] else { continue }
      let meanSquare = differences.reduce(0) { $0 + $1 * $1 } / Scalar(differences.count)
      level = Swift.max(level, (scale * meanSquare).squareRoot())
    }
    return level.isFinite ? .noisy(4 * level) : .unusable
  }
}
