import Backprop
import BackpropFiles
import BackpropGraphics

extension TerminalPlot {
  /// The plots of a training: its loss, and both accuracies in one where they were measured at least twice.
  public static func plots(of history: TrainingHistory) -> [TerminalPlot] {
    let curves = HistoryCurves(history: history)
    let end = max(history.iterations, 1)
    func position(_ iteration: Double) -> Double { end == 1 ? 0.5 : (iteration - 1) / Double(end - 1) }
    let ends = ("1", "\(end.grouped) iterations")
    var plots: [TerminalPlot] = []
    let places = curves.places
    if places.count > 1 {
      let points = places.map {
        (position(Double($0.iterations.lowerBound + $0.iterations.upperBound) / 2), $0.loss)
      }
      plots.append(
        TerminalPlot(
          title: "loss", curves: [Curve(name: "loss", points: points)],
          axis: ChartAxis(covering: places.map(\.loss), tickCount: 4), ends: ends))
    }
    let records = curves.records.filter { $0.iteration > 0 }
    if records.count > 1 {
      let train = records.map { (position(Double($0.iteration)), $0.trainAccuracy) }
      let test = records.compactMap { record in
        record.testAccuracy.map { (position(Double(record.iteration)), $0) }
      }
      // In one plane they are compared at a glance; that of the test is in marks, since a terminal's line has one colour.
      var both = [Curve(name: "training", points: train)]
      if !test.isEmpty { both.append(Curve(name: "test", points: test, isMarked: true)) }
      plots.append(
        TerminalPlot(
          title: test.isEmpty ? "training accuracy" : "accuracy", curves: both,
          axis: ChartAxis(covering: (train + test).map(\.1), tickCount: 4), ends: ends))
    }
    return plots
  }
}
