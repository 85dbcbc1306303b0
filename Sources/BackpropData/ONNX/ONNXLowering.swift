import Backprop
import BackpropFiles
import BackpropFormats

/// Brings a graph of ONNX's operators into layers, one after the other, with residual parts where sums join two ways.
struct ONNXLowering {
  let path: String
  let graph: ONNXGraph
  /// The version of the standard's operators.
  let version: Int64
  /// The shape of one sample.
  let sample: TensorShape
  /// The number of samples that a file fixes; nil where it is open.
  let fixedBatch: Int?

  var values: [String: ONNXReadValue] = [:]
  var stages: [ONNXStage] = []
  /// How often a value is taken.
  private(set) var uses: [String: Int] = [:]
  /// How many numbers may still be made of arrays, so that a small file can't fill the memory.
  private var budget = 1 << 20

  /// Looks at what a file says before its nodes: versions, the input, and arrays.
  init(_ file: ONNXFile, path: String, sampleShape: TensorShape?) throws(FileError) {
    (self.path, graph) = (path, file.graph)
    guard let version = file.operatorSets[""], version >= 7, version <= 28 else {
      let found = file.operatorSets[""].map { "version \($0)" } ?? "operators of other sets alone"
      throw FileError(
        file: path, expected: "ONNX's own operators of version 7 to 28", found: found,
        advice: "Export the model with opset_version=17.")
    }
    self.version = version
    let known = Set(file.graph.arrays.map(\.name))
    let inputs = file.graph.inputs.filter { !known.contains($0.name) }
    guard inputs.count == 1, let input = inputs.first else {
      let names = inputs.map { "“\($0.name)”" }.joined(separator: ", ")
      throw FileError(
        file: path, expected: "a network with one input",
        found: inputs.isEmpty ? "none" : "\(inputs.count): \(names)",
        advice: "Export a network that takes one array of samples.")
    }
    let shape = try Self.sampleShape(input, sampleShape, path)
    (sample, fixedBatch) = (shape.sample, shape.batch)
    for node in file.graph.nodes {
      for name in node.inputs { uses[name, default: 0] += 1 }
    }
    for output in file.graph.outputs { uses[output.name, default: 0] += 1 }
    var names: Set<String> = []
    for array in file.graph.arrays {
      guard names.insert(array.name).inserted else {
        throw FileError(
          file: path, expected: "a name for each array", found: "“\(array.name)” twice",
          advice: "Check the file with onnx.checker.check_model.")
      }
      add(array)
    }
    for case .constant(let constant) in values.values { budget += 16 * constant.numbers.count }
    var stage = ONNXStage(kind: .input, sample: Array(sample), name: input.name, dominator: 0)
    stage.areSamples = true
    stages = [stage]
    values[input.name] = .flow(ONNXFlow(stage: 0, isInteger: [6, 7].contains(input.elementType)))
  }

  /// The shape of one sample and, where the file fixes it, the number of samples.
  private static func sampleShape(
    _ input: ONNXValue, _ given: TensorShape?, _ path: String
  ) throws(FileError) -> (sample: TensorShape, batch: Int?) {
    func failure(_ expected: String, _ found: String, _ advice: String) -> FileError {
      FileError(
        file: path, expected: "\(expected) in the input “\(input.name)”", found: found, advice: advice)
    }
    guard [1, 6, 7, 10, 11, 16].contains(input.elementType) else {
      throw failure(
        "floating-point numbers or indices", "elements of the type \(input.elementType)",
        "Export a network that takes numbers.")
    }
    guard let extents = input.extents, extents.count >= 2 else {
      throw failure(
        "samples along the first of two axes or more, (N, …)",
        input.extents.map { $0.isEmpty ? "a single number" : "one axis" } ?? "no word of axes",
        "Export the model with a batch of samples, (N, D).")
    }
    var batch: Int?
    if case .number(let number) = extents[0], number > 0 { batch = Int(clamping: number) }
    let sizes = extents.dropFirst().map { extent -> Int? in
      if case .number(let number) = extent, number > 0 { Int(exactly: number) } else { nil }
    }
    if let given {
      let fits = given.rank == sizes.count && zip(given, sizes).allSatisfy { $1 == nil || $0 == $1 }
      guard fits else {
        let found = sizes.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
        throw failure("samples of the shape \(given)", "(\(found))", "Give the shape that the file states.")
      }
      return (given, batch)
    }
    let all = sizes.compactMap { $0 }
    guard all.count == sizes.count, let shape = TensorShape(exactly: all),
      shape.elementCount <= NetworkPlan.numberLimit
    else {
      throw failure(
        "the size of each axis but the first", "axes whose size is open, or too large",
        "Export the model with samples of one shape, or give it as sampleShape.")
    }
    return (shape, batch)
  }

  private mutating func add(_ tensor: ONNXTensor) {
    // What nothing takes may be of any kind, and needs no memory.
    guard uses[tensor.name] != nil, case .array(let array) = tensor.content else { return }
    values[tensor.name] = .constant(ONNXConstant(array))
  }

  // MARK: - The way through

  /// The layers with their numbers.
  mutating func parts() throws(FileError) -> [ONNXPart] {
    for node in graph.nodes {
      let result = try value(of: node)
      guard let output = node.outputs.first, !output.isEmpty else { continue }
      guard values[output] == nil else {
        throw failure(node, "outputs with names of their own", "“\(output)” a second time")
      }
      // Masks and indices of places aren't computed here.
      for other in node.outputs.dropFirst() where !other.isEmpty && uses[other, default: 0] > 0 {
        throw failure(node, "its first output to be used alone", "“\(other)” in use")
      }
      values[output] = result
      guard stages.count <= 4000 else {
        throw failure(node, "a network of at most 1000 layers", "more")
      }
    }
    guard let output = graph.outputs.first else {
      throw FileError(
        file: path, expected: "a network with an output", found: "none",
        advice: "Check the file with onnx.checker.check_model.")
    }
    guard case .flow(let flow)? = values[output.name] else {
      throw FileError(
        file: path, expected: "an output that is computed of the input",
        found: "“\(output.name)”, which isn't",
        advice: "Check the file with onnx.checker.check_model.")
    }
    let last = try settled(flow, for: ONNXNode("output", name: output.name, [], [output.name]))
    var used: Set<Int> = []
    return try layers(from: 0, to: last, depth: 0, &used)
  }

  /// The layers between two stages, of which the first is one that all ways to the second go through.
  private func layers(
    from start: Int, to end: Int, depth: Int, _ used: inout Set<Int>
  ) throws(FileError) -> [ONNXPart] {
    var parts: [ONNXPart] = []
    var place = end
    while place != start {
      let stage = stages[place]
      guard depth <= 16, used.insert(place).inserted else {
        throw FileError(
          file: path, expected: "layers one after the other, and sums that join two ways from one value",
          found: depth > 16 ? "sums within sums, 17 deep" : "“\(stage.name)”, which is used in another way",
          advice: "Such a network can't be read as layers; run it with onnxruntime.")
      }
      switch stage.kind {
      case .input: break
      case .layer(let part, _): parts.append(part)
      case .sum(let first, let second):
        var ways: [[ONNXPart]] = []
        for way in [first, second] {
          ways.append(try layers(from: stage.dominator, to: way, depth: depth + 1, &used))
        }
        // The longer way is what is learnt, the other one goes around it.
        if ways[0].count < ways[1].count { ways.swapAt(0, 1) }
        guard !ways[0].isEmpty else {
          throw FileError(
            file: path, expected: "sums of two different values",
            found: "“\(stage.name)”, which adds one to itself",
            advice: "Multiply the value by 2 instead.")
        }
        let layers = ways[0].map(\.layer)
        let shortcut = ways[1].isEmpty ? nil : ways[1].map(\.layer)
        parts.append(
          ONNXPart(layer: .residual(layers, shortcut: shortcut), inner: ways[0] + ways[1]))
      }
      place = stage.dominator
    }
    return parts.reversed()
  }

  // MARK: - Stages

  /// Adds a layer behind a stage and returns its number.
  mutating func add(
    _ part: ONNXPart, behind stage: Int, makes sample: [Int], for node: ONNXNode
  ) throws(FileError) -> Int {
    var count = 1
    for size in sample {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= NetworkPlan.numberLimit else {
        throw failure(node, "at most 268,435,456 numbers of one sample", "samples of the shape \(sample)")
      }
      count = product
    }
    stages.append(
      ONNXStage(
        kind: .layer(part, of: stage), sample: sample, name: node.outputs.first ?? "", dominator: stage))
    return stages.count - 1
  }

  /// Adds the sum of two stages.
  mutating func addSum(_ first: Int, _ second: Int, for node: ONNXNode) -> Int {
    var before: Set<Int> = [first]
    var place = first
    while place != 0 {
      place = stages[place].dominator
      before.insert(place)
    }
    var fork = second
    while !before.contains(fork) { fork = stages[fork].dominator }
    stages.append(
      ONNXStage(
        kind: .sum(first, second), sample: stages[first].sample, name: node.outputs.first ?? "",
        dominator: fork))
    return stages.count - 1
  }

  /// The stage that a flow is at, with a layer more where it was multiplied and added to.
  mutating func settled(_ flow: ONNXFlow, for node: ONNXNode) throws(FileError) -> Int {
    switch flow.form {
    case .plain: break
    case .gated:
      // x (1 + erf(x / √2)) is twice what the layer makes.
      let gelu = try add(
        ONNXPart(layer: .gelu), behind: flow.stage, makes: stages[flow.stage].sample, for: node)
      let scaled = ONNXFlow(stage: gelu, factors: flow.factors.map { 2 * $0 }, terms: flow.terms)
      return try settled(scaled, for: node)
    case .error, .errorPlusOne:
      throw failure(node, "erf as a part of GELU, x / 2 · (1 + erf(x / √2))", "another use of it")
    case .isLarge:
      throw failure(node, "a comparison as a part of softplus", "another use of it")
    case .mean, .centred, .squares, .variance, .deviation:
      throw failure(node, "means and deviations of samples as parts of a layer norm", "another use of them")
    }
    guard !flow.isPlain else { return flow.stage }
    let sample = stages[flow.stage].sample
    guard let channels = sample.first else { return flow.stage }
    let (numbers, overflow) = channels.multipliedReportingOverflow(by: 4)
    try spend(overflow ? .max : numbers, for: node)
    // A norm with a mean of 0 and a variance of 1 does just that; its ε is taken out of the variance.
    let epsilon = 1e-5
    func all(_ numbers: [Double]) -> Tensor<Float> {
      let each = numbers.count == 1 ? [Double](repeating: numbers[0], count: channels) : numbers
      return Tensor(shape: [channels], each.map { Float($0) })
    }
    let part = ONNXPart(
      layer: .batchNorm(epsilon: epsilon, momentum: 0), parameters: [all(flow.factors), all(flow.terms)],
      statistics: [all([0]), all([1 - epsilon])])
    return try add(part, behind: flow.stage, makes: sample, for: node)
  }

  /// Notes that so many numbers are made of arrays.
  mutating func spend(_ count: Int, for node: ONNXNode) throws(FileError) {
    budget -= count
    guard budget >= 0 else {
      throw failure(node, "arrays that are used a few times", "ever more arrays that are made of them")
    }
  }

  // MARK: - Errors

  /// An error at a node.
  func failure(
    _ node: ONNXNode, _ expected: String, _ found: String,
    _ advice: String = "Export the model without it, or run it with onnxruntime."
  ) -> FileError {
    let name = node.name.isEmpty ? "" : " “\(node.name)”"
    return FileError(
      file: path, offset: node.offset > 0 ? node.offset : nil,
      expected: "\(expected) in the node \(node.kind)\(name)",
      found: found, advice: advice)
  }
}

extension ONNXConstant {
  init(_ array: StoredArray) {
    shape = array.shape
    numbers = array.floats
    switch array.kind {
    case .float16, .float32, .float64, .bfloat16: integers = nil
    default: integers = array.integers?.map { Int($0) }
    }
  }

  /// The array as a tensor; nil where there can't be one of its shape.
  var tensor: Tensor<Float>? {
    guard let shape = TensorShape(exactly: shape), shape.elementCount == numbers.count else { return nil }
    return Tensor(shape: shape, numbers)
  }
}
