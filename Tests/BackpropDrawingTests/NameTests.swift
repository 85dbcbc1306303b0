import Backprop
import BackpropDrawing
import Testing

/// The names that people read: the same in training, in a check, in a report and in a drawing, however many networks
/// were made around a layer and however layers are nested.
@Suite("Names of layers and parameters")
struct NameTests {
  /// y = second(first(x)), a layer of one's own with two affine layers.
  private final class Pair: Layer {
    let first = Affine<Float>(weight: .ones([2, 3]), bias: .zeros([3]))
    let second = Affine<Float>(weight: .ones([3, 2]), bias: .zeros([2]))
    var members: [Member<Float>] { [.layer("first", first), .layer("second", second)] }
    func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
      try second.outputShape(for: first.outputShape(for: sample))
    }
    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
      second(first(x, in: pass), in: pass)
    }
  }

  private let batch = Batch<Float>([[1, 2], [3, 4]], .classes([0, 1]))

  /// Every place that shows a name, for one model.
  private func expect(_ names: [String], layers: [String], of network: any Layer<Float>) throws {
    let model = try Model(network, sampleShape: [2])
    #expect(model.state.parameters.map(\.label) == names)
    #expect(GradientCheck<Float>().check(model, on: batch).parameters.map(\.name) == names)
    let snapshot = model.snapshot(of: batch)
    let leaves = snapshot.nodes.filter { $0.operation == nil && !$0.isConstant }
    #expect(leaves.compactMap(\.name) == names)
    let drawing = GraphDrawing(snapshot)
    for name in names {
      #expect(drawing.dot.contains(name))
      #expect(drawing.svg.contains(">\(name)<"))
    }
    #expect(!drawing.svg.contains("W11") && !drawing.dot.contains("b11"))
    let readings = model.readings(of: batch)
    #expect(readings.flatMap(\.parameters).map(\.name) == names)
    #expect(Set(readings.map(\.name)) == Set(layers))
    let shapes = try model.layerShapes(for: [2])
    #expect(shapes.flatMap(\.parameters).map(\.label) == names)
    for name in names { #expect(try model.layerTable(for: [2]).contains(" \(name) (")) }
    let samples = try SampleSet<Float>([[1, 2], [3, 4]], labels: [0, 1], classCount: 2)
    // A step that is far too long spoils all parameters; the history names them.
    struct Spoiling: Optimizer {
      let name = "spoiling"
      func update(
        _ value: inout Tensor<Float>, by gradient: FinishedGradient<Float>,
        slots: inout OptimizerSlots<Float>, rate: Float, iteration: Int
      ) { value *= Tensor(Float.nan) }
    }
    let trainer = try Trainer(
      model, on: samples, test: samples, .init(duration: .iterations(1), batchSize: 2), optimizer: Spoiling())
    let history = try trainer.run()
    #expect(history.nonFiniteParameters == names)
    let report = try TrainingReport(of: history, by: trainer)
    #expect(report.layers.flatMap(\.parameters).map(\.name) == names)
    for name in names { #expect(report.html.contains("∂L/∂\(name)")) }
  }

  @Test("of a network made twice around one layer")
  func twice() throws {
    let a = Affine<Float>(weight: [[1, 0], [0, 1]], bias: [0, 0])
    for _ in 0..<3 { try expect(["W1", "b1"], layers: ["Affine1"], of: Sequential<Float>(a)) }
  }

  @Test("of a network within a network within a network")
  func nested() throws {
    let a = Affine<Float>(weight: [[1, 0], [0, 1]], bias: [0, 0])
    let inner = Sequential<Float>(Sequential<Float>(a), ReLU())
    let b = Affine<Float>(weight: [[1, 0], [0, 1]], bias: [0, 0])
    try expect(
      ["W1", "b1", "W2", "b2"], layers: ["Affine1", "ReLU1", "Affine2"], of: Sequential<Float>(inner, b))
  }

  @Test("of a layer that holds two affine layers, by itself and in a network")
  func pair() throws {
    try expect(["W1", "b1", "W2", "b2"], layers: ["Pair", "Affine1", "Affine2"], of: Pair())
    try expect(
      ["W1", "b1", "W2", "b2"], layers: ["Pair1", "Affine1", "Affine2"], of: Sequential<Float>(Pair()))
  }
}
