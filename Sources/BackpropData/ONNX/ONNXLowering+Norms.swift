import Backprop
import BackpropFiles
import BackpropFormats

// Normalisation.
extension ONNXLowering {
  /// ε as a number that layers can have.
  private func epsilon(_ node: ONNXNode) throws(FileError) -> Double {
    let number = try number(node, "epsilon", usual: 1e-5)
    // What a text of single precision stands for, so that 1e-5 stays that.
    let epsilon = Double(String(number)) ?? Double(number)
    guard epsilon > 0, epsilon <= 1 else {
      throw failure(node, "an epsilon above 0 and at most 1", "\(number)")
    }
    return epsilon
  }

  mutating func batchNorm(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    guard try integer(node, "training_mode", usual: 0) == 0, try integer(node, "spatial", usual: 1) != 0
    else {
      throw failure(
        node, "a norm by running statistics", "one by the batch's", "Export the model after model.eval().")
    }
    let stage = try stage(node)
    let sample = stages[stage].sample
    var arrays: [Tensor<Float>] = []
    for place in 1...4 {
      let array = try tensor(node, place, rank: 1)
      guard [array.count] == Array(sample.prefix(1)) else {
        throw failure(node, "numbers for each channel of samples of the shape \(sample)", "\(array.count)")
      }
      arrays.append(array)
    }
    let kept = try number(node, "momentum", usual: 0.9)
    guard kept >= 0, kept <= 1 else { throw failure(node, "a momentum from 0 to 1", "\(kept)") }
    // ONNX says how much of the running statistics is kept, which is the rest of what is moved.
    let moved = 1 - (Double(String(kept)) ?? Double(kept))
    let layer = LayerDescription.batchNorm(epsilon: try epsilon(node), momentum: moved.rounded(toPlaces: 12))
    let part = ONNXPart(layer: layer, parameters: Array(arrays[..<2]), statistics: Array(arrays[2...]))
    return .flow(ONNXFlow(stage: try add(part, behind: stage, makes: sample, for: node)))
  }

  mutating func layerNorm(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let stage = try stage(node)
    let sample = stages[stage].sample
    let axis = try integer(node, "axis", usual: -1)
    guard axis == 1 || axis == -sample.count else {
      throw failure(
        node, "a norm over whole samples of the shape \(sample), from the axis 1 on", "the axis \(axis)")
    }
    guard try integer(node, "stash_type", usual: 1) == 1 else {
      throw failure(node, "a norm in single precision", "another one")
    }
    let shape = TensorShape(sample)
    let scale = try constant(node, 1)
    guard scale.shape == sample, scale.numbers.count == shape.elementCount else {
      throw failure(node, "a scale of the shape \(sample)", "\(scale.shape)")
    }
    // The arrays may serve any number of norms, each of which has its own.
    try spend(4 * shape.elementCount, for: node)
    guard let weight = scale.tensor else {
      throw failure(node, "a scale of the shape \(sample)", "\(scale.shape)")
    }
    var bias = Tensor<Float>.zeros(shape)
    if has(node, 2) {
      let shift = try constant(node, 2)
      guard shift.shape == sample, let tensor = shift.tensor else {
        throw failure(node, "a bias of the shape \(sample)", "\(shift.shape)")
      }
      bias = tensor
    }
    let part = ONNXPart(layer: .layerNorm(epsilon: try epsilon(node)), parameters: [weight, bias])
    return .flow(ONNXFlow(stage: try add(part, behind: stage, makes: sample, for: node)))
  }
}

// MARK: - A norm of samples as several operators

extension ONNXLowering {
  /// The mean of each sample of one axis, or of their squares; nil where it is another mean.
  mutating func sampleMeans(_ node: ONNXNode, _ flow: ONNXFlow, _ axes: [Int]) throws(FileError)
    -> ONNXReadValue?
  {
    guard stages[flow.stage].sample.count == 1, axes == [1] || axes == [-1],
      try integer(node, "keepdims", usual: 1) != 0
    else { return nil }
    if flow.form == .squares { return .flow(ONNXFlow(stage: flow.stage, form: .variance)) }
    return .flow(ONNXFlow(stage: try settled(flow, for: node), form: .mean))
  }

  /// x less its mean.
  func centred(_ x: ONNXFlow, _ mean: ONNXFlow) -> ONNXFlow? {
    guard x.isPlain, mean.form == .mean, x.stage == mean.stage else { return nil }
    return ONNXFlow(stage: x.stage, form: .centred)
  }

  mutating func power(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let flow = try flow(node)
    guard flow.form == .centred, try constant(node, 1).numbers == [2] else {
      throw failure(node, "the square of x less its mean, as in a layer norm", "another power")
    }
    return .flow(ONNXFlow(stage: flow.stage, form: .squares))
  }

  mutating func root(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let flow = try flow(node)
    guard flow.form == .variance, flow.factors == [1], flow.terms.count == 1, flow.terms[0] > 0,
      flow.terms[0] <= 1
    else {
      throw failure(node, "the root of a variance and ε, as in a layer norm", "another root")
    }
    let epsilon = Double(String(Float(flow.terms[0]))) ?? flow.terms[0]
    return .flow(ONNXFlow(stage: flow.stage, form: .deviation(epsilon: epsilon)))
  }

  /// x less its mean, divided by its deviation.
  mutating func normalized(
    _ node: ONNXNode, _ x: ONNXFlow, _ deviation: ONNXFlow
  ) throws(FileError) -> ONNXReadValue? {
    guard x.form == .centred, case .deviation(let epsilon) = deviation.form, x.stage == deviation.stage else {
      return nil
    }
    let sample = stages[x.stage].sample
    let shape = TensorShape(sample)
    try spend(2 * shape.elementCount, for: node)
    let part = ONNXPart(
      layer: .layerNorm(epsilon: epsilon), parameters: [Tensor<Float>.ones(shape), .zeros(shape)])
    let place = try add(part, behind: x.stage, makes: sample, for: node)
    stages[place].lacksScale = true
    return .flow(ONNXFlow(stage: place))
  }

  /// The factors of a norm that was written as several operators, where nothing else takes what it makes.
  mutating func scaled(
    _ node: ONNXNode, _ flow: ONNXFlow, _ numbers: [Double], isFirst: Bool
  ) -> ONNXFlow? {
    let name = node.inputs[isFirst ? 0 : 1]
    guard flow.isPlain, stages[flow.stage].lacksScale, stages[flow.stage].name == name, uses[name] == 1,
      case .layer(var part, let input) = stages[flow.stage].kind, part.parameters[0].count == numbers.count
    else { return nil }
    part.parameters[0] = Tensor(shape: part.parameters[0].shape, numbers.map { Float($0) })
    stages[flow.stage].kind = .layer(part, of: input)
    stages[flow.stage].lacksScale = false
    stages[flow.stage].lacksBias = true
    stages[flow.stage].name = node.outputs.first ?? ""
    return flow
  }

  // MARK: - Softplus as a choice

  /// x > 20, where log(1 + eˣ) is x in single precision.
  mutating func comparison(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let flow = try flow(node)
    guard flow.isPlain, let limit = try constant(node, 1).numbers.first, limit >= 15 else {
      throw failure(node, "a comparison as a part of softplus", "another one")
    }
    return .flow(ONNXFlow(stage: flow.stage, form: .isLarge))
  }

  /// Softplus, where x is taken instead of it when it is large.
  mutating func choice(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let (condition, x, softplus) = (try flow(node, 0), try flow(node, 1), try flow(node, 2))
    guard condition.form == .isLarge, x.isPlain, softplus.isPlain, condition.stage == x.stage,
      case .layer(let part, let input) = stages[softplus.stage].kind, part.layer == .softplus,
      input == x.stage
    else {
      throw failure(node, "a choice as a part of softplus", "another one")
    }
    return .flow(softplus)
  }
}

extension Double {
  /// The number with so many places behind the point.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    return (self * power).rounded() / power
  }
}
