import Backprop

/// A graph of a page's tests: inputs by name, and what is computed from them.
struct PageCase: Sendable {
  var name: String
  var inputs: [(name: String, value: Tensor<Double>)]
  var compute: @Sendable ([Variable<Double>]) -> Variable<Double>

  init(
    _ name: String, _ inputs: [(String, Tensor<Double>)],
    _ compute: @escaping @Sendable ([Variable<Double>]) -> Variable<Double>
  ) {
    self.name = name
    self.inputs = inputs.map { (name: $0.0, value: $0.1) }
    self.compute = compute
  }

  /// The graph for the inputs, or for other values of them.
  func snapshot(_ values: [Tensor<Double>]? = nil) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let given = values ?? inputs.map(\.value)
    let variables = zip(inputs, given).map { graph.variable($1, name: $0.name) }
    let result = compute(variables)
    return graph.snapshot(gradients: result.backward(), withContributions: true)
  }

  /// Every operation that the page computes, single numbers and tensors, kinks, ties, infinities and NaN.
  static let all: [PageCase] = [
    PageCase("shopping", [("苹果", 100), ("苹果个数", 2), ("橘子", 150), ("橘子个数", 3), ("消费税", 1.1)]) { x in
      (x[0] * x[1] + x[2] * x[3]) * x[4]
    },
    PageCase("fan-out", [("x", 1.5), ("y", -2)]) { x in
      (x[0] + x[1]) * x[0] + x[0].exp() / (x[0] * x[1]).sigmoid() - x[0].power(2) - x[1]
    },
    PageCase("functions", [("x", 0.7), ("y", 2.3)]) { x in
      x[0].log() * x[1].squareRoot() + (-x[0]).tanh() * x[0].power(x[1]) + (x[1].relu()).reciprocal()
    },
    PageCase("kinks", [("x", 0), ("y", -3)]) { x in
      x[0].relu() + x[1].relu() + x[0].squareRoot() * x[1] + x[0].power(x[0]) + x[0].power(0)
    },
    PageCase("infinities", [("x", 0), ("y", 800), ("z", -1)]) { x in
      x[1].exp() - x[0].log() + x[2].log() + x[1].sigmoid() + (-x[1]).sigmoid() + x[1] / x[0]
    },
    PageCase("activations", [("x", [-2, -0.1, 0, 3]), ("y", [0.7, -30, 800])]) { x in
      x[0].leakyReLU(slope: 0.25).sum() + x[0].gelu().sum() * x[1].softplus().sum()
        + (x[1].silu() * x[1].gelu()).sum()
    },
    PageCase("alone", [("x", -0.0)]) { x in x[0] },
    PageCase(
      "broadcasting", [("A", [[1, -2, 3], [0.5, 4, -1]]), ("b", [0.25, -1.5, 2]), ("c", [[3], [-4]])]
    ) { x in
      ((x[0] * x[1] + x[2]) / (x[1] - x[2])).power(2)
    },
    PageCase(
      "layers",
      [
        ("X", [[1, -2], [0.5, 3]]), ("W1", [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]), ("b1", [0.1, 0.2, 0.3]),
        ("W2", [[1, -1], [0.5, 0.25], [-0.75, 2]]),
      ]
    ) { x in
      let hidden = x[0].matmul(x[1]) + x[2]
      let t = x[0].graph.constant([[0, 1], [1, 0]])
      return hidden.relu().matmul(x[3]).softmaxWithLoss(t)
    },
    PageCase(
      "affine",
      [
        ("X", [[1, -2], [0.1, 3]]), ("W", [[0.1, 0.2, -0.3], [0.7, -0.5, 0.6]]), ("b", [0.1, 0.2, 0.3]),
      ]
    ) { x in x[0].affine(weight: x[1], bias: x[2]).sigmoid() },
    PageCase("reductions", [("x", [[1, 5, 5], [-2, 0.1, 0.3]])]) { x in
      x[0].max() * x[0].sum(axis: 0) + x[0].mean(axis: -1).sum() + x[0].max(axis: 1).mean()
    },
    PageCase("shapes", [("x", [[1, 2, 3], [4, 5, 6]]), ("v", [0.1, 0.2])]) { x in
      x[0].transposed().matmul(x[1]) * x[0].reshaped(3, -1).sum(axis: 1) + x[1].matmul(x[0])
    },
    PageCase(
      "batches",
      [
        ("A", .zeros([2, 2, 3]) + [0.1, -0.7, 0.3]), ("B", .zeros([2, 3, 2]) + [0.2, 1.7]),
        ("v", [1, 2, 0.3]),
      ]
    ) { x in x[0].matmul(x[1]).sum() + x[2].matmul(x[1]).sum() },
    PageCase(
      "probabilities",
      [("a", [[0.3, 0.2, 0.5], [1000, 1, -0.5]]), ("t", [[0, 1, 0], [0.5, 0.25, 0.25]])]
    ) { x in
      let y = x[0].softmax()
      return (y * [1, 2, 3]).sum() + x[0].logSoftmax().power(2).mean() + (y + 0.125).crossEntropy(x[1])
        + x[0].softmaxWithLoss(x[1])
    },
    PageCase("losses of numbers", [("x", [[0.3, -2.5], [4, 0]]), ("t", [[1, 0], [0.25, 1]])]) { x in
      x[0].sigmoidWithLoss(x[1]) + x[0].meanSquaredError(x[1]) + x[0].huberLoss(x[1], delta: 0.5)
    },
    PageCase(
      "images",
      [
        ("x", Tensor(shape: [1, 2, 4, 3], (0..<24).map { Double($0 * 7 % 24) / 5 - 2 })),
        ("w", Tensor(shape: [2, 2, 2, 2], (0..<16).map { Double($0 * 5 % 16) / 7 - 1 })),
        ("b", [0.3, -0.7]),
      ]
    ) { x in
      let y = x[0].convolved(with: x[1], bias: x[2], padding: 1)
      let largest = y.maxPooled(window: 2, stride: 1)
      let means = y.convolved(with: x[1], stride: 2).averagePooled(window: 2, stride: 1, padding: 1)
      return largest.power(2).mean() + means.sum() * 0.25
    },
    PageCase("rows alike", [("x", [[0.3, 2.5, -1.25], [0.1, 0.2, 7]])]) { x in
      (x[0].layerNormalized() * [1, -2, 0.5]).sum()
    },
    PageCase(
      "perfect answers",
      [("y", [[0, 1], [1, 0]]), ("t", [[0, 1], [1, 0]]), ("a", [[-800, 800], [900, 0]])]
    ) { x in
      x[0].crossEntropy(x[1]) + x[2].softmaxWithLoss(x[1]) + x[2].softmax().crossEntropy(x[1])
    },
  ]
}

extension Variable where Scalar == Double {
  fileprivate static func * (a: Variable, b: Tensor<Double>) -> Variable { a * a.graph.constant(b) }
}
