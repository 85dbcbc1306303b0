/// One run of a network through a graph: what it is for, and what layers may ask of it.
///
/// The same layer does different things in training and in evaluation, draws random numbers, and keeps statistics. It
/// does all that through its pass, so that a run depends on the seed and the iteration alone.
public final class Pass<Scalar: TensorScalar> {
  /// What a run is for.
  public enum Mode: Sendable, Equatable {
    /// A step of training, counted from 0.
    case training(iteration: Int)
    /// The answers of the network as it is.
    case evaluation
  }

  /// What the run is for.
  public let mode: Mode
  /// What its random numbers come from.
  public let seed: UInt64

  /// How many samples of the same mini-batch come before the first one of this run, which has a part of it: where random
  /// numbers are each sample's own, they are those of its place in the whole.
  @exclusivity(unchecked) var firstSample = 0

  private let numbers: LayerNumbers<Scalar>?
  /// How many networks are running, one within the other.
  @exclusivity(unchecked) private var depth = 0
  /// Whether anybody sees the calls of layers.
  @exclusivity(unchecked) private(set) var isObserved = false
  /// Whether the graph goes as it came, unseen but for its last values.
  @exclusivity(unchecked) private var isUnseen = false
  /// What most passes never need.
  @exclusivity(unchecked) private var extras: Extras?

  private final class Extras {
    var draws: [UInt64: UInt64] = [:]
    var updates: [(statistic: Statistic<Scalar>, value: Tensor<Scalar>)] = []
    var observers: [LayerObserver<Scalar>] = []
  }

  private var madeExtras: Extras {
    let extras = self.extras ?? Extras()
    self.extras = extras
    return extras
  }

  init(_ mode: Mode, seed: UInt64, numbers: LayerNumbers<Scalar>? = nil) {
    self.mode = mode
    self.seed = seed
    self.numbers = numbers
  }

  /// A run that asks for the network's answers.
  public static func evaluation() -> Pass { Pass(.evaluation, seed: 0) }

  /// A step of training, counted from 0, of a layer by itself; a ``Model`` makes its own passes.
  public static func training(iteration: Int, seed: UInt64 = 0) -> Pass {
    Pass(.training(iteration: iteration), seed: seed)
  }

  /// Whether this is a step of training.
  public var isTraining: Bool { mode != .evaluation }

  /// The number of the training step, from 0 on; 0 in an evaluation.
  public var iteration: Int {
    switch mode {
    case .training(let iteration): iteration
    case .evaluation: 0
    }
  }

  // MARK: - Random numbers

  /// Random numbers for a purpose of a layer in this iteration.
  ///
  /// They depend on the seed, the purpose, the layer's place in its model and the iteration, and on nothing else. A
  /// layer that asks again in the same pass, because it stands in two places, gets other numbers. In a model the layer
  /// must be among the members of the one that runs it: else it has no place.
  public func random(for purpose: RandomStream.Purpose, of layer: any Layer<Scalar>) -> Philox4x32 {
    let number = numbers.map { numbers in
      guard let number = numbers[layer] else {
        stop("\(layer.kind) draws random numbers, but no layer of the model has it among its members")
      }
      return number
    }
    let stream = RandomStream.packed(purpose, layer: number ?? 0, iteration: iteration)
    let draw = madeExtras.draws[stream, default: 0]
    madeExtras.draws[stream] = draw + 1
    return Philox4x32(seed: seed, stream: stream, section: draw)
  }

  // MARK: - Statistics

  /// Hands over a statistic's next value, made from its present one. It takes effect when the step is committed.
  ///
  /// A second call in the same pass gets what the first one made. Does nothing in an evaluation.
  public func update(_ statistic: Statistic<Scalar>, _ next: (Tensor<Scalar>) -> Tensor<Scalar>) {
    guard isTraining else { return }
    let extras = madeExtras
    let place = extras.updates.firstIndex { $0.statistic === statistic }
    let value = next(place.map { extras.updates[$0].value } ?? statistic.value)
    require(
      value.shape == statistic.value.shape,
      "the statistic \(statistic.name) has the shape \(statistic.value.shape), and its next value must have it, too, "
        + "not \(value.shape)")
    if let place {
      extras.updates[place].value = value
    } else {
      extras.updates.append((statistic, value))
    }
  }

  /// The next values that layers have handed over, with their statistics.
  var statisticUpdates: [(statistic: Statistic<Scalar>, value: Tensor<Scalar>)] { extras?.updates ?? [] }

  /// The statistics that layers have handed over next values of, in the order in which they first did.
  var updatedStatistics: [Statistic<Scalar>] { extras?.updates.map(\.statistic) ?? [] }

  /// Gives all statistics the values that layers have handed over, once a step.
  public func commit() {
    guard let extras else { return }
    for (statistic, value) in extras.updates { statistic.value = value }
    extras.updates.removeAll()
  }

  // MARK: - Networks and layers that run

  /// The same run for a graph that nobody will look at, but for its last values and the derivatives by parameters: layers may
  /// then be joined into operations that leave nothing in between.
  func unseen() -> Pass {
    isUnseen = true
    return self
  }

  /// Whether layers may be joined.
  var joinsLayers: Bool { isUnseen && !isObserved }

  /// Runs a network in a graph. The outermost one says what parameters are called there.
  @inline(__always)
  func running(
    _ labels: ParameterLabels<Scalar>, in graph: Graph<Scalar>, _ body: () -> Variable<Scalar>
  ) -> Variable<Scalar> {
    if depth == 0 { graph.adopt(labels) }
    depth += 1
    defer { depth -= 1 }
    return body()
  }

  /// Lets a function see, or wrap, each call of a layer while another one runs.
  func observing<Result>(_ observer: @escaping LayerObserver<Scalar>, during body: () -> Result) -> Result {
    let extras = madeExtras
    extras.observers.append(observer)
    isObserved = true
    defer {
      extras.observers.removeLast()
      isObserved = !extras.observers.isEmpty
    }
    return body()
  }

  func observed(
    _ layer: any Layer<Scalar>, _ x: Variable<Scalar>, _ body: () -> Variable<Scalar>
  ) -> Variable<Scalar> {
    withoutActuallyEscaping(body) { body in
      (extras?.observers ?? []).reduce(body) { inner, observer in { observer(layer, x, inner) } }()
    }
  }
}

/// Is called for each layer that runs, with its input and what computes its output.
typealias LayerObserver<Scalar: TensorScalar> = (
  _ layer: any Layer<Scalar>, _ input: Variable<Scalar>, _ body: () -> Variable<Scalar>
) -> Variable<Scalar>
