import Backprop
import BackpropFiles
import BackpropGraphics

/// A training's loss, error rates, learning rate and gradients as curves.
///
/// ```swift
/// let curves = HistoryCurves(history: try trainer.run())
/// try curves.lossChart.file().write(toFile: "loss.svg", atomically: true, encoding: .utf8)
/// ```
public struct HistoryCurves: Sendable {
  /// What is drawn.
  public let history: TrainingHistory

  /// Whether what was learnt from is called images.
  var areOfPictures = true

  /// The curves of a history.
  public init(history: TrainingHistory) { self.history = history }

  /// The longest chart has as many places as a screen has room for; more iterations share one.
  static let placeLimit = 240

  /// Several iterations as one place of the loss's curve.
  struct Place: Equatable {
    /// The first and last iteration, from 1 on; of a thinned history those between the losses that were kept, too.
    var iterations: ClosedRange<Int>
    /// The mean of the finite losses, or the first loss where none is finite.
    var loss: Double
    /// The least and the greatest finite loss.
    var range: ClosedRange<Double>?
    /// How many losses aren't finite.
    var nonFiniteCount: Int
  }

  /// The loss's places, none without iterations.
  var places: [Place] {
    let losses = history.losses
    let count = min(losses.count, HistoryCurves.placeLimit)
    return (0..<count).map { place in
      let first = place * losses.count / count
      let last = (place + 1) * losses.count / count
      let finite = losses[first..<last].filter(\.isFinite)
      let share = 1 / Double(max(finite.count, 1))
      let mean = finite.isEmpty ? losses[first] : finite.reduce(0) { $0 + $1 * share }
      let range = finite.min().flatMap { low in finite.max().map { low...$0 } }
      return Place(
        iterations: (first * history.lossInterval + 1)...(last * history.lossInterval), loss: mean,
        range: range,
        nonFiniteCount: last - first - finite.count)
    }
  }

  /// The measurements of accuracy, the one at the end included, thinned to a number that a chart has room for.
  var records: [TrainingHistory.Epoch] {
    var all = history.epochs
    if let final = history.final, all.last?.iteration != final.iteration { all.append(final) }
    // Evaluations that were broken off have nothing to show.
    if !history.metricNames.isEmpty { all.removeAll { !$0.isMeasured } }
    return HistoryCurves.thinned(all, to: HistoryCurves.placeLimit)
  }

  /// At most so many of some elements, evenly spread, the first and the last among them.
  static func thinned<Element>(_ elements: [Element], to limit: Int) -> [Element] {
    guard elements.count > limit, limit > 1 else { return elements }
    return (0..<limit).map { elements[$0 * (elements.count - 1) / (limit - 1)] }
  }

  /// The loss over the iterations; of more than 240 the means and ranges of neighbours.
  public var lossChart: LineChart {
    let places = places
    let isGrouped = places.contains { $0.iterations.count > 1 }
    let template =
      isGrouped
      ? Words("iterations {0}: mean loss {1}, from {2} to {3}", "第 {0} 次迭代：平均损失 {1}，最小 {2}，最大 {3}")
      : Words("iteration {0}: loss {1}", "第 {0} 次迭代：损失 {1}")
    let details = places.map { place in
      let bad = place.nonFiniteCount == 0 || place.range == nil ? "" : " (\(place.nonFiniteCount) nan/inf)"
      let loss = NumberText.significant(place.loss) + bad
      guard isGrouped else { return [place.iterations.lowerBound.grouped, loss] }
      let numbers = [place.iterations.lowerBound, place.iterations.upperBound].map(\.grouped)
      return [
        numbers.joined(separator: "–"), loss,
        place.range.map { NumberText.significant($0.lowerBound) } ?? "–",
        place.range.map { NumberText.significant($0.upperBound) } ?? "–",
      ]
    }
    var name = Words("loss of a mini-batch", "mini-batch 的损失")
    if isGrouped {
      let size = places.map(\.iterations.count).max() ?? 1
      name = Words("loss: mean and range of up to \(size) mini-batches", "损失：至多 \(size) 个 mini-batch 的平均值与范围")
    }
    return LineChart(
      label: Words(
        "Loss of the mini-batches over the iterations. Arrow keys read the values.",
        "各次迭代的 mini-batch 损失。用方向键读数。"),
      names: (Words("iteration", "迭代次数"), Words("loss", "损失")),
      positions: places.map { Double($0.iterations.lowerBound + $0.iterations.upperBound) / 2 },
      limits: [1, Double(history.iterations)],
      series: [
        LineChart.Series(
          name: name, style: 3, values: places.map { Optional($0.loss) },
          ranges: isGrouped ? places.map(\.range) : [])
      ],
      template: template, details: details, scale: .logarithmic(beyond: 1000))
  }
}
