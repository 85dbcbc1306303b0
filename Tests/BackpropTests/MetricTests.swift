import Backprop
import Testing

@Suite("Metrics of classes and of numbers")
struct KindsOfMetricTests {
  private let scores: Tensor<Double> = [[0.1, 0.5, 0.4], [0.2, 0.2, 0.6], [0.3, 0.3, 0.3]]

  @Test("the accuracy of the first k guesses counts equal scores by their place")
  func top() {
    var (one, two, three) = (TopAccuracy<Double>(1), TopAccuracy<Double>(2), TopAccuracy<Double>(3))
    #expect(one.value == nil && two.name == "top_2_accuracy")
    let targets = Targets<Double>.classes([2, 1, 1])
    one.add(scores, targets)
    two.add(scores, targets)
    three.add(scores, targets)
    // In the second row class 1 comes behind 2 and 0, in the third behind 0.
    #expect(one.value == 0 && two.value == 2.0 / 3 && three.value == 1)
    var accuracy = Accuracy<Double>()
    for labels in [[1, 2, 0], [0, 2, 1], [2, 0, 2]] {
      accuracy.add(scores, .classes(labels))
      one.add(scores, .classes(labels))
    }
    accuracy.add(scores, targets)
    #expect(accuracy.value == one.value)
    one.add(Tensor(repeating: .nan, shape: [1, 2]), .classes([0]))
    #expect(one.value == 4.0 / 13)
  }

  @Test("the recall of a class is its own accuracy")
  func recall() {
    var metrics = ClassRecall<Double>.all(3)
    #expect(metrics.map(\.name) == ["recall_0", "recall_1", "recall_2"])
    for index in metrics.indices { metrics[index].add(scores, .classes([1, 2, 2])) }
    #expect(metrics.map(\.value) == [nil, 1, 0.5])
    for index in metrics.indices { metrics[index].add([[3, 1, 2]], .rows([[1, 0, 0]])) }
    #expect(metrics.map(\.value) == [1, 1, 0.5])
  }

  @Test("numbers are off by their mean absolute error")
  func absolute() {
    var error = MeanAbsoluteError<Double>()
    #expect(error.value == nil)
    error.add([[1, 2], [3, 4]], .rows([[1, 0], [4, 4]]))
    error.add([[0, 0]], .rows([[0, -3]]))
    #expect(error.value == 1)
  }

  @Test("R² is the mean over places, batch by batch as at once")
  func rSquared() throws {
    var generator = Philox4x32(seed: 3)
    let targets = Tensor<Double>.normal([30, 2], mean: 1e6, using: &generator)
    let outputs = targets + Tensor<Double>.normal([30, 2], standardDeviation: 0.5, using: &generator)
    var (whole, parts) = (RSquared<Double>(), RSquared<Double>())
    #expect(whole.value == nil)
    whole.add(outputs, .rows(targets))
    for start in stride(from: 0, to: 30, by: 7) {
      let rows = start..<min(start + 7, 30)
      parts.add(outputs[rows], .rows(targets[rows]))
    }
    var expected = 0.0
    for place in 0..<2 {
      let (y, t) = (
        (0..<30).map { outputs[element: $0, place] }, (0..<30).map { targets[element: $0, place] }
      )
      let mean = t.reduce(0, +) / 30
      let residual = zip(y, t).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      expected += (1 - residual / t.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }) / 2
    }
    expectClose(try #require(whole.value), expected, relative: 1e-8)
    expectClose(try #require(parts.value), expected, relative: 1e-8)
    var right = RSquared<Double>()
    right.add([[1, 5], [2, 5]], .rows([[1, 5], [2, 5]]))
    #expect(right.value == 1, "the place without variance is left out")
    var constant = RSquared<Double>()
    constant.add([[1], [2]], .rows([[5], [5]]))
    #expect(constant.value == nil)
    var mean = RSquared<Double>()
    mean.add([[2], [2]], .rows([[1], [3]]))
    #expect(mean.value == 0)
  }

  @Test("a training refuses metrics of targets that they can't measure, and says which can")
  func refused() throws {
    func message(_ metric: any Metric<Double>, _ set: SampleSet<Double>, outputs: Int) -> String {
      var generator = Philox4x32(seed: 1)
      do {
        _ = try Trainer(
          Model(Affine<Double>(inputs: 2, outputs: outputs, using: &generator), loss: AnyLoss()), on: set,
          metrics: [metric])
        return ""
      } catch {
        return "\(error)"
      }
    }
    let classes = try SampleSet<Double>(.zeros([4, 2]), labels: [0, 1, 2, 0], classCount: 3)
    let numbers = try SampleSet<Double>(.zeros([4, 2]), targets: .zeros([4, 1]))
    for metric: any Metric<Double> in [RSquared<Double>(), MeanAbsoluteError<Double>()] {
      #expect(message(metric, numbers, outputs: 1) == "")
      #expect(message(metric, classes, outputs: 3).contains("3 classes"))
    }
    for metric: any Metric<Double> in [
      TopAccuracy<Double>(2), ClassRecall<Double>(of: 1), Accuracy<Double>(),
    ] {
      #expect(message(metric, classes, outputs: 3) == "")
      #expect(message(metric, numbers, outputs: 1).contains("RSquared"))
    }
    #expect(message(ClassRecall<Double>(of: 3), classes, outputs: 3).contains("0 ... 2"))
  }

  private final class AnyLoss: Loss {
    func callAsFunction(_ y: Variable<Double>, _ targets: Targets<Double>) -> Variable<Double> { y.mean() }
    func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {}
  }
}
