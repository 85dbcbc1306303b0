/// Finds out whether a derivative is right where a single central difference can't tell.
///
/// Several steps are tried: shorter ones where the function bends within the step, has a kink there or isn't defined,
/// longer ones where rounding hides its change. Each gives a derivative with a bound on its error, from the steps' length
/// and from rounding; the verdict follows from both. Where no step makes the bound small enough, nothing is known.
struct DerivativeSearch<Scalar: TensorScalar> {
  /// What was found for one element.
  struct Finding {
    let verdict: GradientReport.Verdict
    /// The numerical derivative.
    let numerical: Scalar
    /// Both derivatives are 0 as exactly as can be known, so that how much they differ says nothing.
    var isZero = false
  }

  let function: ElementFunction<Scalar>
  /// The derivative in question.
  let analytic: Scalar
  /// The step of the first look, and the difference that it gave.
  let firstStep: Scalar
  let firstDifference: Scalar
  /// What counts as agreement, in proportion to the derivative or to `floor`, where that is larger.
  let tolerance: Scalar
  let floor: Scalar
  /// Whether the first look's points are known to lie on other branches than x.
  let crossesKink: Bool
  /// How changes of x to other values vanish on their way through a graph, where there is a graph.
  let absorption: (([Scalar]) -> Absorption<Scalar>)?
  /// How large the terms are that cancel in the derivative, as a change of x to another value shows, where there is a graph.
  let cancelledTerms: ((Scalar) -> Scalar)?

  private enum Judgement { case right, wrong, undecided }

  /// - Parameter error: what the numerical derivative may be wrong by.
  private func judge(_ numerical: Scalar, error: Scalar) -> Judgement {
    let difference = (analytic - numerical).magnitude
    let known = Swift.max(numerical.magnitude - error, 0)
    let allowed = tolerance * Swift.max(analytic.magnitude, known, floor)
    if error <= allowed, difference <= allowed { return .right }
    return difference > allowed + 2 * error ? .wrong : .undecided
  }

  func finding() -> Finding {
    var noise = measuredNoise()
    var first = StepWindow(function, step: firstStep, noise: noise)
    if first.isConstant, let absorption {
      let points = StepPoints(around: function.center, step: firstStep)
      switch absorption(
        (first.left == nil ? [] : [points.below]) + (first.right == nil ? [] : [points.above]))
      {
      case .none:
        // The function doesn't depend on the element here, or so little that an operation's own rounding hides it.
        if judge(0, error: 0) == .right { return Finding(verdict: crossesKink ? .kink : .ok, numerical: 0) }
      case .by(let magnitude):
        noise = Swift.max(noise ?? 0, 2 * Scalar.ulpOfOne * magnitude)
        first = StepWindow(function, step: firstStep, noise: noise)
      }
    } else if absorption == nil || first.startsFlat {
      noise = Swift.max(noise ?? 0, resolution())
      first = StepWindow(function, step: firstStep, noise: noise)
    }
    var best: StepWindow<Scalar>?
    var jumps: [StepWindow<Scalar>] = []
    var found: Finding?
    func look(_ window: StepWindow<Scalar>) {
      if window.jump > 0 {
        jumps.append(window)
      } else if let known = jumps.last?.jump, window.couldSee(jump: known) {
        jumps.removeAll()
      }
      guard let slope = window.slope else { return }
      if let known = best?.slope, known.error <= slope.error {} else { best = window }
      switch judge(slope.value, error: slope.error) {
      case .right: found = Finding(verdict: agreement(window), numerical: slope.value)
      case .wrong: found = refused(window, noise)
      case .undecided:
        if isStationary(window) {
          found = Finding(verdict: .ok, numerical: slope.value, isZero: true)
        }
      }
    }
    look(first)
    if found == nil, let slope = first.slope, first.jump == 0, slope.truncation <= 2 * slope.rounding {
      for step in longerSteps() {
        noise = noise ?? RoundingNoise.level(of: function, spacing: step / 16)
        let window = StepWindow(function, step: step, noise: noise, isFar: true)
        // Far from x only what is seen clearly, and bends little, says something about x.
        guard window.isTwoSided || crossesKink, let slope = window.slope, window.settles, window.jump == 0
        else { break }
        guard window.isVisible || step <= usualStep else { continue }
        look(window)
        if found != nil || slope.truncation > 4 * slope.rounding { break }
      }
    }
    if found == nil {
      for step in shorterSteps(than: firstStep) {
        var window = StepWindow(function, step: step, noise: noise)
        if let slope = window.slope, !window.isVisible, isHidden(slope) {
          // What seemed noise may have been a bend.
          guard let finer = RoundingNoise.level(of: function, spacing: step / 64),
            finer < (noise ?? .infinity) / 4
          else { break }
          noise = finer
          window = StepWindow(function, step: step, noise: noise)
        }
        look(window)
        if found != nil { break }
      }
    }
    if let found { return found }
    if let onKink = verdictOnKink(jumps, noise) { return onKink }
    if let slope = best?.slope, isCancelled(slope) {
      return Finding(verdict: .ok, numerical: slope.value, isZero: true)
    }
    if let slope = best?.slope { return Finding(verdict: .rounding, numerical: slope.value) }
    let neighbours = [function.center.nextUp, function.center.nextDown]
    return Finding(
      verdict: neighbours.contains { function.evaluate($0).value.isFinite } ? .rounding : .nan,
      numerical: firstDifference)
  }

  // MARK: - Steps

  /// A step that needs no excuse in either type of number.
  private var usualStep: Scalar {
    StepPoints.step(Scalar.ulpOfOne > 1e-10 ? 1e-2 : 1e-4, at: function.center)
  }

  /// The windows beyond the first, up to the place's own size.
  private func longerSteps() -> [Scalar] {
    let longest = 64 * Swift.max(1, function.center.magnitude)
    var steps: [Scalar] = []
    var step = firstStep * 2
    while step < longest {
      steps.append(step)
      // The nearest kink of a network may not be far away.
      step *= steps.count < 3 ? 2 : 4
    }
    return steps + [longest]
  }

  /// Windows below a step, and below |x|, which is the length scale of a pole or an end of the domain at 0.
  ///
  /// - Parameter spacings: how many spacings of the numbers at x the shortest step has at least. Below 64 the rounding of x
  ///   alone makes differences too coarse to decide by, though they may speak against what longer ones say.
  private func shorterSteps(than longest: Scalar, spacings: Scalar = 64) -> [Scalar] {
    let x = function.center.magnitude
    let shortest = Swift.max(spacings * x.ulp, Scalar.leastNormalMagnitude / Scalar.ulpOfOne)
    var steps: [Scalar] = []
    var step = longest
    for _ in 0..<12 {
      // Where the domain ends near x, a part of the way there may do.
      step /= steps.count < 4 ? 4 : 16
      steps.append(step)
    }
    steps += [x / 4, x / 64, x / 1024].filter { $0 < step }
    return steps.filter { $0 > shortest }
  }

  /// Whether rounding makes this estimate useless, as it would any with a shorter step.
  private func isHidden(_ slope: SlopeEstimate<Scalar>) -> Bool {
    slope.rounding > 4 * slope.truncation
      && slope.rounding > 8 * Swift.max(analytic.magnitude, slope.value.magnitude, tolerance * floor)
  }

  /// Measures the noise at points so close together that the function changes by a few roundings between them, or farther
  /// apart where all its values are the same.
  private func measuredNoise() -> Scalar? {
    let x = function.center
    let slope = [analytic.magnitude, firstDifference.magnitude].filter(\.isFinite).max() ?? 0
    var spacing = firstStep / 16
    let fine = 64 * Scalar.ulpOfOne * function.atCenter.magnitude / slope
    if fine.isFinite, fine > 0 { spacing = Swift.min(spacing, fine) }
    if x != 0 { spacing = Swift.min(spacing, x.magnitude / 64) }
    spacing = Swift.max(spacing, 32 * x.ulp, x == 0 ? firstStep * Scalar.ulpOfOne : 0)
    while true {
      if let level = RoundingNoise.level(of: function, spacing: spacing) {
        return withoutBends(level, spacing)
      }
      spacing *= 16
      guard spacing <= firstStep / 4 else { return nil }
    }
  }

  /// What remains of a level of noise at points still closer together: what vanishes there was no noise but bends.
  private func withoutBends(_ level: Scalar, _ spacing: Scalar) -> Scalar {
    var (level, spacing) = (level, spacing / 8)
    while exceedsRounding(level), spacing >= 4 * function.center.ulp {
      guard let finer = RoundingNoise.level(of: function, spacing: spacing), finer < level / 4 else { break }
      level = finer
      spacing /= 8
    }
    return level
  }

  /// Whether rounding of the function's value doesn't explain a level of noise.
  private func exceedsRounding(_ level: Scalar) -> Bool {
    level > 8 * Scalar.ulpOfOne * function.atCenter.magnitude
  }

  /// How finely the function's values are graded, which a value that is 0, or from which a large one was taken away, doesn't
  /// tell by its size; infinite where it is 0 everywhere, so that nothing is known.
  private func resolution() -> Scalar {
    RoundingNoise.resolution(of: function, steps: [firstStep] + longerSteps())
      ?? (function.atCenter.value == 0 ? .infinity : 0)
  }

  /// The longest step whose window may refute a derivative though the function changes by little more than rounding in it.
  ///
  /// Whatever the size of x, a fast oscillation may hide below the rounding, which longer steps don't see.
  private var shortStep: Scalar {
    Swift.max(Scalar.ulpOfOne > 1e-10 ? 1e-2 : 1e-4, 64 * function.center.ulp)
  }

  /// Whether what looks like noise may be the function itself, which changes that much between neighbouring numbers if the
  /// derivative is right.
  private func mayOscillate(_ noise: Scalar?) -> Bool {
    guard let noise, exceedsRounding(noise) else { return false }
    return 32 * analytic.magnitude * function.center.ulp >= noise
  }

  // MARK: - Verdicts

  private func agreement(_ window: StepWindow<Scalar>) -> GradientReport.Verdict {
    guard !crossesKink else { return .kink }
    return window.step > firstStep || !KinkSearch.hasKink(in: function, within: firstStep) ? .ok : .kink
  }

  /// What a window means that speaks against the derivative; `nil` where a shorter step doesn't bear it out.
  private func refused(_ window: StepWindow<Scalar>, _ noise: Scalar?) -> Finding? {
    guard let slope = window.slope, window.settles,
      window.isVisible || (window.step <= shortStep && !mayOscillate(noise))
    else { return nil }
    if window.isTwoSided, !isBorneOutBetweenSteps(window) { return nil }
    if !window.isTwoSided, let onKink = verdictOnKnownKink(noise) { return onKink }
    let difference = (analytic - slope.value).magnitude
    let x = function.center.magnitude
    for step in shorterSteps(than: window.step, spacings: 8) {
      let shorter = StepWindow(function, step: step, noise: noise)
      guard let other = shorter.slope else { continue }
      let judgement = judge(other.value, error: other.error)
      if judgement == .wrong, shorter.settles { continue }
      guard judgement != .right else { return nil }
      if 4 * other.rounding <= difference {
        // Uncertain, but as near to the first answer as the derivative in question is far from it.
        guard (other.value - slope.value).magnitude <= difference / 2 else { return nil }
        continue
      }
      break
    }
    // Unless the function changes visibly, and evenly so to both sides, something as near to x as a pole at 0 may hide.
    if !(window.isVisible && window.isTwoSided), x > 0, window.step > x / 4 {
      let near = StepWindow(function, step: x / 4, noise: noise)
      guard let other = near.slope, judge(other.value, error: other.error) == .wrong else { return nil }
    }
    return Finding(verdict: .wrong, numerical: slope.value)
  }

  /// Whether differences with other steps than halves of one another agree as well: a fast oscillation can make those
  /// agree by chance.
  private func isBorneOutBetweenSteps(_ window: StepWindow<Scalar>) -> Bool {
    guard let slope = window.slope else { return false }
    return [0.83, 0.61, 0.37, 0.23].allSatisfy { share in
      let points = StepPoints(around: function.center, step: window.step * Scalar(share as Double))
      let (above, below) = (function.evaluate(points.above), function.evaluate(points.below))
      let difference = (above.value - below.value) / points.width
      let rounding = 2 * window.noise / points.width
      return (difference - slope.value).magnitude <= 2 * window.spread + slope.error + rounding
    }
  }

  /// Whether the derivative is 0 as exactly as can be known: the function turns round within 10⁻¹⁰ of x, or is seen to be
  /// flat as near to x as that.
  private func isStationary(_ window: StepWindow<Scalar>) -> Bool {
    guard let slope = window.slope, window.isVisible, window.jump == 0,
      analytic.magnitude <= 2 * slope.error, slope.value.magnitude <= 2 * slope.error
    else { return false }
    let near = 1e-10 * Swift.max(1, function.center.magnitude)
    if let bend = window.bend, slope.error / bend <= near { return true }
    return window.step <= near && window.isTwoSided && slope.error <= tolerance * window.variation
  }

  /// Whether both derivatives are 0 within the rounding of terms that cancel.
  private func isCancelled(_ slope: SlopeEstimate<Scalar>) -> Bool {
    guard !crossesKink, let cancelledTerms else { return false }
    let terms = cancelledTerms(StepPoints(around: function.center, step: firstStep).above)
    return analytic.magnitude <= Scalar.ulpOfOne.squareRoot() * terms
      && slope.value.magnitude + slope.error <= tolerance * terms
  }

  /// The verdict where x lies on a kink whose branches are known.
  private func verdictOnKnownKink(_ noise: Scalar?) -> Finding? {
    guard let (left, right) = branchesBeside() else { return nil }
    for step in [firstStep] + shorterSteps(than: firstStep) {
      let window = StepWindow(function, step: step, noise: noise, branches: (left, right))
      guard let left = window.left, let right = window.right,
        Swift.max(left.error, right.error) <= 0.1 * (right.value - left.value).magnitude
      else { continue }
      return between(left, right)
    }
    return nil
  }

  /// The branches to the left and to the right of x where x lies on a kink.
  private func branchesBeside() -> (left: Int?, right: Int?)? {
    let x = function.center
    let nearest = x == 0 ? Scalar.ulpOfOne * firstStep : 4 * x.ulp
    func branches(_ reach: Scalar) -> (left: Int?, right: Int?)? {
      let (left, right) = (function.evaluate(x - reach).branches, function.evaluate(x + reach).branches)
      return left == function.atCenter.branches && right == function.atCenter.branches ? nil : (left, right)
    }
    if let found = branches(nearest) { return found }
    // Of a tie at x, or within rounding of it, both sides count as one branch until more than rounding tells them apart.
    guard let exactBranches = function.exactBranches else { return nil }
    let exact = exactBranches(x)
    guard
      exact != function.atCenter.branches || exactBranches(x - nearest) != exact
        || exactBranches(x + nearest) != exact
    else { return nil }
    for factor: Scalar in [0x1p5, 0x1p10, 0x1p15, 0x1p20] where factor * nearest < firstStep {
      if let found = branches(factor * nearest) { return found }
    }
    return nil
  }

  /// The verdict where the two sides' derivatives differ however short the step, until rounding hides it.
  private func verdictOnKink(_ jumps: [StepWindow<Scalar>], _ noise: Scalar?) -> Finding? {
    if crossesKink, let known = verdictOnKnownKink(noise) { return known }
    let last = jumps.suffix(3)
    guard last.count == 3, let least = last.map(\.jump).min(), let most = last.map(\.jump).max(),
      least > 0.9 * most
    else { return nil }
    let window = last.min { $0.errorOfSides < $1.errorOfSides }
    guard let window, let left = window.left, let right = window.right else { return nil }
    let finding = between(left, right)
    // Where rounding hides on which side of 0 the kink lies, nothing is known of x.
    let x = function.center.magnitude
    return finding.verdict == .kink && x > 0 && x < window.step ? nil : finding
  }

  /// On a kink any derivative between those of the two sides will do.
  private func between(_ left: SlopeEstimate<Scalar>, _ right: SlopeEstimate<Scalar>) -> Finding {
    let (low, high) = left.value < right.value ? (left, right) : (right, left)
    let allowed =
      tolerance * Swift.max(analytic.magnitude, low.value.magnitude, high.value.magnitude, floor)
    let isBetween =
      analytic >= low.value - low.error - allowed && analytic <= high.value + high.error + allowed
    let nearest =
      (analytic - low.value).magnitude < (analytic - high.value).magnitude ? low.value : high.value
    return Finding(verdict: isBetween ? .kink : .wrong, numerical: nearest)
  }
}
