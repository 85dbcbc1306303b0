/// A derivative from differences with several steps, with what it may be wrong by.
struct SlopeEstimate<Scalar: TensorScalar> {
  var value: Scalar
  /// What the steps' length may make, by how much the extrapolations differ.
  var truncation: Scalar
  /// What rounding of the function's values may make.
  var rounding: Scalar
  /// By how much the derivatives of the two sides may differ; 0 where nothing speaks for a kink.
  var jump: Scalar = 0
  /// Whether the differences come closer together as the step shrinks, as those of a function do that is smooth on the
  /// scale of the steps.
  var settles: Bool

  /// What the derivative may be wrong by.
  var error: Scalar { 2 * truncation + rounding + jump / 2 }

  /// Extrapolates differences with steps h, h/2, h/4 … to a step of 0.
  ///
  /// After C. J. F. Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Advances in Engineering Software 4, 1982:
  /// of all extrapolations that one is taken whose error seems least.
  ///
  /// - Parameters:
  ///   - roundings: what rounding may make of each difference.
  ///   - power: by which powers of h the differences are wrong: 2 where they are central, 1 to one side.
  init(_ differences: [Scalar], roundings: [Scalar], power: Int) {
    var previous: [(value: Scalar, rounding: Scalar)] = []
    self.init(
      value: differences[0], truncation: .infinity, rounding: roundings[0], settles: true)
    for (number, difference) in differences.enumerated() {
      var row = [(value: difference, rounding: roundings[number])]
      var factor: Scalar = 1
      for order in 0..<number {
        factor *= Scalar(1 << power)
        let value = (factor * row[order].value - previous[order].value) / (factor - 1)
        let rounding = (factor * row[order].rounding + previous[order].rounding) / (factor - 1)
        let truncation = Swift.max(
          (value - row[order].value).magnitude, (value - previous[order].value).magnitude)
        if 2 * truncation + rounding < error {
          (self.value, self.truncation, self.rounding) = (value, truncation, rounding)
        }
        row.append((value, rounding))
      }
      previous = row
    }
    let changes = zip(differences.dropFirst(), differences).map { ($0 - $1).magnitude }
    // Where rounding is large, the difference with a long step may be better than any extrapolation. It is wrong by its
    // change to half the step times 2ᵖ / (2ᵖ − 1).
    for (number, change) in changes.enumerated() {
      let change = change * (power == 2 ? 2 / 3 : 1)
      guard 2 * change + roundings[number] < error else { continue }
      (value, truncation, rounding) = (differences[number], change, roundings[number])
    }
    let negligible = Scalar.ulpOfOne.squareRoot() * value.magnitude
    for number in 1..<changes.count
    where changes[number] > (power == 2 ? 0.5 : 0.75) * changes[number - 1]
      + roundings[number] + roundings[number + 1] + negligible
    { settles = false }
    if !settles { truncation = Swift.max(truncation, changes.max() ?? 0) }
  }

  private init(value: Scalar, truncation: Scalar, rounding: Scalar, settles: Bool) {
    self.value = value
    self.truncation = truncation
    self.rounding = rounding
    self.settles = settles
  }
}

/// A function's derivative by an element from points at h, h/2, h/4 and h/8 to either side.
struct StepWindow<Scalar: TensorScalar> {
  static var stepCount: Int { 4 }

  /// The largest step.
  let step: Scalar
  /// The derivatives of the two sides, where all points of the side are usable.
  private(set) var left: SlopeEstimate<Scalar>?
  private(set) var right: SlopeEstimate<Scalar>?
  /// The derivative: from both sides where both are usable, otherwise from the one that is.
  private(set) var slope: SlopeEstimate<Scalar>?
  /// By how much the two sides' derivatives differ beyond what can be explained; 0 where the function is smooth.
  private(set) var jump: Scalar = 0
  /// Whether the function changes by so much more than rounding within the smallest step that differences which don't
  /// settle would show.
  private(set) var isVisible = false
  /// How much the function bends: its change along a step by the step's square, where that is much the same for the
  /// shortest step and for the longest, as it is where the derivative goes through 0.
  private(set) var bend: Scalar?
  /// How much the function changes along the longest step, by the step's length.
  private(set) var variation: Scalar = 0
  /// How far the differences lie from the derivative.
  private(set) var spread: Scalar = 0
  /// A bound on the errors of the function's values.
  private(set) var noise: Scalar = 0
  /// Whether all usable values are the same.
  private(set) var isConstant = false

  /// Whether the value nearest to x on one side is the same as at x.
  private(set) var startsFlat = false

  /// Both sides can be used.
  var isTwoSided: Bool { left != nil && right != nil }
  /// The errors of both sides' derivatives together; infinite where a side is missing.
  var errorOfSides: Scalar {
    guard let left, let right else { return .infinity }
    return left.error + right.error
  }
  /// Whether a jump of this size would have been seen.
  func couldSee(jump: Scalar) -> Bool {
    guard let left, let right else { return false }
    return jump > 6 * (left.error + right.error)
  }

  /// Whether all differences come closer together as the step shrinks, to either side and across.
  var settles: Bool { [left, right, slope].allSatisfy { $0?.settles ?? true } }
  /// The steps are too long, or reach beyond a kink or the end of the domain.
  var isTooWide: Bool {
    guard let slope, isTwoSided else { return true }
    return jump > 0 || slope.truncation > 2 * slope.rounding
  }

  /// - Parameters:
  ///   - noise: a measured bound on the values' errors, where there is one; without one the size of the value tells.
  ///   - isFar: counts the difference of the two sides' derivatives even where it may be rounding and branches are known,
  ///     since a function may bend within a long step.
  ///   - branches: those that the points of the two sides must have taken; those of x if not given.
  init(
    _ function: ElementFunction<Scalar>, step: Scalar, noise: Scalar?, isFar: Bool = false,
    branches: (left: Int?, right: Int?)? = nil
  ) {
    self.step = step
    let (x, center) = (function.center, function.atCenter)
    var above: [(distance: Scalar, result: CheckedValue<Scalar>)] = []
    var below: [(distance: Scalar, result: CheckedValue<Scalar>)] = []
    var h = step
    for _ in 0..<Self.stepCount {
      let points = StepPoints(around: x, step: h)
      above.append((points.above - x, function.evaluate(points.above)))
      below.append((x - points.below, function.evaluate(points.below)))
      h /= 2
    }
    let (leftBranches, rightBranches) = branches ?? (center.branches, center.branches)
    func isUsable(
      _ side: [(distance: Scalar, result: CheckedValue<Scalar>)], _ branches: Int?
    ) -> Bool {
      side.allSatisfy {
        $0.distance.isFinite && $0.result.value.isFinite && $0.result.branches == branches
      }
    }
    let usable = (below: isUsable(below, leftBranches), above: isUsable(above, rightBranches))
    let isConstant = [(above, usable.above), (below, usable.below)].allSatisfy { side, isUsable in
      !isUsable || side.allSatisfy { $0.result.value == center.value }
    }
    func level(_ results: CheckedValue<Scalar>...) -> Scalar {
      let least = results.reduce(0) { Swift.max($0, $1.magnitude) } * Scalar.ulpOfOne
      // Values that are all the same differ by less than their last digit.
      return noise.map { Swift.max($0, least) } ?? (isConstant ? least : 4 * least)
    }
    func slope(_ side: [(distance: Scalar, result: CheckedValue<Scalar>)], _ sign: Scalar)
      -> SlopeEstimate<Scalar>
    {
      SlopeEstimate(
        side.map { sign * ($0.result.value - center.value) / $0.distance },
        roundings: side.map { 2 * level($0.result, center) / $0.distance }, power: 1)
    }
    var changes: [(change: Scalar, level: Scalar)] = []
    for (side, isUsable) in [(above, usable.above), (below, usable.below)] where isUsable {
      let (first, last) = (side[0], side[Self.stepCount - 1])
      startsFlat = startsFlat || last.result.value == center.value
      changes.append(((last.result.value - center.value).magnitude, level(last.result, center)))
      variation = Swift.max(variation, ((first.result.value - center.value) / first.distance).magnitude)
      let bends = [first, last].map {
        (($0.result.value - center.value) / $0.distance).magnitude / $0.distance
      }
      if bends[0] <= 2 * bends[1], bends[1] <= 2 * bends[0] { bend = Swift.max(bend ?? 0, bends[0]) }
    }
    isVisible = changes.contains { $0.change > 48 * $0.level }
    self.isConstant = isConstant && !changes.isEmpty
    if usable.above { right = slope(above, 1) }
    if usable.below { left = slope(below, -1) }
    guard let left, let right else {
      self.slope = left ?? right
      return
    }
    self.noise = zip(above, below).reduce(0) { Swift.max($0, level($1.0.result, $1.1.result)) }
    let differences = zip(above, below).map {
      ($0.result.value - $1.result.value) / ($0.distance + $1.distance)
    }
    var central = SlopeEstimate(
      differences,
      roundings: zip(above, below).map { 2 * level($0.result, $1.result) / ($0.distance + $1.distance) },
      power: 2)
    let difference = (right.value - left.value).magnitude
    if difference > 3 * (left.error + right.error) {
      jump = difference
      central.jump = difference
    } else if center.branches == nil {
      // Nothing but its values tells that the function has no kink, so what may hide behind their errors counts.
      central.jump = difference + left.error + right.error
    } else if isFar {
      central.jump = difference
    }
    spread = differences.reduce(0) { Swift.max($0, ($1 - central.value).magnitude) }
    self.slope = central
  }
}
