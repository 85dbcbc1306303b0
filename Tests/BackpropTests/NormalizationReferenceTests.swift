import Backprop
import Foundation
import Testing

/// Batch and layer normalisation beside PyTorch 2.15, in double precision: `Scripts/torch-normalization.py` wrote what is
/// compared with.
@Suite(
  "Normalisations give what PyTorch's give",
  .enabled(if: SourceFiles.areHere, "the package's sources don't lie beside these tests"))
struct NormalizationReferenceTests {
  private let recorded: [String: [Double]]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Recorded/normalization.txt")
    var recorded: [String: [Double]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ")
      recorded[String(words[0])] = words.dropFirst().compactMap { Double($0) }
    }
    self.recorded = recorded
  }

  private func expect(
    _ found: Tensor<Double>?, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try #require(recorded[name], "nothing recorded of \(name)")
    let found = try #require(found)
    try #require(found.count == expected.count, "\(name)")
    for (a, b) in zip(found.scalars, expected) {
      #expect(
        abs(a - b) <= 1e-12 * Swift.max(1, abs(b)), "\(name): \(a), not \(b)",
        sourceLocation: sourceLocation)
    }
  }

  private func numbers(_ shape: TensorShape, step: Int, start: Int) -> Tensor<Double> {
    Tensor(shape: shape, (0..<shape.elementCount).map { Double((start + step * $0) % 17 - 8) / 4 })
  }

  /// Sets a layer's weight and bias as the script does, and compares a call forward and backward.
  private func expectCall(
    of layer: any TracedLayer<Double>, _ name: String, _ shape: TensorShape,
    in pass: Pass<Double> = .training(iteration: 0)
  ) throws {
    let (weight, bias) = (layer.parameters[0], layer.parameters[1])
    weight.value = numbers(weight.value.shape, step: 3, start: 2)
    bias.value = numbers(bias.value.shape, step: 5, start: 1)
    try expect(layer.forward(numbers(shape, step: 7, start: 3), in: pass), "\(name).y")
    try expect(layer.backward(numbers(shape, step: 11, start: 4)), "\(name).dx")
    try expect(layer.gradient(of: weight), "\(name).dw")
    try expect(layer.gradient(of: bias), "\(name).db")
  }

  @Test("in training, of features and of images")
  func training() throws {
    try expectCall(of: BatchNorm<Double>(3), "features", [5, 3])
    try expectCall(of: BatchNorm<Double>(3), "images", [2, 3, 4, 5])
    try expectCall(of: BatchNorm<Double>(3, epsilon: 0.5), "coarse", [2, 3, 2, 1])
  }

  @Test("of rows, and of planes")
  func rows() throws {
    try expectCall(of: LayerNorm<Double>([5]), "rows", [3, 5])
    try expectCall(of: LayerNorm<Double>([3, 2], epsilon: 0.25), "planes", [4, 2, 3, 2])
  }

  @Test("in the statistics of ten steps, and in the evaluation behind them")
  func runningStatistics() throws {
    try expectStatistics(of: BatchNorm(3), "runningfeatures", [5, 3])
    try expectStatistics(of: BatchNorm(3, momentum: 0.3), "runningimages", [2, 3, 2, 2])
  }

  private func expectStatistics(of layer: BatchNorm<Double>, _ name: String, _ shape: TensorShape) throws {
    for step in 0..<10 {
      let x = numbers(shape, step: 5 + step, start: 2 * step) * Double(1 + step) + Double(step)
      let pass = Pass<Double>.training(iteration: step)
      _ = layer.forward(x, in: pass)
      pass.commit()
      try expect(layer.runningMean.value, "\(name).mean\(step)")
      try expect(layer.runningVariance.value, "\(name).var\(step)")
    }
    try expectCall(of: layer, "\(name).evaluation", shape, in: .evaluation())
  }

  @Test("within a network that is trained for twenty steps")
  func network() throws {
    func affine(_ inputs: Int, _ outputs: Int, _ place: Int) -> Affine<Double> {
      Affine(
        weight: numbers([inputs, outputs], step: 3 + place, start: 2) / 4,
        bias: numbers([outputs], step: 5, start: place) / 4)
    }
    let network = try Sequential<Double>([
      affine(3, 4, 0), BatchNorm(4), ReLU(), Residual(affine(4, 4, 1), LayerNorm([4]), ReLU()),
      affine(4, 2, 2),
    ])
    let model = try Model(network)
    let x = numbers([6, 3], step: 7, start: 3)
    var loss: Tensor<Double>?
    for iteration in 0..<20 {
      let pass = model.training(iteration: iteration, seed: 1)
      let l = model.loss(of: Batch(x, .classes([0, 1, 1, 0, 1, 0])), in: Graph(), pass)
      let gradients = l.backward()
      for parameter in model.parameters { parameter.value -= gradients[parameter] * 0.1 }
      pass.commit()
      loss = l.value
    }
    try expect(loss, "network.loss")
    #expect(
      Set(model.state.parameters.map(\.path) + model.state.statistics.map(\.path))
        == Set(
          recorded.keys.filter { $0.hasPrefix("network.") && $0.contains { $0.isNumber } }
            .map { String($0.dropFirst(8)) }))
    for parameter in model.state.parameters {
      try expect(parameter.parameter.value, "network.\(parameter.path)")
    }
    for statistic in model.state.statistics {
      try expect(statistic.statistic.value, "network.\(statistic.path)")
    }
    try expect(model.predict(x), "network.output")
  }
}
