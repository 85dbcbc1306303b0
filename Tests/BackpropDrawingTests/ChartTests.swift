import Backprop
import Testing

@testable import BackpropDrawing
@testable import BackpropGraphics

@Suite struct ChartTests {
  // MARK: - Axes

  private static let ranges: [[Double]] = {
    var generator = Philox4x32(seed: 4)
    var ranges: [[Double]] = [
      [], [0], [1], [-3], [1e300], [-1e308, 1e308], [.nan], [.infinity, -.infinity], [0, 1], [0, 2.3],
      [0.97, 0.98],
      [.leastNonzeroMagnitude, 8 * .leastNonzeroMagnitude], [.leastNonzeroMagnitude], [1, 1 + 1e-12],
      [1e15, 1e15 + 1], [0.1, 0.30000000000000004], [-0.5, 0.5],
      [0, 1e-9],
      [999_999, 1_000_001], [-7, -6.99],
    ]
    for _ in 0..<300 {
      let scale = Double.pow(10, Double(generator.nextIndex(below: 40)) - 20)
      let start = generator.nextNormal() * scale
      ranges.append([
        start, start + generator.nextNormal() * Double.pow(10, Double(generator.nextIndex(below: 12)) - 6),
      ])
    }
    return ranges
  }()

  @Test("ticks cover the values, ascend in equal steps of 1, 2 or 5, and no two have the same label")
  func ticks() {
    for values in ChartTests.ranges {
      for count in [2, 4, 6, 9] {
        let axis = ChartAxis(covering: values, tickCount: count)
        #expect(axis.range.lowerBound < axis.range.upperBound)
        for value in values where value.isFinite && value.magnitude <= 1e300 {
          let slack = 1e-9 * max(axis.range.upperBound - axis.range.lowerBound, value.magnitude * 1e-6)
          #expect(
            value >= axis.range.lowerBound - slack && value <= axis.range.upperBound + slack, "\(values)")
        }
        #expect(axis.ticks.count >= 2 && axis.ticks.count <= count + 2, "\(values): \(axis.ticks)")
        #expect(axis.ticks.count == axis.labels.count)
        #expect(Set(axis.labels).count == axis.labels.count, "\(values): \(axis.labels)")
        #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0 < $1 })
        let step = (axis.ticks[1] - axis.ticks[0]).description.filter("123456789".contains)
        if values.count == 2, (values[1] - values[0]).magnitude > 1e-3 * values[0].magnitude,
          values[1].isFinite
        {
          #expect(
            "125".contains(step.prefix(1)) || step.hasPrefix("99") || step.hasPrefix("49")
              || step.hasPrefix("19"), "\(values): \(axis.ticks)")
        }
        for (tick, label) in zip(axis.ticks, axis.labels) {
          let read = Double(label) ?? .nan
          #expect(
            (read - tick).magnitude <= 0.02 * (axis.ticks[1] - axis.ticks[0]),
            "\(values): \(label) at \(tick)")
        }
      }
    }
  }

  @Test("an exact axis ends where the values end, and one of counts has no fractions")
  func exactAndWhole() {
    let exact = ChartAxis(covering: [1, 600], tickCount: 9, isExact: true, isWhole: true)
    #expect(exact.range == 1...600 && exact.labels == ["100", "200", "300", "400", "500", "600"])
    for count in [1, 2, 3, 5, 17, 1_000_000_000] {
      let axis = ChartAxis(covering: [1, Double(count)], tickCount: 9, isExact: true, isWhole: true)
      #expect(!axis.ticks.isEmpty && axis.ticks.allSatisfy { $0 == $0.rounded() }, "\(count): \(axis.ticks)")
      #expect(axis.range.lowerBound < axis.range.upperBound)
    }
  }

  @Test("a logarithmic axis has powers of ten")
  func logarithmic() throws {
    let wide = try #require(ChartAxis(logarithmicallyCovering: [1e-7, 30, .nan, -1]))
    #expect(wide.range.lowerBound <= 1e-7 && wide.range.upperBound >= 30)
    #expect(wide.labels.first == "1e-8" || wide.labels.first == "1e-7")
    #expect(Set(wide.labels).count == wide.labels.count && wide.labels.count <= 7)
    let narrow = try #require(ChartAxis(logarithmicallyCovering: [0.2, 0.9]))
    #expect(narrow.labels == ["0.1", "0.2", "0.5", "1"])
    #expect(ChartAxis(logarithmicallyCovering: [0, -1, .nan]) == nil)
    #expect(narrow.position(of: 0.1) == 0 && narrow.position(of: 1) == 1 && narrow.position(of: .nan) == nil)
  }

  @Test("labels of the horizontal axis don't overlap", arguments: [120.0, 300, 560])
  func labels(width: Double) {
    for values in ChartTests.ranges {
      let axis = ChartAxis(covering: values, tickCount: 9, isExact: true)
      let frame = ChartFrame(
        width: width, height: 200, horizontal: axis, vertical: ChartAxis(covering: [0, 1]),
        names: (Words("x", "x"), Words("y", "y")))
      let spans = frame.labelledTicks.map { index -> (Double, Double) in
        let center = frame.x(axis.ticks[index]) ?? 0
        let half = TextWidth.of(axis.labels[index]) / 2
        return (center - half, center + half)
      }
      #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.1 < $1.0 })
    }
  }

  // MARK: - Curves

  @Test(
    "places share the iterations out, all of them once", arguments: [0, 1, 2, 239, 240, 241, 1000, 10_007])
  func places(count: Int) {
    var history = TrainingHistory()
    history.losses = (0..<count).map { 1 / Double($0 + 1) }
    let places = HistoryCurves(history: history).places
    #expect(places.count == min(count, 240))
    #expect(places.flatMap { Array($0.iterations) } == Array(1..<count + 1))
    for place in places {
      let losses = history.losses[(place.iterations.lowerBound - 1)..<place.iterations.upperBound]
      #expect((place.loss - losses.reduce(0, +) / Double(losses.count)).magnitude < 1e-12)
      #expect(place.range == (losses.min() ?? 0)...(losses.max() ?? 0))
    }
  }

  @Test("charts of strange histories are well-formed, and their coordinates numbers")
  func strange() throws {
    let losses: [[Double]] = [
      [], [1], [.nan], [.infinity, .nan, -.infinity], [1, 1, 1], [1, .nan, 2, .nan, .nan, 3], [0, 0],
      [1e300, -1e300],
      [1e-9, 1, 1e9], Array(repeating: .nan, count: 1000), (0..<999).map { $0 % 3 == 0 ? .nan : Double($0) },
    ]
    for losses in losses {
      var history = TrainingHistory()
      history.losses = losses
      history.epochs = [.init(number: 1, iteration: 1, loss: .nan, training: [:])]
      let curves = HistoryCurves(history: history)
      for chart in [curves.lossChart, curves.errorChart] {
        let svg = chart.svg()
        let markup = try Markup.parse(svg)
        #expect(
          !svg.contains("\"nan\"")
            && markup.elements.allSatisfy { element in
              ["d", "x", "y", "width", "height"].allSatisfy { name in
                element.attributes[name].map { !$0.contains("nan") && !$0.contains("inf") } ?? true
              }
            })
      }
      let stops = try Markup.parse(curves.lossChart.svg()).all("rect", class: "stop")
      #expect(stops.count == min(losses.count, 240))
    }
  }

  @Test("a curve has a gap where a loss isn't finite, and a mark there")
  func gaps() throws {
    var history = TrainingHistory()
    history.losses = [3, 2, .nan, 1, .infinity, 1]
    let svg = try Markup.parse(HistoryCurves(history: history).lossChart.svg())
    let line = try #require(svg.all("path", class: "line").last?.attributes["d"])
    #expect(line.count { $0 == "M" } == 3 && svg.all("path", class: "bad").count == 2)
    #expect(svg.all("circle").count == 4)
  }

  @Test("a loss that spans many powers of ten is drawn by ratio")
  func wideLoss() {
    var history = TrainingHistory()
    history.losses = [1000, 10, 0.1]
    #expect(HistoryCurves(history: history).lossChart.svg().contains(">100<"))
    history.losses = [1000, 10, 0]
    #expect(!HistoryCurves(history: history).lossChart.svg().contains(">0.1<"))
  }

  @Test("names that are too long for a line are broken, at spaces where there are any")
  func brokenNames() {
    func english(_ text: String, _ columns: Int) -> [String] {
      Words(same: text).broken(to: columns).map(\.english)
    }
    #expect(english("mean and range", 20) == ["mean and range"])
    #expect(english("mean and range", 8) == ["mean and", "range"])
    #expect(english("mean and range", 7) == ["mean", "and", "range"])
    #expect(english("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(english("", 3) == [""] && english("ab", 0) == ["a", "b"])
    let both = Words("loss: mean and range", "平均值与范围").broken(to: 10)
    #expect(both == [Words("loss: mean", "平均值与范"), Words("and range", "围")])
  }

  @Test("values under the pointer are those of the history")
  func stops() throws {
    let history = SampleReport.history(iterations: 3, epochLength: 2)
    let curves = HistoryCurves(history: history)
    let losses = try Markup.parse(curves.lossChart.svg())
    #expect(
      losses.all("rect", class: "stop").map { $0.attributes["data-values"] } == [
        "1|2.3", "2|2.017", "3|1.843",
      ])
    #expect(losses.text.contains("iteration 2: loss 2.017"))
    let accuracies = try Markup.parse(curves.errorChart.svg())
    #expect(
      accuracies.all("rect", class: "stop").map { $0.attributes["data-values"] }
        == ["1|1|61.67 %|63.33 %", "3|2|5.00 %|10.00 %"])
    #expect(accuracies.text.contains("iteration 3, epoch 2: training 5.00 %, test 10.00 %"))
  }

  @Test("charts look as they did when they were last looked at")
  func recorded() throws {
    let curves = HistoryCurves(history: SampleReport.history())
    try Recording.expect(curves.lossChart.svg(), equals: "loss.svg")
    try Recording.expect(curves.errorChart.svg(), equals: "errors.svg")
    var spoiled = SampleReport.history(iterations: 12, epochLength: 4)
    spoiled.losses[5] = .nan
    spoiled.losses[9] = .infinity
    try Recording.expect(HistoryCurves(history: spoiled).lossChart.svg(), equals: "loss-with-gaps.svg")
    let histogram = Histogram(of: (0..<200).map { Double($0 * $0 % 97) / 97 - 0.3 }, binCount: 20)
    let chart = HistogramChart(
      label: Words("numbers", "数"), name: Words("W", "W"), style: 1, histogram: histogram)
    try Recording.expect(chart.svg(), equals: "histogram.svg")
  }

  @Test("a histogram's columns stand for its counts, however few numbers there are")
  func histogram() throws {
    for numbers in [[], [0.5], [0, 0], [1, 1, 1], [.nan], [-1, 2, 3], [-1e308, 1e308]] as [[Double]] {
      let histogram = Histogram(of: numbers, binCount: 5)
      let svg = HistogramChart(label: Words("a", "b"), name: Words("c", "d"), style: 2, histogram: histogram)
        .svg()
      let markup = try Markup.parse(svg)
      #expect(markup.all("rect", class: "column").count == histogram.bins.count { $0 > 0 })
      #expect(markup.all("rect", class: "stop").count == histogram.bins.count)
    }
  }
}
