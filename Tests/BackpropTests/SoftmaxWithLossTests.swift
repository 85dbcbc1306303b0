import Backprop
import Testing

/// The notes' examples: softmax outputs (0.3, 0.2, 0.5) and (0.01, 0.99, 0) against the label (0, 1, 0). Their logits
/// are the probabilities' logarithms, for 0 one whose exponential is 0 in any type. Logarithms were worked out with mpmath 1.3.
@Suite("Softmax-with-Loss")
struct SoftmaxWithLossTests {
  private static let unsure: Tensor<Double> = [-1.203972804325936, -1.6094379124341003, -0.6931471805599453]
  private static let sure: Tensor<Double> = [-4.605170185988092, -0.010050335853501442, -800]

  @Test("passes (0.3, −0.8, 0.5) back for one sample that it gets wrong", arguments: [[3], [1, 3]])
  func wrongAnswer(_ sizes: [Int]) {
    let shape = TensorShape(sizes)
    let layer = SoftmaxWithLoss<Double>()
    let loss = layer.forward(Self.unsure.reshaped(shape), Tensor<Double>([0, 1, 0]).reshaped(shape))
    expectClose(loss.item, 1.6094379124341003)
    expectClose(layer.backward(), Tensor([0.3, -0.8, 0.5]).reshaped(shape), relative: 1e-15)
    #expect(layer.loss == loss)
    expectClose(layer.probabilities?.scalars[1] ?? .nan, 0.2)
  }

  @Test("passes (0.01, −0.01, 0) back for one sample that it gets right, by one-hot label and by index")
  func rightAnswer() {
    let layer = SoftmaxWithLoss<Double>()
    expectClose(layer.forward(Self.sure, [1]).item, 0.010050335853501442, absolute: 1e-15)
    expectClose(layer.backward(), [0.01, -0.01, 0], relative: 1e-13)
    _ = layer.forward(Self.sure, [0, 1, 0] as Tensor<Double>)
    expectClose(layer.backward(), [0.01, -0.01, 0], relative: 1e-13)
    // A logit of −1000 has a probability of 0, too, and a finite logarithm.
    var finite = Self.sure
    finite[2] = -1000
    expectClose(
      layer.forward(finite, [0, 1, 0] as Tensor<Double>).item, 0.010050335853501442, absolute: 1e-15)
    expectClose(layer.backward(), [0.01, -0.01, 0], relative: 1e-13)
  }

  @Test("gives the same numbers in a graph")
  func graph() {
    let graph = Graph<Double>()
    var logits = Tensor(stacking: [Self.unsure, Self.sure])
    logits[1, 2] = -1000
    let a = graph.variable(logits)
    let byIndex = a.softmaxWithLoss([1, 1])
    let byRow = a.softmaxWithLoss(graph.constant([[0, 1, 0], [0, 1, 0]]))
    // (log 5 + log 1/0.99) / 2
    expectClose(byIndex.value.item, 0.8097441241438009)
    expectClose(byRow.value.item, 0.8097441241438009)
    // A batch of two halves each row's derivative.
    let expected: Tensor<Double> = [[0.15, -0.4, 0.25], [0.005, -0.005, 0]]
    expectClose(byIndex.backward()[a], expected, relative: 1e-13)
    expectClose(byRow.backward()[a], expected, relative: 1e-13)
  }

  @Test("multiplies the upstream value in")
  func upstream() {
    let layer = SoftmaxWithLoss<Double>()
    _ = layer.forward(Self.unsure, [1])
    expectClose(layer.backward(10), [3, -8, 5], relative: 1e-15)
    _ = layer.forward(Self.unsure, [0, 1, 0] as Tensor<Double>)
    expectClose(layer.backward(-2), [-0.6, 1.6, -1], relative: 1e-15)
  }

  @Test("in the notes' form adds 1e-7 to the probability: −log(0.2 + 1e-7)")
  func epsilon() {
    let layer = SoftmaxWithLoss<Double>(epsilon: 1e-7)
    expectClose(layer.forward(Self.unsure, [1]).item, 1.6094374124342254)
    expectClose(layer.forward(Self.unsure, [0, 1, 0] as Tensor<Double>).item, 1.6094374124342254)
    expectClose(layer.backward(), [0.3, -0.8, 0.5], relative: 1e-15)
    // A class that is ruled out costs −log 1e-7.
    expectClose(layer.forward(Self.sure, [2]).item, 16.11809565095832)
  }

  @Test("as the full graph of exp, +, /, ×, log and −1 has the compact node's derivative")
  func fullGraph() {
    let graph = Graph<Double>()
    let a = graph.variable([1, 2, 3])
    let t = graph.constant([0, 1, 0])
    let powers = a.exp()
    let sum = powers.sum()
    let inverse = sum.reciprocal()
    let y = powers * inverse
    let loss = (y.log() * t).sum() * -1
    expectClose(loss.value.item, 1.4076059644443804)
    let gradients = loss.backward()
    expectClose(gradients[a], y.value - t.value, relative: 1e-14)
    expectClose(gradients[a], a.softmaxWithLoss(t).backward()[a], relative: 1e-14)
    // On the way: −t / y behind the logarithms, −S into "/", which passes 1/S on to every exp.
    expectClose(gradients[y], -(t.value / y.value))
    expectClose(gradients[inverse], -sum.value)
    expectClose(gradients[sum].item, 1 / sum.value.item)
  }

  @Test("is a softmax and a cross entropy in one")
  func twoLayers() {
    let logits: Tensor<Double> = [[1, 2, 3], [0.5, -1, 0.25]]
    let softmax = Softmax<Double>()
    let entropy = CrossEntropy<Double>()
    let loss = entropy.forward(softmax.forward(logits), [2, 0])
    let compact = SoftmaxWithLoss<Double>()
    expectClose(loss, compact.forward(logits, [2, 0]), relative: 1e-14)
    expectClose(softmax.backward(entropy.backward()), compact.backward(), relative: 1e-13)
  }

  @Test("neither overflows nor loses a loss of 1000")
  func largeLogits() {
    let layer = SoftmaxWithLoss<Double>()
    #expect(layer.forward([1000, 0, -1000], [0]).item == 0)
    #expect(layer.forward([1000, 0, -1000], [1]).item == 1000)
    #expect(layer.backward() == [1, -1, 0])
    #expect(layer.forward([1000, 0, -1000], [2]).item == 2000)
  }

  @Test("leaves logits and labels as they are")
  func argumentsStay() {
    let layer = SoftmaxWithLoss<Double>()
    let logits = Self.unsure
    let labels: Tensor<Double> = [0, 1, 0]
    _ = layer.forward(logits, labels)
    _ = layer.backward(3)
    #expect(logits.scalars == Self.unsure.scalars)
    #expect(labels == [0, 1, 0])
  }

  @Test("softmax and its logarithm pass back what mpmath finds for an upstream value of (1, −2, 0.5)")
  func softmaxBackward() {
    let layer = Softmax<Double>()
    _ = layer.forward([1, 2, 3])
    expectClose(
      layer.backward([1, -2, 0.5]), [0.09604514583293236, -0.47310763853503396, 0.37706249270210157],
      relative: 1e-14)
    let graph = Graph<Double>()
    let a = graph.variable([1, 2, 3])
    expectClose(
      a.logSoftmax().backward(upstream: [1, -2, 0.5])[a],
      [1.0450152865851903, -1.8776357644726012, 0.8326204778874109], relative: 1e-14)
  }
}
