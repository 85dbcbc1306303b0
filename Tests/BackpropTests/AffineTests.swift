import Backprop
import Testing

/// The notes' Affine layer; their bias example, and products small enough to be worked out by hand.
@Suite("The Affine layer")
struct AffineTests {
  /// W of shape (2, 3).
  private static let weight: Tensor<Double> = [[1, 0, -1], [2, 1, 0]]

  @Test("adds the bias to every row: [[0, 0, 0], [10, 10, 10]] + [1, 2, 3] is [[1, 2, 3], [11, 12, 13]]")
  func bias() {
    let layer = Affine<Double>(weight: [[10, 10, 10]], bias: [1, 2, 3])
    #expect(layer.forward([[0], [1]]) == [[1, 2, 3], [11, 12, 13]])
    let graph = Graph<Double>()
    let product = graph.constant([[0, 0, 0], [10, 10, 10]])
    let b = graph.variable([1, 2, 3])
    let y = product + b
    #expect(y.value == [[1, 2, 3], [11, 12, 13]])
    #expect(y.backward(upstream: [[1, 2, 3], [4, 5, 6]])[b] == [5, 7, 9])
  }

  @Test("sums dY over the samples into dB: [[1, 2, 3], [4, 5, 6]] gives [5, 7, 9]")
  func biasGradient() {
    let layer = Affine<Double>(weight: Self.weight, bias: [0, 0, 0])
    #expect(layer.dW == nil && layer.db == nil)
    _ = layer.forward([[1, 2], [3, 4]])
    let upstream: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
    // dY · Wᵀ: 1·1 − 3 = −2, 2·1 + 2 = 4; 4 − 6 = −2, 8 + 5 = 13.
    #expect(layer.backward(upstream) == [[-2, 4], [-2, 13]])
    // Xᵀ · dY: 1·1 + 3·4 = 13, 17, 21; 2·1 + 4·4 = 18, 24, 30.
    #expect(layer.dW == [[13, 17, 21], [18, 24, 30]])
    #expect(layer.db == [5, 7, 9])
    #expect(upstream == [[1, 2, 3], [4, 5, 6]])
  }

  @Test("takes one sample (2,) · (2, 3) + (3,) and answers with vectors")
  func oneSample() {
    let layer = Affine<Double>(weight: Self.weight, bias: [10, 20, 30])
    #expect(layer.forward([1, 2]) == [15, 22, 29])
    #expect(layer.backward([1, 2, 3]) == [-2, 4])
    #expect(layer.dW == [[1, 2, 3], [2, 4, 6]])
    #expect(layer.db == [1, 2, 3])
  }

  @Test("is the same as a dot node and a + node")
  func byParts() {
    let graph = Graph<Double>()
    let x = graph.variable([[1, 2], [3, 4]])
    let w = graph.variable(Self.weight)
    let b = graph.variable([10, 20, 30])
    let byParts = x.matmul(w) + b
    let compact = x.affine(weight: w, bias: b)
    #expect(byParts.value == compact.value)
    let upstream: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
    let (first, second) = (byParts.backward(upstream: upstream), compact.backward(upstream: upstream))
    for variable in [x, w, b] { #expect(first[variable] == second[variable]) }
  }

  @Test(
    "flattens samples of more axes, and gives dX in their own shape",
    arguments: [[2, 1, 2], [2, 2, 1], [2, 1, 2, 1, 1]])
  func moreAxes(_ sizes: [Int]) {
    let shape = TensorShape(sizes)
    let layer = Affine<Double>(weight: Self.weight, bias: [10, 20, 30])
    let x: Tensor<Double> = [1, 2, 3, 4]
    #expect(layer.forward(x.reshaped(shape)) == [[15, 22, 29], [21, 24, 27]])
    let dx = layer.backward([[1, 2, 3], [4, 5, 6]])
    #expect(dx.shape == shape)
    #expect(dx.scalars == [-2, 4, -2, 13])
    #expect(layer.dW == [[13, 17, 21], [18, 24, 30]])
  }

  @Test("takes a batch of no samples")
  func emptyBatch() {
    let layer = Affine<Double>(weight: Self.weight, bias: [10, 20, 30])
    #expect(layer.forward(.zeros([0, 2])).shape == [0, 3])
    #expect(layer.backward(.zeros([0, 3])).shape == [0, 2])
    #expect(layer.dW == .zeros([2, 3]))
    #expect(layer.db == .zeros([3]))
  }

  @Test("passes the gradient check by its input, weight and bias")
  func check() {
    let layer = Affine<Double>(weight: Self.weight, bias: [10, 20, 30])
    let report = GradientCheck().check(layer, input: [[1, 2], [3, 4], [-1, 0.5]])
    #expect(report.verdict == .ok)
    #expect(report.parameters.map(\.name) == ["x", "W", "b"])
  }

  @Test("draws weights of the standard deviation that was asked for")
  func initialWeights() {
    #expect(WeightInitialization.he.standardDeviation(inputs: 50, outputs: 7) == 0.2)
    #expect(WeightInitialization.xavier.standardDeviation(inputs: 25, outputs: 7) == 0.2)
    #expect(
      WeightInitialization.normal(standardDeviation: 0.01).standardDeviation(inputs: 1, outputs: 1) == 0.01)
    #expect(WeightInitialization.he.standardDeviation(inputs: 0, outputs: 7) == 0)
    var generator = Philox4x32(seed: 3)
    let layer = Affine<Double>(inputs: 50, outputs: 60, using: &generator)
    let deviation = (layer.weight.value * layer.weight.value).mean().item.squareRoot()
    // 3,000 numbers estimate a standard deviation to about 1.3 %.
    #expect((0.19...0.21).contains(deviation))
    #expect(layer.bias.value == .zeros([60]))
  }
}
