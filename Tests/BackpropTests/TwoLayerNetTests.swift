import Backprop
import Testing

@Suite("The notes' two-layer network")
struct TwoLayerNetTests {
  /// A network of the notes' kind, small enough for numerical gradients, and three samples with labels 5, 0 and 4 as
  /// the first three of MNIST have.
  private static func example(epsilon: Double = 0) -> (TwoLayerNet<Double>, Tensor<Double>, Targets<Double>) {
    let network = TwoLayerNet<Double>(
      inputSize: 30, hiddenSize: 12, outputSize: 10, epsilon: epsilon, seed: 7)
    var generator = Philox4x32(seed: 11)
    let x = Tensor<Double>.uniform([3, 30], using: &generator)
    return (network, x, .classes([5, 0, 4]))
  }

  @Test("has its parameters by name, with random weights of deviation 0.01 and biases of 0")
  func parameters() {
    let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10)
    #expect(network.parameters.keys.sorted() == ["W1", "W2", "b1", "b2"])
    #expect(network.parameters["W1"]?.value.shape == [784, 50])
    #expect(network.parameters["W2"]?.value.shape == [50, 10])
    #expect(network.parameters["b1"]?.value == .zeros([50]))
    #expect(network.parameters["b2"]?.value == .zeros([10]))
    let weights = network.parameters["W1"]?.value ?? 0
    let deviation = (weights * weights).mean().item.squareRoot()
    // 39,200 numbers estimate the deviation to 0.4 % and the mean to 5e-5.
    #expect((0.0097...0.0103).contains(deviation))
    #expect(weights.mean().item.magnitude < 3e-4)
  }

  @Test("has its layers in order by name, and a loss behind them")
  func layers() {
    let (network, x, _) = Self.example()
    #expect(network.layers.map(\.name) == ["Affine1", "ReLU1", "Affine2"])
    #expect(network.layers.map { $0.layer is Affine<Double> } == [true, false, true])
    #expect(network.layers[1].layer is ReLU<Double>)
    var y = x
    for (_, layer) in network.layers { y = layer.forward(y) }
    #expect(y == network.predict(x))
    #expect(y.shape == [3, 10])
  }

  @Test("shares its parameters with its layers: changing one by name changes the other")
  func sharing() throws {
    let (network, x, _) = Self.example()
    let affine = try #require(network.layers[2].layer as? Affine<Double>)
    #expect(network.parameters["W2"] === affine.weight)
    network.parameters["W2"]?.value = .zeros([12, 10])
    network.parameters["b2"]?.value[3] = 2
    #expect(
      network.predict(x) == Tensor(stacking: .init(repeating: [0, 0, 0, 2, 0, 0, 0, 0, 0, 0], count: 3)))
  }

  @Test("finds the loss and the share of right answers, by indices and by one-hot rows")
  func lossAndAccuracy() {
    let (network, x, _) = Self.example()
    network.parameters["W2"]?.value = .zeros([12, 10])
    // Equal scores give every class a tenth: the loss is log 10 (mpmath 1.3), and the first class is the guess.
    expectClose(network.loss(x, .classes([5, 0, 4])), 2.302585092994046)
    expectClose(network.loss(x, .rows(.oneHot([5, 0, 4], classes: 10))), 2.302585092994046)
    expectClose(network.accuracy(x, .classes([5, 0, 4])), 1 / 3)
    expectClose(network.accuracy(x, .rows(.oneHot([0, 0, 4], classes: 10))), 2 / 3)
    #expect(network.accuracy(.zeros([0, 30]), .classes([])).isNaN)
  }

  @Test("has the same gradients from backpropagation, by hand-called layers, and numerically")
  func gradients() throws {
    let (network, x, targets) = Self.example()
    let backpropagated = network.gradient(x, targets)
    let numerical = network.numericalGradient(x, targets)
    #expect(backpropagated.keys.sorted() == ["W1", "W2", "b1", "b2"])
    for (name, gradient) in backpropagated {
      expectClose(gradient, try #require(numerical[name]), absolute: 1e-9, "\(name)")
    }
    // The notes' way: the layers in order, the loss, and everything backwards in reverse order.
    var y = x
    for (_, layer) in network.layers { y = layer.forward(y) }
    _ = network.lastLayer.forward(y, [5, 0, 4])
    var upstream = network.lastLayer.backward(1)
    for (_, layer) in network.layers.reversed() { upstream = layer.backward(upstream) }
    let first = try #require(network.layers[0].layer as? Affine<Double>)
    let second = try #require(network.layers[2].layer as? Affine<Double>)
    #expect(first.dW == backpropagated["W1"] && first.db == backpropagated["b1"])
    #expect(second.dW == backpropagated["W2"] && second.db == backpropagated["b2"])
    #expect(upstream.shape == x.shape)
  }

  private func check(epsilon: Double) -> [String: GradientReport.Parameter] {
    let (network, x, targets) = Self.example(epsilon: epsilon)
    let report = GradientCheck<Double>().check(network.model, on: Batch(x, targets))
    #expect(report.verdict == .ok, "\(report)")
    return Dictionary(uniqueKeysWithValues: report.parameters.map { ($0.name, $0) })
  }

  @Test("in the stable form its gradients differ from numerical ones by rounding alone")
  func stableForm() throws {
    let parameters = check(epsilon: 0)
    // On three MNIST images the differences are near 2e-13, 9e-13, 9e-13 and 1.2e-10.
    #expect(try #require(parameters["W1"]).meanAbsoluteDifference < 1e-11)
    #expect(try #require(parameters["b1"]).meanAbsoluteDifference < 1e-11)
    #expect(try #require(parameters["W2"]).meanAbsoluteDifference < 1e-11)
    #expect(try #require(parameters["b2"]).meanAbsoluteDifference < 1e-9)
  }

  @Test("in the notes' form the ε that its derivative leaves out shows, as large as mathematics says")
  func pagesForm() throws {
    let parameters = check(epsilon: 1e-7)
    let stable = check(epsilon: 0)
    // The derivative of −log(y + ε) by a is (y − t) y / (y + ε) for the label's y: the notes' (y − t) is too large by
    // (y − t) ε / (y + ε), and the bias of the last layer receives the mean of that over the samples.
    let (network, x, _) = Self.example()
    let y = Softmax<Double>().predict(network.predict(x))
    var excess = [Double](repeating: 0, count: 10)
    for (row, label) in [5, 0, 4].enumerated() {
      let share = 1e-7 / (y[element: row, label] + 1e-7) / 3
      for i in 0..<10 { excess[i] += (y[element: row, i] - (i == label ? 1 : 0)) * share }
    }
    let expected = excess.map(\.magnitude).reduce(0, +) / 10
    let b2 = try #require(parameters["b2"]).meanAbsoluteDifference
    expectClose(b2, expected, relative: 0.01)
    // 1.4e-7 on MNIST's images, where each class has nearly a tenth, too.
    #expect((1.3e-7...1.5e-7).contains(b2))
    for name in ["W1", "b1", "W2"] {
      let difference = try #require(parameters[name]).meanAbsoluteDifference
      #expect(difference > 100 * (try #require(stable[name]).meanAbsoluteDifference), "\(name)")
      #expect((1e-10...1e-7).contains(difference), "\(name): \(difference)")
    }
  }

  @Test("has the same weights for the same seed and others for another")
  func seeds() {
    func weights(_ seed: UInt64) -> Tensor<Double>? {
      TwoLayerNet<Double>(inputSize: 3, hiddenSize: 4, outputSize: 2, seed: seed).parameters["W1"]?.value
    }
    #expect(weights(1) == weights(1))
    #expect(weights(1) != weights(2))
  }
}
