import Testing

/// An expression with its value and derivatives, whose origin each test states.
struct GraphCase: Sendable, CustomTestStringConvertible {
  var expression: String
  var settings: [String: String] = [:]
  var value: [Double]
  var gradients: [String: [Double]] = [:]

  var testDescription: String { expression }

  func check() throws {
    let output = try graph(expression, settings)
    #expect(agree(output.value.scalars, value), "\(output.value.scalars)")
    for (name, expected) in gradients {
      let gradient = try #require(output.gradients[name])
      #expect(agree(gradient.scalars, expected), "\(name): \(gradient.scalars)")
    }
    #expect(Set(output.gradients.keys) == Set(settings.keys))
  }
}

@Suite struct GraphValueTests {
  /// By hand from the rules of differentiation.
  @Test(arguments: [
    GraphCase(
      expression: "apple * 2 * 1.1", settings: ["apple": "100"], value: [220], gradients: ["apple": [2.2]]),
    GraphCase(
      expression: "(x + y)**2", settings: ["x": "1", "y": "2"], value: [9], gradients: ["x": [6], "y": [6]]),
    GraphCase(
      expression: "x * y - x / y", settings: ["x": "6", "y": "2"], value: [9],
      gradients: ["x": [1.5], "y": [7.5]]),
    GraphCase(
      expression: "relu(x)", settings: ["x": "[-1, 0, 2]"], value: [0, 0, 2], gradients: ["x": [0, 0, 1]]),
    GraphCase(
      expression: "leaky_relu(x)", settings: ["x": "[-2, 0, 2]"], value: [-0.02, 0, 2],
      gradients: ["x": [0.01, 0.01, 1]]),
    GraphCase(
      expression: "leaky_relu(x, 0.25) + leaky_relu(x, -1)", settings: ["x": "[-2, 3]"], value: [1.5, 6],
      gradients: ["x": [-0.75, 2]]),
    GraphCase(
      expression: "gelu(x) + silu(x) + softplus(x)", settings: ["x": "0"], value: [0.6931471805599453],
      gradients: ["x": [1.5]]),
    GraphCase(
      expression: "gelu(x) * [1, 1, 1]", settings: ["x": "[1, -2, -inf]"],
      value: [0.8413447460685429, -0.04550026389635842, 0],
      gradients: ["x": [1.0833154705876864, -0.0852318010781969, 0]]),
    GraphCase(
      expression: "sqrt(x)", settings: ["x": "[4, 16]"], value: [2, 4], gradients: ["x": [0.25, 0.125]]),
    GraphCase(
      expression: "sigmoid(x) + tanh(x)", settings: ["x": "0"], value: [0.5], gradients: ["x": [1.25]]),
    GraphCase(
      expression: "exp(x) + log(y)", settings: ["x": "0", "y": "1"], value: [1],
      gradients: ["x": [1], "y": [1]]),
    GraphCase(
      expression: "x ** y", settings: ["x": "[2, 3]", "y": "[3, 0]"], value: [8, 1],
      gradients: ["x": [12, 0], "y": [5.545177444479562, 1.0986122886681098]]),
  ])
  func elementwise(_ example: GraphCase) throws { try example.check() }

  /// By hand.
  @Test(arguments: [
    GraphCase(
      expression: "sum(x, axis=0) * [1, 10]", settings: ["x": "[[1, 2], [3, 4]]"], value: [4, 60],
      gradients: ["x": [1, 10, 1, 10]]),
    GraphCase(
      expression: "mean(x, axis=-1)", settings: ["x": "[[1, 2], [3, 4]]"], value: [1.5, 3.5],
      gradients: ["x": [0.5, 0.5, 0.5, 0.5]]),
    GraphCase(
      expression: "max(x, axis=1)", settings: ["x": "[[2, 2], [3, 4]]"], value: [2, 4],
      gradients: ["x": [0.5, 0.5, 0, 1]]),
    GraphCase(
      expression: "max(x)", settings: ["x": "[1, 3, 3, 3]"], value: [3],
      gradients: ["x": [0, 1.0 / 3, 1.0 / 3, 1.0 / 3]]),
    GraphCase(
      expression: "x + b", settings: ["x": "[[1, 2], [3, 4]]", "b": "[10, 20]"], value: [11, 22, 13, 24],
      gradients: ["x": [1, 1, 1, 1], "b": [2, 2]]),
    GraphCase(
      expression: "transpose(x) * [[1, 2], [3, 4], [5, 6]]", settings: ["x": "[[1, 2, 3], [4, 5, 6]]"],
      value: [1, 8, 6, 20, 15, 36], gradients: ["x": [1, 3, 5, 2, 4, 6]]),
    GraphCase(
      expression: "reshape(x, 3, -1) @ [1, 10]", settings: ["x": "[[1, 2, 3], [4, 5, 6]]"],
      value: [21, 43, 65], gradients: ["x": [1, 10, 1, 10, 1, 10]]),
    GraphCase(expression: "sum(x)", settings: ["x": "[]"], value: [0], gradients: ["x": []]),
  ])
  func reductionsAndShapes(_ example: GraphCase) throws { try example.check() }

  /// By hand: ∂/∂A sums B's rows, ∂/∂B sums A's columns, over the batch where broadcasting repeated an operand.
  @Test(arguments: [
    GraphCase(
      expression: "x @ y", settings: ["x": "[1, 2]", "y": "[3, 4]"], value: [11],
      gradients: ["x": [3, 4], "y": [1, 2]]),
    GraphCase(
      expression: "x @ W", settings: ["x": "[1, 2]", "W": "[[1, 2], [3, 4]]"], value: [7, 10],
      gradients: ["x": [3, 7], "W": [1, 1, 2, 2]]),
    GraphCase(
      expression: "A @ B", settings: ["A": "[[[1, 2]], [[3, 4]]]", "B": "[[1, 0], [0, 1]]"],
      value: [1, 2, 3, 4], gradients: ["A": [1, 1, 1, 1], "B": [4, 4, 6, 6]]),
    GraphCase(
      expression: "a @ B", settings: ["a": "[1, 2]", "B": "[[[1], [2]], [[3], [4]]]"], value: [5, 11],
      gradients: ["a": [4, 6], "B": [1, 2, 1, 2]]),
  ])
  func matrixProducts(_ example: GraphCase) throws { try example.check() }

  /// By hand: each element of x meets each element of the kernel as often as the kernel has places for it.
  @Test(arguments: [
    GraphCase(
      expression: "conv2d(x, w)",
      settings: ["x": "[[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]", "w": "[[[[1, 0], [0, -1]]]]"],
      value: [-4, -4, -4, -4], gradients: ["x": [1, 1, 0, 1, 0, -1, 0, -1, -1], "w": [12, 16, 24, 28]]),
    GraphCase(
      expression: "conv2d(x, w, b, stride=2, padding=1)",
      settings: ["x": "[[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]", "w": "[[[[1, 2], [3, 4]]]]", "b": "[10]"],
      value: [14, 28, 46, 87],
      gradients: ["x": [4, 3, 4, 2, 1, 2, 4, 3, 4], "w": [5, 10, 10, 20], "b": [4]]),
    GraphCase(
      expression: "max_pool2d(x, 2)", settings: ["x": "[[[[1, 2, 0], [4, 3, 0]]]]"], value: [4],
      gradients: ["x": [0, 0, 0, 1, 0, 0]]),
    GraphCase(
      expression: "max_pool2d(x, 2, stride=1) + 0 * avg_pool2d(x, 2, padding=0, stride=1)",
      settings: ["x": "[[[[1, 2, 0], [4, 3, 0]]]]"], value: [4, 3], gradients: ["x": [0, 0, 0, 1, 1, 0]]),
    GraphCase(
      expression: "avg_pool2d(x, 2, padding=1)", settings: ["x": "[[[[1, 2], [3, 5]]]]"],
      value: [0.25, 0.5, 0.75, 1.25], gradients: ["x": [0.25, 0.25, 0.25, 0.25]]),
    GraphCase(
      expression: "sum(x * layer_norm([[1, 2, 6], [4, 4, -2]]), axis=0)", settings: ["x": "[1, 1, 1]"],
      value: [-0.2187127685788152, 0.2441967853332042, -0.0254840167543891],
      gradients: ["x": [-0.2187127685788152, 0.2441967853332042, -0.0254840167543891]]),
  ])
  func windowsAndRows(_ example: GraphCase) throws { try example.check() }

  /// NumPy's `dot` and `matmul` are @ for vectors and matrices.
  @Test(arguments: ["dot(x, W)", "matmul(x, W)", "dot(x, W) + 0 * (x @ W)"])
  func productsByName(_ expression: String) throws {
    try GraphCase(
      expression: expression, settings: ["x": "[1, 2]", "W": "[[1, 2], [3, 4]]"], value: [7, 10],
      gradients: ["x": [3, 7], "W": [1, 1, 2, 2]]
    ).check()
  }

  /// Values from mpmath 1.3 with 50 digits; derivatives (softmax(a) Σt − t) / N and −log softmax(a) / N.
  @Test func softmaxWithLoss() throws {
    let output = try graph("softmax_with_loss(a, t)", ["a": "[0.3, 2.9, 4.0]", "t": "[0, 1, 0]"])
    #expect(agree(output.value.scalars, [1.4057144648124522]))
    #expect(
      agree(
        output.gradients["a"]?.scalars ?? [],
        [0.018211273295547534, -0.7548081870649261, 0.7365969137693786]))
    #expect(
      agree(
        output.gradients["t"]?.scalars ?? [],
        [4.005714464812452, 1.4057144648124522, 0.3057144648124521]))
  }

  /// Values from mpmath 1.3 with 50 digits; derivatives (σ(a) − t) / n and −a / n.
  @Test func sigmoidWithLoss() throws {
    let output = try graph("sigmoid_with_loss(a, t)", ["a": "[0.5, 2, -3]", "t": "[1, 0.25, 1]"])
    #expect(agree(output.value.scalars, [1.716530782265607]))
    #expect(
      agree(
        output.gradients["a"]?.scalars ?? [], [-0.1258468895993818, 0.21026569265929415, -0.3175247089408111])
    )
    #expect(agree(output.gradients["t"]?.scalars ?? [], [-0.16666666666666666, -0.6666666666666666, 1.0]))
  }

  /// By hand: the losses are 20000 and 0, of which the mean is taken.
  @Test func extremeLogitsStayFinite() throws {
    let output = try graph(
      "softmax_with_loss(a, t)", ["a": "[[1e4, -1e4], [-1e4, 1e4]]", "t": "[[0, 1], [0, 1]]"])
    #expect(output.value.scalars == [10000])
    #expect(output.gradients["a"]?.scalars == [0.5, -0.5, 0, 0])
    let softmax = try graph("softmax(a) + log_softmax(a)", ["a": "[1e4, -1e4]"])
    #expect(softmax.value.scalars == [1, -20000])
  }

  /// By IEEE 754: NaN stays NaN, division by 0 is infinite, 0 / 0 has no value.
  @Test func specialValues() throws {
    let relu = try graph("relu(x)", ["x": "[nan, inf, -inf]"])
    #expect(agree(relu.value.scalars, [.nan, .infinity, 0]))
    #expect(relu.gradients["x"]?.scalars == [1, 1, 0])
    let quotient = try graph("x / y", ["x": "[1, 0, -1]", "y": "[0, 0, \"inf\"]"])
    #expect(agree(quotient.value.scalars, [.infinity, .nan, -0.0]))
    let logarithm = try graph("log(x)", ["x": "[0, -1]"])
    #expect(agree(logarithm.value.scalars, [-.infinity, .nan]))
    #expect(try graph("1e999 - 1e999").value.scalars[0].isNaN)
  }
}
