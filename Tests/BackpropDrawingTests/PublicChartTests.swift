import Backprop
import BackpropDrawing
import Testing

/// What a program from outside makes of charts, without the library's insides.
@Suite("Charts of one's own")
struct PublicChartTests {
  @Test("curves of a training, as files of their own in either language")
  func history() throws {
    let curves = HistoryCurves(history: SampleReport.history())
    for chart in [curves.lossChart, curves.errorChart] {
      let (english, chinese) = (chart.names.vertical.english, chart.names.vertical.chinese)
      #expect(english != chinese)
      let file = chart.file()
      let markup = try Markup.parse(file)
      #expect(markup.all("svg").first?.attributes["width"] == "560")
      #expect(
        markup.all("style").count == 1 && file.contains("--c1:#1f63c4") && file.contains(".chart .line"))
      #expect(markup.text.contains(english) && !file.contains(chinese) && !file.contains("lang="))
      let other = chart.file(width: 300, height: 200, language: .chinese)
      #expect(other.contains(chinese) && other.contains("width=\"300\"") && !other.contains("iteration"))
      _ = try Markup.parse(other)
    }
  }

  @Test("curves of any numbers, which tell their values")
  func curves() throws {
    let chart = LineChart(
      label: Words(same: "Two curves"), names: (Words("week", "周"), Words("rain", "雨")),
      positions: [1, 2, 3],
      series: [
        .init(name: Words(same: "here"), style: 1, values: [3, nil, 4.5]),
        .init(name: Words(same: "there"), style: 2, values: [1, 2]),
      ])
    let markup = try Markup.parse(chart.file())
    #expect(
      markup.all("rect", class: "stop").map { $0.attributes["data-values"] } == [
        "1|3|1", "2|–|2", "3|4.5|–",
      ])
    #expect(markup.text.contains("week 3: here 4.5, there –"))
    #expect(chart.file(language: .chinese).contains("周 3：here 4.5，there –"))
  }

  @Test("a histogram")
  func histogram() throws {
    let chart = HistogramChart(
      label: Words("weights", "权重"), name: Words(same: "W1"),
      histogram: Histogram(of: [0.5, 1, 1.5, 2] as [Double], binCount: 3))
    #expect(try Markup.parse(chart.file()).all("rect", class: "column").count == 3)
    #expect(!chart.file(language: .chinese).contains(" values"))
  }

  @Test("plots for a terminal")
  func terminal() {
    let plot = TerminalPlot(
      title: "rain", curves: [.init(name: "here", points: [(0, 1), (0.5, 3), (1, 2)])], ends: ("1", "3 weeks")
    )
    let lines = plot.lines(width: 60)
    #expect(lines.first == "rain" && lines.last?.hasSuffix("3 weeks") == true)
    #expect(lines.allSatisfy { $0.count <= 60 })
    let plots = TerminalPlot.plots(of: SampleReport.history())
    #expect(
      TerminalPlot.lines(of: plots, width: 100).contains { $0.contains("accuracy: ⠤⠒ training, o test") })
  }

  @Test("a report of a training of one's own, made of the trainer alone")
  func report() throws {
    var generator = Philox4x32(seed: 3)
    let model = try Model(Sequential<Double>(sizes: [4, 5, 2], using: &generator))
    // The second picture is the first one's negative; 2 and −1 are outside what a picture shows.
    let pictures: Tensor<Double> = [[0, 1, 0.2, 2], [1, 0, 0.8, -1]]
    let samples = try SampleSet(pictures, labels: [0, 1], classCount: 2)
    let wrong = try SampleSet(pictures, labels: [1, 0], classCount: 2)
    let trainer = try Trainer(
      model, on: samples, test: wrong, .init(duration: .iterations(60), batchSize: 2, seed: 3))
    let history = try trainer.run()
    let report = try TrainingReport(
      of: history, by: trainer, classNames: ["dark", "light"], pictures: .init(rows: 2, columns: 2))
    #expect(report.title.english == "affine 5, relu, affine 2")
    #expect(report.settings.map(\.value).contains("sgd".uppercased()))
    #expect(report.confusion?.total == 2)
    // Trained on the labels' opposites, it takes both for the other one.
    #expect(report.mistakeCount == 2 && report.mistakes.count == 2)
    let picture = try #require(report.mistakes.first { $0.position == 0 }?.picture)
    #expect(picture == .init(rows: 2, columns: 2, pixels: [0, 255, 51, 255]))
    #expect(report.weights?.unitCount == 5 && report.weights?.units.first?.count == 4)
    #expect(report.layers.map(\.name) == ["Affine1", "ReLU1", "Affine2"] && report.graph != nil)
    _ = try Markup.parse(page: report.html)
    // Numbers to be met have no classes to be taken for one another.
    let numbers = try SampleSet(pictures, targets: [[1.5], [2.5]])
    final class Square: Loss {
      func callAsFunction(_ y: Variable<Double>, _ targets: Targets<Double>) -> Variable<Double> {
        guard case .rows(let rows) = targets else { return y.sum() }
        return (y - y.graph.constant(rows)).power(2).mean()
      }
      func check(output: TensorShape, against targets: TargetKind) {}
    }
    let fit = try Trainer(
      Model(Affine(weight: .zeros([4, 1]), bias: [0]), loss: Square()), on: numbers, test: numbers,
      .init(duration: .iterations(3), batchSize: 2))
    let plain = try TrainingReport(of: try fit.run(), by: fit)
    #expect(plain.confusion == nil && plain.mistakes.isEmpty && plain.weights == nil)
  }
}
