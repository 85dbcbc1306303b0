/// Looks at a network before its first update, and again after some, and finds out whether it can learn.
///
/// A network is called stuck only where its answers are: where, after the first updates, it still says nearly the same of
/// all samples, or nothing better than guessing. So one that starts badly and learns all the same is left alone.
struct StartCheck<Scalar: TensorScalar> {
  /// After how many updates the network is judged.
  static var steps: Int { 50 }

  /// How far samples differ behind a layer: the standard deviation over the samples, as the root of the mean square over
  /// the places.
  struct Spread {
    let layer: NamedState<Scalar>.NamedLayer
    let spread: Double
    let output: Variable<Scalar>
  }

  private let model: Model<Scalar>
  /// Some elements of each weight as they were in the beginning.
  private var weights: [(parameter: Parameter<Scalar>, start: [Scalar])] = []
  private var growth: (layer: String, ratio: Double)?
  private var startRatio = 1.0

  /// A check of a model; `nil` where there are too few layers to lose anything.
  init?(of model: Model<Scalar>) {
    self.model = model
    weights = model.parameters.filter { $0.value.rank > 1 }.map { ($0, []) }
    guard weights.count > 1 else { return nil }
  }

  /// What a checkpoint tells of it.
  var saved: TrainingCheckpoint<Scalar>.Start {
    var saved = TrainingCheckpoint<Scalar>.Start()
    for named in model.state.parameters {
      let start = weights.first { $0.parameter === named.parameter }?.start ?? []
      if !start.isEmpty { saved.weights[named.path] = start }
    }
    (saved.growingLayer, saved.growth) = (growth?.layer, growth?.ratio ?? 0)
    saved.ratio = startRatio
    return saved
  }

  /// The check that a checkpoint tells.
  init?(of model: Model<Scalar>, _ saved: TrainingCheckpoint<Scalar>.Start) {
    self.init(of: model)
    for named in model.state.parameters {
      guard let place = weights.firstIndex(where: { $0.parameter === named.parameter }) else { continue }
      weights[place].start = saved.weights[named.path] ?? []
    }
    growth = saved.growingLayer.map { ($0, saved.growth) }
    startRatio = saved.ratio
  }

  /// Looks at the network before its first update.
  mutating func begin(_ batch: Batch<Scalar>) {
    weights = weights.map { ($0.parameter, Self.some($0.parameter.value)) }
    let graph = Graph<Scalar>()
    let (input, spreads) = Self.spreads(of: model, batch, in: graph)
    guard input > 0, let last = spreads.last else { return }
    startRatio = last.spread / input
    if let largest = spreads.first(where: { !($0.spread <= 100 * input) }) {
      growth = (largest.layer.label, largest.spread / input)
    }
  }

  /// What keeps the network from learning, as it is after ``steps`` updates; `nil` where nothing does.
  func finding(_ batch: Batch<Scalar>, loss: Double) -> LearningFinding? {
    let guessing = Self.guessingLoss(batch.targets)
    let isGuessing = guessing.map { !(loss < 0.98 * $0) } ?? !loss.isFinite
    // The cheap questions first: nearly every network is through here.
    // Later weights may move all the same, as a bias does: behind a sigmoid what they see differs little, but isn't 0.
    let change = weights.first.map { Self.change($0.parameter.value, since: $0.start) } ?? 1
    guard isGuessing || change < Self.leastChange else { return nil }
    let graph = Graph<Scalar>()
    let (input, spreads) = Self.spreads(of: model, batch, in: graph)
    let needed = 0.01 * (Self.targetSpread(batch.targets) ?? 1)
    guard input > 0, let last = spreads.last else { return nil }
    if let growth, isGuessing, !(last.spread > needed) || !loss.isFinite {
      return finding(.explodingActivations, growth.layer, growth.ratio, remedy: .weights(advisedWeights))
    }
    guard loss.isFinite, last.spread.isFinite else { return nil }
    if startRatio > 0.01, let dead = spreads.first(where: { $0.spread < 1e-6 * input }) {
      return finding(.deadUnits, dead.layer.label, dead.spread / input, remedy: .smallerLearningRate)
    }
    guard change < Self.leastChange else { return nil }
    // Answers that are the same, and were so from the start: else it is the learning rate that is small.
    if last.spread < needed, startRatio < 0.003, let lost = spreads.first(where: { $0.spread < 0.01 * input })
    {
      let remedy: LearningFinding.Remedy = areWeightsSmall ? .weights(advisedWeights) : .activation
      return finding(.vanishingActivations, lost.layer.label, lost.spread / input, remedy: remedy)
    }
    guard isGuessing else { return nil }
    let outputs = spreads.filter { !$0.output.isConstant }
    guard let first = outputs.first, let end = outputs.last else { return nil }
    let gradients = model.loss(end.output, batch.targets).backward()
    let ratio = gradients[first.output].euclideanLength / gradients[end.output].euclideanLength
    guard ratio < 1e-3 else { return nil }
    return finding(.vanishingGradients, first.layer.label, ratio, remedy: .activation)
  }

  /// The least relative change of the first weights in ``steps`` updates that counts as learning.
  ///
  /// On MNIST, with first weights of standard deviation 0.01, ReLU and a rate of 0.1, it is 0.25 with one hidden layer,
  /// 5e-3 with two, which get off the ground within an epoch, and 2e-4 with three, which never do.
  private static var leastChange: Double { 1e-3 }

  private func finding(
    _ kind: LearningFinding.Kind, _ layer: String, _ ratio: Double, remedy: LearningFinding.Remedy
  ) -> LearningFinding {
    LearningFinding(kind: kind, layer: layer, ratio: ratio, iteration: Self.steps, remedy: remedy)
  }

  // MARK: - Weights

  // Compiled for each type of number: a few thousand elements, each of which would be taken by several calls, take longer
  // than all else of a small table's first step.

  /// Elements at equal distances, some thousands of a large tensor.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func some(_ tensor: Tensor<Scalar>) -> [Scalar] {
    tensor.withUnsafeElements { elements in
      let step = Swift.max(elements.count / 4096, 1)
      let count = (elements.count + step - 1) / step
      return [Scalar](unsafeUninitializedCapacity: count) { some, initialized in
        for index in 0..<count { some.initializeElement(at: index, to: elements[index * step]) }
        initialized = count
      }
    }
  }

  /// ‖W − W₀‖ / ‖W₀‖.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func change(_ tensor: Tensor<Scalar>, since start: [Scalar]) -> Double {
    let now = some(tensor)
    guard now.count == start.count else { return 1 }
    var differences = [Double](repeating: 0, count: start.count)
    for index in start.indices { differences[index] = Double(now[index]) - Double(start[index]) }
    let difference = euclideanLength(differences)
    let size = euclideanLength(start.map { Double($0) })
    return size > 0 ? difference / size : (difference > 0 ? 1 : 0)
  }

  /// He et al. behind rectifiers and what is like them, else Glorot and Bengio.
  private var advisedWeights: WeightInitialization {
    let rectifiers = ["ReLU", "LeakyReLU", "GELU", "SiLU", "Softplus"]
    return model.state.layers.contains { rectifiers.contains($0.layer.kind) } ? .he : .xavier
  }

  /// Whether any weights are less than half as large as they should be.
  private var areWeightsSmall: Bool {
    weights.contains { weight in
      let shape = weight.parameter.value.shape
      guard !weight.start.isEmpty, shape.elementCount > 0 else { return false }
      let length = euclideanLength(weight.start.map { Double($0) })
      let size = length / Double(weight.start.count).squareRoot()
      // A matrix (D, M) has D inputs, kernels (F, C, H, W) have C · H · W.
      let inputs = shape.rank == 2 ? shape[0] : shape.elementCount / Swift.max(shape[0], 1)
      return size < 0.5 * advisedWeights.standardDeviation(inputs: inputs, outputs: 1)
    }
  }

  // MARK: - Signals

  /// How far samples differ in the input and behind each layer, in the order in which the layers run.
  private static func spreads(
    of model: Model<Scalar>, _ batch: Batch<Scalar>, in graph: Graph<Scalar>
  ) -> (input: Double, layers: [Spread]) {
    var layers: [Spread] = []
    let pass = model.evaluation()
    _ = pass.observing { layer, _, body in
      let output = body()
      if !(layer is Sequential<Scalar>),
        let named = model.state.layers.first(where: { $0.layer === layer })
      {
        layers.append(Spread(layer: named, spread: spread(of: output.value), output: output))
      }
      return output
    } during: {
      model.output(for: batch.samples, in: graph, pass)
    }
    return (spread(of: batch.samples.tensor), layers)
  }

  private static func spread(of tensor: Tensor<Scalar>) -> Double { Scalar._spread(ofRows: tensor) }

  /// How far targets differ that are numbers.
  private static func targetSpread(_ targets: Targets<Scalar>) -> Double? {
    if case .rows(let rows) = targets { spread(of: rows) } else { nil }
  }

  /// The loss of giving each class its share among the labels: their entropy. `nil` where targets aren't classes.
  private static func guessingLoss(_ targets: Targets<Scalar>) -> Double? {
    guard case .classes(let labels) = targets, !labels.isEmpty else { return nil }
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    // In the labels' order, so that the sum has one order.
    let entropy = counts.sorted { $0.key < $1.key }.reduce(0.0) { sum, entry in
      let share = Double(entry.value) / Double(labels.count)
      return sum - share * Double.log(share)
    }
    return entropy > 0 ? entropy : nil
  }
}

// Compiled for each type of number: behind a convolution there are millions, each of which would be converted by a call.
extension TensorScalar {
  public static func _spread(ofRows tensor: Tensor<Self>) -> Double {
    guard tensor.rank > 0, tensor.shape[0] > 1 else { return 0 }
    let rows = tensor.shape[0]
    let columns = tensor.count / rows
    var means = [Double](repeating: 0, count: columns)
    var squares = 0.0
    tensor.withUnsafeElements { elements in
      for row in 0..<rows {
        for column in 0..<columns { means[column] += Double(elements[row * columns + column]) }
      }
      for column in 0..<columns { means[column] /= Double(rows) }
      for row in 0..<rows {
        for column in 0..<columns {
          let difference = Double(elements[row * columns + column]) - means[column]
          squares += difference * difference
        }
      }
    }
    return (squares / Double(Swift.max(tensor.count, 1))).squareRoot()
  }
}
