import BackpropFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An axis of a chart: what it covers, where its ticks are, and where a value lies on it.
package struct ChartAxis: Equatable, Sendable {
  /// How values are spread over the axis.
  package enum Scale: Sendable {
    /// Equal differences take equal room.
    case linear
    /// Equal ratios take equal room.
    case logarithmic
  }

  /// How values are spread.
  let scale: Scale
  /// What the axis covers; the lower limit is below the upper one.
  let range: ClosedRange<Double>
  /// The values that have a tick, in ascending order, all in the range.
  let ticks: [Double]
  /// What is written at each tick; no two are the same.
  let labels: [String]

  /// An axis whose ticks are at 1, 2 or 5 times a power of ten and cover the finite ones of the values.
  ///
  /// - Parameters:
  ///   - tickCount: about how many ticks there is room for.
  ///   - isExact: whether the axis ends where the values end, with ticks in between, instead of at ticks.
  ///   - isWhole: whether values are counts, so that no tick is at a fraction.
  package init(
    covering values: some Sequence<Double>, tickCount: Int = 6, isExact: Bool = false, isWhole: Bool = false
  ) {
    var (low, high) = (Double.infinity, -Double.infinity)
    // Beyond this, differences of values could overflow.
    let limit = 1e300
    for value in values where value.isFinite {
      low = min(low, max(-limit, value))
      high = max(high, min(limit, value))
    }
    if low > high { (low, high) = (0, 1) }
    // Numbers that agree to nine digits are drawn as one constant, with room above and below.
    let size = max(low.magnitude, high.magnitude)
    if high - low <= 1e-9 * size || high - low < 1e-300 {
      let margin = isWhole ? max(0.5, size / 1e6) : size < 1e-290 ? 1 : size / 10
      (low, high) = (low - margin, high + margin)
    }
    let smallest = (high - low) / Double(max(tickCount, 2) - 1)
    let step = ChartAxis.step(over: isWhole ? max(smallest, 1) : smallest)
    let (first, last) =
      isExact
      ? ((low / step).rounded(.up), (high / step).rounded(.down))
      : ((low / step).rounded(.down), (high / step).rounded(.up))
    scale = .linear
    ticks = stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
    range = isExact ? low...high : (first * step)...(last * step)
    labels = ChartAxis.labels(ticks, step: step)
  }

  /// An axis of ratios with ticks at powers of ten, or at 1, 2 and 5 times them where there is room.
  ///
  /// `nil` when there is no value above 0. Values that aren't finite or positive aren't covered.
  ///
  /// - Parameter isTight: whether the axis ends at the last ticks that are needed, not at powers of ten.
  package init?(
    logarithmicallyCovering values: some Sequence<Double>, tickCount: Int = 6, isTight: Bool = false
  ) {
    let values = values.filter { $0.isFinite && $0 > 1e-300 && $0 < 1e300 }
    guard let low = values.min(), let high = values.max() else { return nil }
    let first = Int(log10(low).rounded(.down))
    let last = max(Int(log10(high).rounded(.up)), first + 1)
    let every = max(1, (last - first + max(tickCount, 2) - 2) / (max(tickCount, 2) - 1))
    let factors: [Double] = every == 1 && (last - first) * 3 <= tickCount + 1 ? [1, 2, 5] : [1]
    var ticks: [Double] = []
    var exponent = first
    while exponent < last {
      ticks += factors.map { $0 * pow(10, Double(exponent)) }
      exponent += every
    }
    ticks.append(pow(10, Double(exponent)))
    if isTight {
      while ticks.count > 2, ticks[1] <= low { ticks.removeFirst() }
      while ticks.count > 2, ticks[ticks.count - 2] >= high { ticks.removeLast() }
    }
    scale = .logarithmic
    self.ticks = ticks
    range = isTight ? ticks[0]...ticks[ticks.count - 1] : pow(10, Double(first))...pow(10, Double(exponent))
    labels = ticks.map { NumberText.significant($0, digits: 3) }
  }

  /// An axis of counts by ratio, from below 1, so that what is there once is seen, to a power of ten.
  package init(countsUpTo count: Int) {
    var ticks = [1.0, 10]
    var labels = ["1", "10"]
    while ticks[ticks.count - 1] < Double(count) {
      let exponent = ticks.count
      ticks.append(pow(10, Double(exponent)))
      labels.append(
        ["1", "10", "100"][exponent % 3] + ["", "k", "M", "G", "T", "P", "E", "Z"][exponent / 3])
    }
    scale = .logarithmic
    // A decade a label where there is room for them, else every second or third.
    let every = (ticks.count + 4) / 5
    let kept = stride(from: 0, to: ticks.count, by: every)
    range = 0.6...ticks[ticks.count - 1]
    self.ticks = kept.map { ticks[$0] }
    self.labels = kept.map { labels[$0] }
  }

  /// Where a value lies: 0 at the lower limit, 1 at the upper one; beyond them at the limit. `nil` for NaN.
  package func position(of value: Double) -> Double? {
    guard !value.isNaN else { return nil }
    let position: Double
    switch scale {
    case .linear:
      position = (value / 2 - range.lowerBound / 2) / (range.upperBound / 2 - range.lowerBound / 2)
    case .logarithmic:
      guard value > 0 else { return 0 }
      position = log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
    return min(max(position, 0), 1)
  }

  /// The smallest 1, 2 or 5 times a power of ten that isn't below a difference.
  private static func step(over difference: Double) -> Double {
    let exponent = log10(difference).rounded(.down)
    for factor in [1.0, 2, 5, 10] {
      // Negative powers of ten have no exact form; dividing by the positive one gives the nearest number.
      let step = exponent < 0 ? factor / pow(10, -exponent) : factor * pow(10, exponent)
      if step >= difference * (1 - 1e-9) { return step }
    }
    return difference
  }

  private static func labels(_ ticks: [Double], step: Double) -> [String] {
    let largest = ticks.map(\.magnitude).max() ?? 0
    let decimals = max(0, -Int(log10(step * 1.0001).rounded(.down)))
    if largest < 1e6, decimals <= 5 { return ticks.map { $0.fixed(decimals) } }
    let digits = max(1, Int(log10(largest / step).rounded(.up)) + 1)
    return ticks.map { NumberText.significant($0, digits: min(digits, 17)) }
  }
}
