import Foundation
import Testing

@testable import Backprop

/// A loss of some numbers as PyTorch computed it; see Scripts/pytorch-losses.py, which wrote it.
struct RecordedLoss: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let shape: [Int]
  let x: [Double]
  let t: [Double]?
  let classes: [Int]?
  let smoothing: Double?
  let weights: [Double]?
  let delta: Double?
  let value: Double
  let dx: [Double]
  let dt: [Double]?

  var testDescription: String { "\(kind) of \(shape), \(classes == nil ? "rows" : "classes")" }

  static let all: [RecordedLoss] = {
    guard let data = try? Data(contentsOf: RecordedRun.folder.appending(path: "losses.json")) else {
      return []
    }
    return (try? JSONDecoder().decode([RecordedLoss].self, from: data)) ?? []
  }()

  var loss: any Loss<Double> {
    get throws {
      switch kind {
      case "softmax": SoftmaxWithLoss(labelSmoothing: smoothing ?? 0, classWeights: weights)
      case "sigmoid": SigmoidWithLoss()
      case "squared": MeanSquaredError()
      case "huber": HuberLoss(delta: try #require(delta))
      default: throw TrainingError("no loss \(kind)")
      }
    }
  }

  func tensor(_ numbers: [Double]) -> Tensor<Double> { Tensor(shape: TensorShape(shape), numbers) }

  var targets: Targets<Double> { classes.map { .classes($0) } ?? .rows(tensor(t ?? [])) }
}

@Suite("Losses")
struct LossTests {
  @Test("there are recorded ones of each kind", .enabled(if: RecordedRun.areHere))
  func coverage() {
    #expect(Set(RecordedLoss.all.map(\.kind)) == ["softmax", "sigmoid", "squared", "huber"])
  }

  @Test("have PyTorch's values and derivatives", arguments: RecordedLoss.all)
  func recorded(_ recorded: RecordedLoss) throws {
    let graph = Graph<Double>()
    let x = graph.variable(recorded.tensor(recorded.x))
    let loss = try recorded.loss(x, recorded.targets)
    expectClose(loss.value.item, recorded.value, relative: 1e-13, absolute: 1e-16)
    expectClose(loss.backward()[x], recorded.tensor(recorded.dx), relative: 1e-13, absolute: 1e-15)
  }

  @Test("of numbers have PyTorch's derivatives by targets, too", arguments: RecordedLoss.all)
  func byTargets(_ recorded: RecordedLoss) throws {
    guard let t = recorded.t, let dt = recorded.dt, recorded.kind != "softmax" else { return }
    let graph = Graph<Double>()
    let x = graph.variable(recorded.tensor(recorded.x))
    let targets = graph.variable(recorded.tensor(t))
    let loss =
      switch recorded.kind {
      case "sigmoid": x.sigmoidWithLoss(targets)
      case "squared": x.meanSquaredError(targets)
      default: x.huberLoss(targets, delta: recorded.delta ?? 1)
      }
    expectClose(loss.backward()[targets], recorded.tensor(dt), relative: 1e-13, absolute: 1e-16)
  }

  @Test("of logits as large as can be are finite on the right side, and infinite on the wrong one")
  func sigmoidFarOut() {
    let graph = Graph<Double>()
    let infinity = Tensor<Double>(.infinity)
    func loss(_ x: Tensor<Double>, _ t: Tensor<Double>) -> (value: Double, derivative: Double) {
      let x = graph.variable(x)
      let loss = x.sigmoidWithLoss(graph.constant(t))
      return (loss.value.item, loss.backward()[x].item)
    }
    #expect(loss(1000, 1) == (0, 0) && loss(-1000, 0) == (0, 0))
    #expect(loss(1000, 0) == (1000, 1) && loss(-1000, 1) == (1000, -1))
    #expect(loss(infinity, 1) == (0, 0) && loss(-infinity, 0) == (0, 0))
    #expect(loss(infinity, 0) == (.infinity, 1))
    // The digits of a nearly perfect answer are there: e^-40 (mpmath 1.3).
    let near = loss(40, 1)
    expectClose(near.value, 4.248354255291589e-18)
    expectClose(near.derivative, -4.248354255291589e-18)
    #expect(loss(Tensor(.nan), 1).value.isNaN)
  }

  @Test("of classes weigh each class, and have none where all of a batch weigh 0")
  func classWeights() throws {
    let a: Tensor<Double> = [[1, 2, 3], [0, 0, 0]]
    let weighted = SoftmaxWithLoss<Double>(classWeights: [0, 1, 2])
    #expect(weighted.forward(a, [0, 0]) == 0)
    #expect(weighted.backward() == .zeros([2, 3]))
    // A class that weighs 0 is left out of the mean.
    expectClose(weighted.forward(a, [0, 2]).item, 1.0986122886681098)  // mpmath 1.3: log 3
    // Equal weights change nothing.
    let plain = SoftmaxWithLoss<Double>()
    expectClose(
      SoftmaxWithLoss<Double>(classWeights: [3, 3, 3]).forward(a, [0, 2]), plain.forward(a, [0, 2]))
    let copy = SoftmaxWithLoss<Double>(labelSmoothing: 0.25, classWeights: [1, 2, 3]).copy()
    #expect(copy.labelSmoothing == 0.25 && copy.classWeights == [1, 2, 3])
    let error = #expect(throws: ShapeError.self) { try weighted.check(output: [4], against: .classes(4)) }
    #expect(error?.description.contains("it has 4 scores, but there are 3 class weights") == true)
  }

  @Test("of smoothed labels are infinite where a class is ruled out, and of plain ones aren't")
  func ruledOut() {
    let a: Tensor<Double> = [[1, -.init(Double.infinity)]]
    #expect(SoftmaxWithLoss<Double>().forward(a, [0]) == 0)
    #expect(SoftmaxWithLoss<Double>(labelSmoothing: 0.1).forward(a, [0]).item == .infinity)
  }

  @Test("of one number tell two classes apart, of several one of them or any of them")
  func sigmoidTargets() throws {
    let loss = SigmoidWithLoss<Double>()
    let one: Tensor<Double> = [[2], [-1]]
    expectClose(loss.forward(one, .classes([1, 0])), loss.forward(one, .rows([[1], [0]])))
    let three: Tensor<Double> = [[2, -1, 0], [1, 1, -3]]
    expectClose(loss.forward(three, .classes([0, 2])), loss.forward(three, .rows([[1, 0, 0], [0, 0, 1]])))
    try loss.check(output: [1], against: .classes(2))
    try loss.check(output: [3], against: .rows([3]))
    let error = #expect(throws: ShapeError.self) { try loss.check(output: [1], against: .classes(3)) }
    #expect(
      error?.description.contains("it has one number, which tells 2 classes apart, but there are 3") == true)
  }

  @Test("of one number go with an accuracy by its sign, and many labels with none")
  func accuracy() throws {
    let one = Affine<Double>(weight: [[1]], bias: [0])
    let model = try Model(one, loss: SigmoidWithLoss())
    let samples = try SampleSet<Double>([[2], [-1], [3], [-0.5]], labels: [1, 0, 0, 0], classCount: 2)
    #expect(try model.accuracy(on: samples) == 0.75)
    #expect(try model.evaluate(on: samples)["accuracy"] == 0.75)
    #expect(model.usualMetrics(for: .rows([3])).map(\.name) == ["loss"])
    #expect(model.usualMetrics(for: .classes(3)).map(\.name) == ["accuracy", "loss"])
  }

  @Test("of numbers refuse classes where there is one number, shapes that differ, and nothing")
  func refusals() throws {
    for loss in [MeanSquaredError<Double>(), HuberLoss<Double>()] as [any Loss<Double>] {
      let error = #expect(throws: ShapeError.self) { try loss.check(output: [1], against: .classes(2)) }
      #expect(error?.description.contains("give the targets as rows of numbers, as in (N, 1)") == true)
      try loss.check(output: [3], against: .classes(3))
      #expect(
        loss(Graph().variable([[1, 0, 2]]), .classes([0])).value
          == loss(Graph().variable([[1, 0, 2]]), .rows([[1, 0, 0]])).value)
    }
    for operation in [
      SigmoidWithLossOperation<Double>(), MeanSquaredErrorOperation<Double>(), HuberLossOperation<Double>(),
    ] as [any GraphOperation<Double>] {
      let graph = Graph<Double>()
      let error = #expect(throws: ShapeError.self) {
        try graph.apply(operation, to: [graph.variable([1, 2]), graph.variable([[1, 2]])])
      }
      #expect(error?.description.contains("both shapes must be equal") == true)
      let nothing = #expect(throws: ShapeError.self) {
        try graph.apply(operation, to: [graph.variable(.zeros([0, 2])), graph.variable(.zeros([0, 2]))])
      }
      #expect(nothing?.description.contains("the mean over zero numbers is undefined") == true)
    }
  }

  @Test("of Huber have no corner at δ, and pass on what is infinite and NaN")
  func huber() {
    let graph = Graph<Double>()
    let y = graph.variable([0.5, -0.5, .init(Double.infinity), .init(Double.nan), 0])
    let loss = y.huberLoss(graph.constant([0, 0, 0, 0, 0]), delta: 0.5)
    #expect(loss.value.item.isNaN)
    let derivative = loss.backward()[y].scalars
    #expect(derivative[0] == 0.1 && derivative[1] == -0.1 && derivative[2] == 0.1 && derivative[3].isNaN)
    #expect(derivative[4] == 0)
  }
}
