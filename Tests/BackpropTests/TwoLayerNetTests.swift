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
  func layers() throws {
    let (network, x, _) = Self.example()
    #expect(network.layers.keys == ["Affine1", "Relu1", "Affine2"] && network.layers.count == 3)
    #expect(network.layers.map { $0.layer is Affine<Double> } == [true, false, true])
    // The notes' table has ReLu1, their listing Relu1.
    for name in ["Relu1", "ReLu1", "ReLU1"] { #expect(network.layers[name] is ReLU<Double>) }
    #expect(network.layers["Affine2"] === network.layers[2] && network.layers[2] === network.layers.values[2])
    var y = x
    for (_, layer) in network.layers { y = layer.forward(y) }
    #expect(y == network.predict(x))
    #expect(y.shape == [3, 10])
    var one = x
    for layer in network.layers.values { one = layer.forward(one) }
    #expect(one == y)
  }

  @Test("shares its parameters with its layers: changing one by name changes the other")
  func sharing() throws {
    let (network, x, _) = Self.example()
    let affine = try #require(network.layers["Affine2"] as? Affine<Double>)
    #expect(network.parameters["W2"] === affine.weight)
    network.params["W2"] = .zeros([12, 10])
    network.params["b2"]?[3] = 2
    #expect(affine.bias.value[element: 3] == 2)
    #expect(
      network.predict(x) == Tensor(stacking: .init(repeating: [0, 0, 0, 2, 0, 0, 0, 0, 0, 0], count: 3)))
    network.parameters["b2"]?.value[3] = 4
    #expect(network.params["b2"][element: 3] == 4)
    let other = TwoLayerNet<Double>(inputSize: 30, hiddenSize: 12, outputSize: 10, seed: 8)
    network.params = other.params
    #expect(network.predict(x) == other.predict(x) && network.params == other.params)
  }

  private func trains<Scalar: TensorScalar>(_: Scalar.Type) {
    let network = TwoLayerNet<Scalar>(inputSize: 4, hiddenSize: 6, outputSize: 3, weightInitStd: 0.5)
    let twin = TwoLayerNet<Scalar>(inputSize: 4, hiddenSize: 6, outputSize: 3, weightInitStd: 0.5)
    var generator = Philox4x32(seed: 1)
    let x = Tensor<Scalar>.normal([5, 4], using: &generator)
    let t = [0, 1, 2, 1, 0]
    let rate = Scalar(0.1)
    let first = network.loss(x, t)
    for _ in 0..<200 {
      let grads = network.gradient(x, t)
      network.params["W1"]! -= 0.1 * grads["W1"]!
      network.params["b1"]! -= rate * grads["b1"]!
      for key in ["W2", "b2"] { network.params[key] -= rate * grads[key] }
      // What an optimiser that shares the parameters makes of the same gradients.
      let gradients = twin.model.loss(of: Batch(x, .classes(t)), in: Graph()).backward(
        for: twin.model.parameters)
      for parameter in twin.model.parameters {
        parameter.value = parameter.value - Tensor(Scalar(0.1)) * gradients[parameter]
      }
    }
    #expect(network.params == twin.params)
    #expect(network.loss(x, t) < first / 4 && network.accuracy(x, t) == 1)
  }

  @Test("learns by the notes' own loop, to the same bits as by its parameters")
  func updates() {
    trains(Float.self)
    trains(Double.self)
  }

  @Test("stops with a sentence for a name that isn't there and for another shape")
  func wrongNames() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let missing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      network.params["W3"]! -= 1
    }
    #expect(
      said(missing).contains("there is no parameter 'W3', only 'W1', 'b1', 'W2', 'b2'"), "\(said(missing))")
    let gradient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      _ = network.gradient(.ones([1, 4]), [0])["w1"]
    }
    #expect(said(gradient).contains("there is no gradient 'w1', only 'W1', 'b1', 'W2', 'b2'"))
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      network.params["b1"] = [1, 2]
    }
    #expect(
      said(shape).contains("parameter 'b1' must keep its shape (3,), but is given one of shape (2,)"),
      "\(said(shape))")
    let all = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      network.params = TwoLayerNet<Float>(inputSize: 5, hiddenSize: 3, outputSize: 2).params
    }
    #expect(said(all).contains("parameter 'W1' must keep its shape (4, 3), but is given one of shape (5, 3)"))
    let layer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2).layers["Sigmoid1"]
    }
    #expect(said(layer).contains("there is no layer 'Sigmoid1', only 'Affine1', 'Relu1', 'Affine2'"))
  }

  @Test(
    "takes targets in each form the notes know, for a batch and for one sample, in the network and in the loss"
  )
  func targetForms() {
    let (network, x, targets) = Self.example()
    let rows = Tensor<Double>.oneHot([5, 0, 4], classes: 10)
    let indices: Tensor<Double> = [5, 0, 4]
    let loss = network.loss(x, targets)
    #expect(loss.isFinite)
    expectClose(network.loss(x, rows), loss)
    #expect(network.loss(x, .rows(rows)) == network.loss(x, rows))
    #expect(network.loss(x, indices) == loss && network.loss(x, [5, 0, 4]) == loss)
    let y = network.predict(x)
    #expect(network.lastLayer.forward(y, targets).item == loss)
    #expect(network.lastLayer.forward(y, rows).item == network.loss(x, rows))
    #expect(network.lastLayer.forward(y, indices).item == loss)
    #expect(network.lastLayer.forward(y, [5, 0, 4]).item == loss)
    for accuracy in [
      network.accuracy(x, rows), network.accuracy(x, indices), network.accuracy(x, [5, 0, 4]),
    ] {
      #expect(accuracy == network.accuracy(x, targets))
    }
    let grads = network.gradient(x, targets)
    #expect(network.gradient(x, indices) == grads && network.gradient(x, [5, 0, 4]) == grads)
    for (name, gradient) in network.gradient(x, rows) {
      expectClose(gradient, grads[name], relative: 1e-12, absolute: 1e-15)
    }
    let numerical = network.numericalGradient(x, targets)
    #expect(network.numericalGradient(x, indices) == numerical)
    #expect(network.numericalGradient(x, [5, 0, 4]) == numerical)

    // One sample is a batch of one, and its targets may be a number, a list of one, or a row of either shape.
    let (one, batch) = (x[0], x[0..<1])
    let single = network.loss(batch, [5])
    #expect(network.loss(one, [5]) == single && network.loss(one, Tensor(5)) == single)
    #expect(network.loss(batch, Tensor(5)) == single && network.loss(one, .classes([5])) == single)
    let row = network.loss(batch, rows[0..<1])
    expectClose(row, single)
    #expect(network.loss(one, rows[0]) == row && network.loss(one, rows[0..<1]) == row)
    #expect(network.loss(batch, rows[0]) == row)
    #expect(network.loss(one, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]) == row)
    #expect(network.accuracy(one, rows[0]) == network.accuracy(batch, [5]))
    #expect(network.gradient(one, [5]) == network.gradient(batch, [5]))
    #expect(network.numericalGradient(one, rows[0]) == network.numericalGradient(batch, rows[0..<1]))
    // As many samples as classes: a vector is class indices.
    let square = TwoLayerNet<Double>(inputSize: 30, hiddenSize: 2, outputSize: 3)
    #expect(square.loss(x, Tensor([0, 1, 2])) == square.loss(x, .classes([0, 1, 2])))
  }

  @Test("refuses targets that fit no form, and says which do")
  func wrongTargets() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      _ = network.loss(.ones([3, 4]), Tensor([0, 1, 1, 0]))
    }
    #expect(
      said(count).contains(
        "targets of shape (4,) don't fit scores of shape (3, 2): give rows of shape (3, 2), such as one-hot ones, or "
          + "class indices, 3 of them"), "\(said(count))")
    let fraction = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = TwoLayerNet<Float>(inputSize: 4, hiddenSize: 3, outputSize: 2)
      _ = network.accuracy(.ones([2, 4]), Tensor([0, 0.5]))
    }
    #expect(said(fraction).contains("label 0.5 of row 1 is no class"), "\(said(fraction))")
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SoftmaxWithLoss<Float>().forward([[1, 2], [3, 4]], Tensor([0, 2]))
    }
    #expect(said(range).contains("label 2"), "\(said(range))")
  }

  @Test("fills the layers' derivatives, and goes backward from a loss as the notes do")
  func layerGradients() {
    let (network, x, targets) = Self.example()
    #expect(network.layers["Affine1"].dW == nil && network.layers[0].db == nil)
    let grads = network.gradient(x, targets)
    #expect(network.layers["Affine1"].dW == grads["W1"] && network.layers["Affine1"].db == grads["b1"])
    #expect(network.layers[2].dW == grads["W2"] && network.layers[2].db == grads["b2"])
    #expect(network.layers["Relu1"].dW == nil)
    // What an accuracy computes in between disturbs nothing.
    let other = TwoLayerNet<Double>(inputSize: 30, hiddenSize: 12, outputSize: 10, seed: 7)
    _ = other.loss(x, targets)
    _ = other.accuracy(x[0..<1], [5])
    var upstream = other.lastLayer.backward()
    for layer in other.layers.values.reversed() { upstream = layer.backward(upstream) }
    #expect(other.layers["Affine1"].dW == grads["W1"] && other.layers["Affine2"].db == grads["b2"])
  }

  @Test("is copied with parameters of its own")
  func copies() {
    let (network, x, targets) = Self.example(epsilon: 1e-7)
    let copy = network.copy()
    #expect(copy.params == network.params && copy.lastLayer.epsilon == 1e-7)
    let grads = copy.gradient(x, targets)
    #expect(network.layers[0].dW == nil)
    for key in grads.keys { copy.params[key] -= grads[key] }
    #expect(copy.params != network.params)
    #expect(network.params == Self.example().0.params)
  }

  @Test("finds the loss and the share of right answers, by indices and by one-hot rows")
  func lossAndAccuracy() {
    let (network, x, _) = Self.example()
    network.params["W2"] = .zeros([12, 10])
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
    #expect(backpropagated.keys == ["W1", "b1", "W2", "b2"])
    for (name, gradient) in backpropagated {
      expectClose(gradient, numerical[name], absolute: 1e-9, "\(name)")
    }
    // The notes' way: the layers in order, the loss, and everything backwards in reverse order.
    var y = x
    for (_, layer) in network.layers { y = layer.forward(y) }
    _ = network.lastLayer.forward(y, [5, 0, 4])
    var upstream = network.lastLayer.backward(1)
    for (_, layer) in network.layers.reversed() { upstream = layer.backward(upstream) }
    let first = try #require(network.layers[0] as? Affine<Double>)
    let second = try #require(network.layers[2] as? Affine<Double>)
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
