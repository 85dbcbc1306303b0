import Backprop
import Testing

@Suite("Networks from the same bricks")
struct DeepNetworkTests {
  @Test("of 5, 10 and 20 layers pass the gradient check", arguments: [5, 10, 20], [false, true])
  func depths(_ depth: Int, isSigmoid: Bool) throws {
    var generator = Philox4x32(seed: UInt64(depth))
    let network = Sequential<Double>(
      sizes: [3] + Array(repeating: 6, count: depth - 1) + [2],
      activation: { isSigmoid ? Sigmoid<Double>() as any Layer<Double> : ReLU<Double>() },
      weights: isSigmoid ? .normal(standardDeviation: 1) : .he, using: &generator)
    for parameter in network.parameters where parameter.name == "b" {
      // Biases away from 0 keep units of deep layers alive.
      parameter.value = .uniform(parameter.value.shape, in: 0.2..<1, using: &generator)
    }
    let x = Tensor<Double>.normal([2, 3], using: &generator)
    let loss = SoftmaxWithLoss<Double>()
    let report = GradientCheck<Double>().check(
      try Model(network), on: Batch(x, .classes([1, 0])))
    #expect(report.passed, "\(report)")
    #expect(report.parameters.count == 2 * depth)
    // A network whose signal died would agree on zeros: the first layer must receive something.
    let graph = Graph<Double>()
    let gradients = loss(network(graph.constant(x)), .classes([1, 0])).backward(for: network.parameters)
    #expect(gradients[network.parameters[0]].magnitude().max().item > 0)
    #expect(network.layers.count == 2 * depth - 1)
  }

  @Test("are numbered by kind, and their parameters by layer")
  func names() {
    var generator = Philox4x32(seed: 0)
    let network = Sequential<Float>(sizes: [2, 3, 4, 2], using: &generator)
    #expect(network.layers.map(\.name) == ["Affine1", "ReLU1", "Affine2", "ReLU2", "Affine3"])
    let state = NamedState(of: network)
    #expect(state.parameters.map(\.label) == ["W1", "b1", "W2", "b2", "W3", "b3"])
    #expect(
      state.parameters.map(\.path) == ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"])
    #expect(network.parameterCount == 2 * 3 + 3 + 3 * 4 + 4 + 4 * 2 + 2)
  }

  @Test("may contain each other, and list the parameters of all")
  func nesting() {
    var generator = Philox4x32(seed: 0)
    let inner = Sequential<Double>(sizes: [3, 4, 3], activation: { Sigmoid<Double>() }, using: &generator)
    let outer = Sequential<Double>(
      inner, ReLU(), Affine(weight: [[1, 2], [3, 4], [5, 6]], bias: [0, 1]), Softmax())
    #expect(outer.layers.map(\.name) == ["Sequential1", "ReLU1", "Affine3", "Softmax1"])
    let state = NamedState(of: outer)
    #expect(state.parameters.map(\.label) == ["W1", "b1", "W2", "b2", "W3", "b3"])
    #expect(
      state.parameters.map(\.path)
        == ["0.0.weight", "0.0.bias", "0.2.weight", "0.2.bias", "2.weight", "2.bias"])
    let report = GradientCheck<Double>().check(outer, input: [[0.3, -0.2, 0.9]])
    #expect(report.passed, "\(report)")
  }

  @Test("called by hand give the derivatives that their graph gives")
  func byHand() {
    var generator = Philox4x32(seed: 5)
    let network = Sequential<Double>(sizes: [3, 5, 2], activation: { Sigmoid<Double>() }, using: &generator)
    let x: Tensor<Double> = [[0.1, 0.2, 0.3], [-0.3, 0.5, 1]]
    let upstream: Tensor<Double> = [[1, -2], [0.5, 3]]
    let y = network.forward(x)
    let dx = network.backward(upstream)
    let graph = Graph<Double>()
    let input = graph.variable(x)
    let result = network(input)
    let gradients = result.backward(upstream: upstream)
    #expect(result.value == y)
    #expect(gradients[input] == dx)
    for parameter in network.parameters { #expect(network.gradient(of: parameter) == gradients[parameter]) }
    // The same by calling each layer in reverse order.
    let layers = network.layers.compactMap { $0.layer as? any TracedLayer<Double> }
    #expect(layers.count == 3)
    var byLayer = x
    for layer in layers { byLayer = layer.forward(byLayer) }
    #expect(byLayer == y)
    var derivative = upstream
    for layer in layers.reversed() { derivative = layer.backward(derivative) }
    #expect(derivative == dx)
  }

  @Test("use a layer in two places with one parameter, whose gradients add up")
  func sharedLayer() {
    let layer = Affine<Double>(weight: [[2]], bias: [1])
    let network = Sequential<Double>(layer, layer)
    #expect(network.parameters.count == 2)
    // y = 2 (2 x + 1) + 1; dy/dw = (2 x + 1) + 2 x = 13 at x = 3, dy/db = 2 + 1, dy/dx = 4.
    #expect(network.forward([[3]]) == [[15]])
    #expect(network.backward() == [[4]])
    #expect(network.gradient(of: layer.weight) == [[13]])
    #expect(network.gradient(of: layer.bias) == [3])
  }

  @Test("of a kind defined outside the package need a forward only")
  func ownLayer() {
    final class Doubling: TracedLayer {
      let trace = LayerTrace<Double>()
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { x * 2 }
    }
    let layer = Doubling()
    #expect(layer.forward([1, -3]) == [2, -6])
    #expect(layer.backward([10, 1]) == [20, 2])
    #expect(Sequential<Double>(layer, ReLU()).layers.map(\.name) == ["Doubling1", "ReLU1"])
  }
}
