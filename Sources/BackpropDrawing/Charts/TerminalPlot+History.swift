import Backprop
import BackpropFiles
import BackpropGraphics

extension TerminalPlot {
  /// The plots of a training: its loss, and both accuracies where they were measured at least twice.
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
      let values = (train + test).map(\.1)
      // Two curves in one colour can't be told apart where they lie close, which good ones do: each has its own plane.
      let axis = ChartAxis(covering: values, tickCount: 4)
      plots.append(
        TerminalPlot(
          title: "training accuracy", curves: [Curve(name: "training", points: train)], axis: axis, ends: ends
        ))
      if !test.isEmpty {
        plots.append(
          TerminalPlot(
            title: "test accuracy", curves: [Curve(name: "test", points: test)], axis: axis, ends: ends))
      }
    }
    return plots
  }
}
