import Backprop
import BackpropFiles
import BackpropFormats

// Products with weights, and sums, products and their kin of single numbers.
extension ONNXLowering {
  // MARK: - Affine layers

  mutating func gemm(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    guard try integer(node, "transA", usual: 0) == 0 else {
      throw failure(node, "samples along the first axis", "transposed ones (transA)")
    }
    let (alpha, beta) = (try number(node, "alpha", usual: 1), try number(node, "beta", usual: 1))
    let isTransposed = try integer(node, "transB", usual: 0) != 0
    let array = try tensor(node, 1, rank: 2)
    var weight = isTransposed ? array.transposed() : array
    if alpha != 1 { weight = weight * alpha }
    let outputs = weight.shape[1]
    var bias = Tensor<Float>.zeros([outputs])
    if has(node, 2) {
      let constant = try constant(node, 2)
      guard let numbers = Self.each(constant, outputs) else {
        throw failure(node, "a bias of \(outputs) numbers", "an array of the shape \(constant.shape)")
      }
      bias = Tensor(shape: [outputs], numbers.map { beta * Float($0) })
    }
    return try affine(node, try stage(node), weight, bias, lacksBias: !has(node, 2))
  }

  mutating func product(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    if case .constant = try input(node, 0) {
      throw failure(node, "samples as the first factor", "an array of numbers")
    }
    let weight = try tensor(node, 1, rank: 2)
    return try affine(node, try stage(node), weight, .zeros([weight.shape[1]]), lacksBias: true)
  }

  private mutating func affine(
    _ node: ONNXNode, _ stage: Int, _ weight: Tensor<Float>, _ bias: Tensor<Float>, lacksBias: Bool
  ) throws(FileError) -> ONNXReadValue {
    guard stages[stage].sample == [weight.shape[0]] else {
      throw failure(
        node, "samples of \(weight.shape[0]) numbers in a row, as the weight has rows",
        "samples of the shape \(stages[stage].sample)")
    }
    let part = ONNXPart(layer: .affine(weight.shape[1]), parameters: [weight, bias])
    let place = try add(part, behind: stage, makes: [weight.shape[1]], for: node)
    stages[place].lacksBias = lacksBias
    return .flow(ONNXFlow(stage: place))
  }

  /// A constant as one number for all of so many channels, or one for each; nil where it is neither.
  private static func each(_ constant: ONNXConstant, _ channels: Int) -> [Double]? {
    guard constant.shape.count <= 2, constant.shape.dropLast().allSatisfy({ $0 == 1 }) else { return nil }
    let numbers = constant.numbers.map { Double($0) }
    if numbers.count == channels { return numbers }
    return numbers.count == 1 ? [Double](repeating: numbers[0], count: channels) : nil
  }

  // MARK: - Arithmetic

  mutating func arithmetic(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    switch (try input(node, 0), try input(node, 1)) {
    case (.flow(let first), .flow(let second)): return try joined(node, first, second)
    case (.flow(let flow), _): return try changed(node, flow, by: try constant(node, 1), isFirst: true)
    case (_, .flow(let flow)): return try changed(node, flow, by: try constant(node, 0), isFirst: false)
    default: return .constant(try folded(node))
    }
  }

  /// Two values that flow: a residual's sum, or a product as in SiLU and GELU.
  private mutating func joined(
    _ node: ONNXNode, _ first: ONNXFlow, _ second: ONNXFlow
  ) throws(FileError) -> ONNXReadValue {
    if node.kind == "Mul" {
      if let result = gated(first, second) ?? gated(second, first) {
        return .flow(try completed(node, result))
      }
      if let input = swished(first, second) ?? swished(second, first) {
        let part = ONNXPart(layer: .silu)
        return .flow(ONNXFlow(stage: try add(part, behind: input, makes: stages[input].sample, for: node)))
      }
      throw failure(
        node, "products with numbers, or of x and sigmoid(x) as in SiLU", "a product of two other values")
    }
    if node.kind == "Sub", let result = centred(first, second) { return .flow(result) }
    if node.kind == "Div", let result = try normalized(node, first, second) { return result }
    guard node.kind == "Add" else {
      throw failure(node, "sums of two values", node.kind == "Sub" ? "a difference" : "a quotient")
    }
    let (a, b) = (try settled(first, for: node), try settled(second, for: node))
    guard stages[a].sample == stages[b].sample else {
      throw failure(
        node, "values of one shape to be added",
        "samples of the shapes \(stages[a].sample) and \(stages[b].sample)")
    }
    return .flow(ONNXFlow(stage: addSum(a, b, for: node)))
  }

  /// What x is where one value is x and the other one is sigmoid(x).
  private func swished(_ x: ONNXFlow, _ gate: ONNXFlow) -> Int? {
    guard x.isPlain, gate.isPlain, case .layer(let part, let input) = stages[gate.stage].kind,
      part.layer == .sigmoid, input == x.stage
    else { return nil }
    return x.stage
  }

  /// x (1 + erf(x / √2)) where the values are those two, each perhaps with a factor.
  private func gated(_ x: ONNXFlow, _ error: ONNXFlow) -> ONNXFlow? {
    guard x.form == .plain, error.form == .errorPlusOne, x.stage == error.stage, x.terms == [0],
      error.terms == [0], x.factors.count == 1, error.factors.count == 1
    else { return nil }
    return ONNXFlow(stage: x.stage, factors: [x.factors[0] * error.factors[0]], form: .gated)
  }

  /// A GELU whose last factor is there, as the layer that it is.
  private mutating func completed(_ node: ONNXNode, _ flow: ONNXFlow) throws(FileError) -> ONNXFlow {
    guard flow.form == .gated, flow.factors == [0.5] else { return flow }
    return ONNXFlow(stage: try settled(flow, for: node))
  }

  /// A value that flows and one that is known.
  private mutating func changed(
    _ node: ONNXNode, _ flow: ONNXFlow, by constant: ONNXConstant, isFirst: Bool
  ) throws(FileError) -> ONNXReadValue {
    var flow = flow
    let numbers = try channelNumbers(node, flow, constant)
    // A single number may change those of all channels, which are kept anew for each node.
    try spend(max(numbers.count, flow.factors.count, flow.terms.count), for: node)
    if node.kind == "Add", flow.form == .error, numbers == [1] {
      flow.form = .errorPlusOne
      return .flow(flow)
    }
    if node.kind == "Add", let result = try biased(node, flow, numbers, isFirst) { return .flow(result) }
    if node.kind == "Mul", let result = scaled(node, flow, numbers, isFirst: isFirst) { return .flow(result) }
    switch node.kind {
    case "Mul":
      flow.factors = Self.combined(flow.factors, numbers, *)
      flow.terms = Self.combined(flow.terms, numbers, *)
    case "Div":
      guard isFirst else { throw failure(node, "a value divided by numbers", "numbers divided by a value") }
      flow.factors = Self.combined(flow.factors, numbers, /)
      flow.terms = Self.combined(flow.terms, numbers, /)
    case "Add": flow.terms = Self.combined(flow.terms, numbers, +)
    default:
      if isFirst {
        flow.terms = Self.combined(flow.terms, numbers, -)
      } else {
        flow.factors = flow.factors.map { -$0 }
        flow.terms = Self.combined(numbers, flow.terms, -)
      }
    }
    switch flow.form {
    case .plain, .variance: break
    case .error, .errorPlusOne, .gated:
      guard flow.terms.allSatisfy({ $0 == 0 }) else {
        throw failure(node, "the parts of GELU, x / 2 · (1 + erf(x / √2))", "others")
      }
      flow.terms = [0]
    default: _ = try settled(flow, for: node)
    }
    flow = try completed(node, flow)
    // A stage that is shared isn't changed, so that a flow may be used as it was, too.
    return .flow(flow)
  }

  private static func combined(
    _ first: [Double], _ second: [Double], _ operation: (Double, Double) -> Double
  ) -> [Double] {
    let count = max(first.count, second.count)
    return (0..<count).map { place in
      operation(first.count == 1 ? first[0] : first[place], second.count == 1 ? second[0] : second[place])
    }
  }

  /// The bias of a layer that was written as a product and a sum, where nothing else takes the product.
  private mutating func biased(
    _ node: ONNXNode, _ flow: ONNXFlow, _ numbers: [Double], _ isFirst: Bool
  ) throws(FileError) -> ONNXFlow? {
    let name = node.inputs[isFirst ? 0 : 1]
    guard flow.isPlain, stages[flow.stage].lacksBias, stages[flow.stage].name == name, uses[name] == 1,
      case .layer(var part, let input) = stages[flow.stage].kind
    else { return nil }
    let count = part.parameters[1].count
    let each = numbers.count == 1 ? [Double](repeating: numbers[0], count: count) : numbers
    part.parameters[1] = Tensor(shape: part.parameters[1].shape, each.map { Float($0) })
    stages[flow.stage].kind = .layer(part, of: input)
    stages[flow.stage].lacksBias = false
    stages[flow.stage].name = node.outputs.first ?? ""
    return flow
  }

  /// A constant as one number for all, or one for each channel of what flows.
  private func channelNumbers(
    _ node: ONNXNode, _ flow: ONNXFlow, _ constant: ONNXConstant
  ) throws(FileError) -> [Double] {
    let numbers = constant.numbers.map { Double($0) }
    let sample = stages[flow.stage].sample
    if numbers.count == 1, constant.shape.count <= sample.count + 1 { return numbers }
    // Axes are matched from the last on; only the channels' may be longer than 1.
    let missing = sample.count + 1 - constant.shape.count
    var fits = missing >= 0 && missing <= 1 && !sample.isEmpty && numbers.count == sample[0]
    if fits {
      for (axis, size) in constant.shape.enumerated() where axis + missing != 1 && size != 1 { fits = false }
    }
    guard fits else {
      throw failure(
        node, "one number, or one for each channel of samples of the shape \(sample)",
        "an array of the shape \(constant.shape)")
    }
    return numbers
  }

  /// Two arrays of numbers.
  private mutating func folded(_ node: ONNXNode) throws(FileError) -> ONNXConstant {
    let (first, second) = (try constant(node, 0), try constant(node, 1))
    guard first.shape == second.shape || first.numbers.count == 1 || second.numbers.count == 1 else {
      throw failure(node, "arrays of one shape", "the shapes \(first.shape) and \(second.shape)")
    }
    let shape = first.numbers.count >= second.numbers.count ? first.shape : second.shape
    let (a, b) = (first.numbers, second.numbers)
    let count = min(a.count, b.count) == 0 ? 0 : max(a.count, b.count)
    try spend(count, for: node)
    if let m = first.integers, let n = second.integers {
      var integers: [Int] = []
      for place in 0..<count {
        let (x, y) = (m.count == 1 ? m[0] : m[place], n.count == 1 ? n[0] : n[place])
        guard let result = Self.integer(node.kind, x, y) else {
          throw failure(node, "whole numbers of 64 bits", "larger ones")
        }
        integers.append(result)
      }
      return ONNXConstant(shape: shape, numbers: integers.map { Float($0) }, integers: integers)
    }
    let numbers = (0..<count).map { place -> Float in
      let (x, y) = (a.count == 1 ? a[0] : a[place], b.count == 1 ? b[0] : b[place])
      return switch node.kind {
      case "Add": x + y
      case "Sub": x - y
      case "Mul": x * y
      default: x / y
      }
    }
    return ONNXConstant(shape: shape, numbers: numbers)
  }

  private static func integer(_ kind: String, _ x: Int, _ y: Int) -> Int? {
    let (result, overflow) =
      switch kind {
      case "Add": x.addingReportingOverflow(y)
      case "Sub": x.subtractingReportingOverflow(y)
      case "Mul": x.multipliedReportingOverflow(by: y)
      default: x.dividedReportingOverflow(by: y)
      }
    return overflow ? nil : result
  }
}
