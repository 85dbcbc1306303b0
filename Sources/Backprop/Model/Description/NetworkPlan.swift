/// What a description becomes for samples of a shape: its layers with all that was left open, and the shapes between them.
///
/// It is found by counting alone, so that a network that is far too large is told before there is a weight of it.
package struct NetworkPlan: Sendable {
  /// A layer with what goes in and comes out, for one sample.
  package struct Step: Sendable {
    /// The layer, with its size.
    package let layer: LayerDescription
    /// Where it stands in the description, such as `layers[2]`; that of the layer it serves for a flatten put in.
    package let path: String
    package let input: TensorShape
    package let output: TensorShape
    /// How many numbers training changes in the layer itself.
    package let parameterCount: Int
    /// The layers within, and those of a shortcut.
    package let inner: [Step]
    package let shortcut: [Step]?
  }

  /// The shape of one sample.
  package let input: TensorShape
  /// The layers in order.
  package let steps: [Step]

  /// The shape that comes out for one sample.
  package var output: TensorShape { steps.last?.output ?? input }

  /// How many numbers training changes.
  package var parameterCount: Int { steps.reduce(0) { $0 + $1.allParameterCount } }

  /// The most numbers that a network of a description may have as parameters, and that may come out of a layer for one
  /// sample: a gigabyte in single precision.
  package static let numberLimit = 1 << 28
}

extension NetworkPlan {
  /// The embedding that takes the samples as indices, if there is one.
  package var indexedStep: Step? {
    func first(in steps: [Step]) -> Step? {
      for step in steps {
        if case .embedding = step.layer { return step }
        if let within = first(in: step.inner) ?? first(in: step.shortcut ?? []) { return within }
      }
      return nil
    }
    return first(in: steps)
  }
}

extension NetworkPlan.Step {
  /// With those of the layers within.
  package var allParameterCount: Int {
    (inner + (shortcut ?? [])).reduce(parameterCount) { $0 + $1.allParameterCount }
  }
}

extension NetworkDescription {
  /// What the description becomes for samples of a shape and for targets.
  package func plan(
    for sample: TensorShape, targets: TargetKind
  ) throws(NetworkDescriptionError) -> NetworkPlan {
    guard !layers.isEmpty else {
      throw NetworkDescriptionError("The network has no layers; it needs one at least.")
    }
    var planner = NetworkPlanner(outputs: targets.scoreCount, last: lastAffine)
    try planner.check(layers, path: "layers", depth: 1)
    let steps = try planner.steps(of: layers, for: sample, path: "layers")
    return NetworkPlan(input: sample, steps: steps)
  }

  /// The last affine layer, which is the one that the targets give a size; those within others aren't meant.
  private var lastAffine: String? {
    layers.lastIndex { if case .affine = $0 { true } else { false } }.map { "layers[\($0)]" }
  }

  /// The description with all that it leaves open said: each flatten that was to be put in, and the size of the last
  /// affine layer.
  ///
  /// Throws a ``NetworkDescriptionError`` where a layer can't take what comes to it, or the network is too large.
  public func resolved(
    for sampleShape: TensorShape, targets: TargetKind
  ) throws(NetworkDescriptionError) -> NetworkDescription {
    NetworkDescription(try plan(for: sampleShape, targets: targets).steps.map(\.layer), weights: weights)
  }
}

extension TargetKind {
  /// How many numbers a network must answer with; `nil` where it is no row of them.
  fileprivate var scoreCount: Int? {
    switch self {
    case .classes(let count): count
    case .rows(let shape): shape.rank == 1 ? shape[0] : nil
    }
  }
}

/// Goes through a description from the samples on.
private struct NetworkPlanner {
  typealias Failure = NetworkDescriptionError

  /// What the last affine layer has as outputs, and where it stands.
  let outputs: Int?
  let last: String?
  /// Whether what comes to the next layer is still the samples' numbers, which may be indices.
  private var areSamples = true
  private var layerCount = 0
  private var parameterCount = 0

  init(outputs: Int?, last: String?) { (self.outputs, self.last) = (outputs, last) }

  // MARK: - Values

  /// Throws where a layer was told what no line could: a description in code can say anything.
  mutating func check(_ layers: [LayerDescription], path: String, depth: Int) throws(Failure) {
    guard depth <= NetworkLineReader.depthLimit else {
      throw Failure("Layers may stand 16 deep within others; these stand deeper.", path: path)
    }
    for (number, layer) in layers.enumerated() {
      let path = "\(path)[\(number)]"
      layerCount += 1
      guard layerCount <= NetworkLineReader.layerLimit else {
        throw Failure("A network may have 1,000 layers; this one has more.", path: path)
      }
      let values = layer.values
      for setting in layer.form.settings {
        guard let value = values.all[setting.name] else { continue }
        guard setting.allows(value) else {
          let found = if case .layers = value { "none" } else { value.shown }
          throw Failure(
            "The \(setting.name) of \(layer.form.name) must be \(setting.rule), not \(found).",
            path: "\(path).\(setting.name)")
        }
      }
      for (setting, layers) in layer.inner {
        try check(layers, path: "\(path).\(setting)", depth: depth + 1)
      }
    }
  }

  // MARK: - Shapes

  mutating func steps(
    of layers: [LayerDescription], for sample: TensorShape, path: String
  ) throws(Failure) -> [NetworkPlan.Step] {
    var steps: [NetworkPlan.Step] = []
    var shape = sample
    for (number, layer) in layers.enumerated() {
      let path = "\(path)[\(number)]"
      if case .affine = layer, shape.rank != 1 {
        let flatten = try step(.flatten, shape, path)
        steps.append(flatten)
        shape = flatten.output
      }
      let next = try step(layer, shape, path)
      steps.append(next)
      shape = next.output
    }
    return steps
  }

  private mutating func step(
    _ layer: LayerDescription, _ input: TensorShape, _ path: String
  ) throws(Failure) -> NetworkPlan.Step {
    func failure(_ rule: String) -> Failure {
      Failure("\(layer.shortLine) can't take \(input), what comes to it for one sample: \(rule).", path: path)
    }
    guard input.rank > 0 else { throw failure("a sample must have an axis") }
    guard input.elementCount > 0 else { throw failure("there are no numbers in it") }
    var layer = layer
    var output = input
    var parameters = 0
    var inner: [NetworkPlan.Step] = []
    var innerShortcut: [NetworkPlan.Step]?
    switch layer {
    case .affine(let size):
      guard let size = size ?? (path == last ? outputs : nil) else {
        throw Failure(
          path == last
            ? "The last affine layer has no size, and the targets, which aren't rows of numbers, don't say it; "
              + "give it one, as in 'affine 10'."
            : "Only the last affine layer has its size from the targets; give this one its size, as in 'affine 100'.",
          path: path)
      }
      layer = .affine(size)
      output = try shape([size], path)
      parameters = try count([input.elementCount + 1, size], path)
    case .convolution(let filters, let kernel, let stride, let padding, let dilation, let groups):
      guard input.rank == 3 else { throw failure(Self.imageRule) }
      let channels = input[0]
      guard channels % groups == 0, filters % groups == 0 else {
        throw failure(
          "\(groups) groups can't share \(channels) channels and \(filters) filters: both numbers must be "
            + "multiples of it")
      }
      let inputs = try count([channels / groups, kernel.height, kernel.width], path, isTotal: false)
      let weights = TensorShape([filters, channels / groups, kernel.height, kernel.width])
      output = try imageShape(failure, path) { () throws(ShapeError) in
        try ConvolutionShapes(
          TensorShape([1] + Array(input)), weights, bias: nil, stride: stride, padding: padding,
          dilation: dilation, groups: groups
        ).result
      }
      parameters = try count([inputs + 1, filters], path)
    case .maxPool(let window, let stride, let padding), .averagePool(let window, let stride, let padding):
      guard input.rank == 3 else { throw failure(Self.imageRule) }
      output = try imageShape(failure, path) { () throws(ShapeError) in
        try PoolingShapes(
          TensorShape([1] + Array(input)), for: layer.form.name, window: window, stride: stride ?? window,
          padding: padding
        ).result
      }
    case .globalAveragePool:
      guard input.rank == 3 else { throw failure(Self.imageRule) }
      output = TensorShape(vector: input[0])
    case .batchNorm:
      parameters = try count([2, input[0]], path)
    case .layerNorm:
      parameters = try count([2, input.elementCount], path)
    case .flatten:
      output = TensorShape(vector: input.elementCount)
    case .embedding(let words, let width):
      guard areSamples else {
        throw failure(
          "its indices must be whole numbers, so that only a flatten may stand before it, and no layer that computes"
        )
      }
      output = try shape(Array(input) + [width], path)
      parameters = try count([words, width], path)
    case .residual(let layers, let shortcut):
      let wereSamples = areSamples
      inner = try steps(of: layers, for: input, path: "\(path).layers")
      areSamples = wereSamples
      if let shortcut { innerShortcut = try steps(of: shortcut, for: input, path: "\(path).shortcut") }
      output = inner.last?.output ?? input
      let beside = innerShortcut?.last?.output ?? input
      guard output == beside else {
        throw failure(
          "its layers make \(output) of it, and what goes past them is \(beside): both must be equal to be added; "
            + "a shortcut can bring the latter into shape, as in 'residual (…) shortcut (conv 32 1x1 stride 2)'"
        )
      }
      layer = .residual(inner.map(\.layer), shortcut: innerShortcut.map { $0.map(\.layer) })
    case .relu, .tanh, .sigmoid, .leakyReLU, .gelu, .silu, .softplus, .softmax, .dropout: break
    }
    if layer != .flatten { areSamples = false }
    return NetworkPlan.Step(
      layer: layer, path: path, input: input, output: output, parameterCount: parameters, inner: inner,
      shortcut: innerShortcut)
  }

  private static let imageRule =
    "it needs images, (channels, rows, columns), such as (1, 28, 28)"

  /// The shape of one sample of the images that a function makes.
  private func imageShape(
    _ failure: (String) -> Failure, _ path: String, _ result: () throws(ShapeError) -> TensorShape
  ) throws(Failure) -> TensorShape {
    let images: TensorShape
    do {
      images = try result()
    } catch {
      throw failure(error.rule)
    }
    return try shape(Array(images.dropFirst()), path)
  }

  /// A shape that isn't too large.
  private func shape(_ sizes: [Int], _ path: String) throws(Failure) -> TensorShape {
    guard let shape = TensorShape(exactly: sizes), shape.elementCount <= NetworkPlan.numberLimit else {
      let text = sizes.map(String.init).joined(separator: ", ")
      throw Failure(
        "This layer makes (\(text)) of one sample; a layer may make 268,435,456 numbers of it.", path: path)
    }
    return shape
  }

  /// The product of sizes as a number of parameters.
  private mutating func count(
    _ sizes: [Int], _ path: String, isTotal: Bool = true
  ) throws(Failure) -> Int {
    var product: Int? = 1
    for size in sizes {
      product = product.flatMap {
        let (value, overflow) = $0.multipliedReportingOverflow(by: size)
        return overflow ? nil : value
      }
    }
    guard let product, product <= NetworkPlan.numberLimit,
      !isTotal || parameterCount + product <= NetworkPlan.numberLimit
    else {
      throw Failure(
        "With this layer the network has more than 268,435,456 parameters; give smaller sizes.", path: path)
    }
    if isTotal { parameterCount += product }
    return product
  }
}

extension LayerDescription {
  /// The layer as it stands in a line, without layers within it.
  fileprivate var shortLine: String { inner.isEmpty ? line : form.name }
}

extension LayerValue {
  fileprivate var shown: String {
    switch self {
    case .count(let count): "\(count)"
    case .extent(let extent): "\(extent)"
    case .padding(let padding): "\(padding)"
    case .real(let number): "\(number)"
    case .layers: "layers"
    }
  }
}
