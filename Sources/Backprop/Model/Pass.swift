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

  private let numbers: LayerNumbers<Scalar>?
  private var isNamed = false
  /// Whether anybody sees the calls of layers.
  private(set) var isObserved = false
  /// What most passes never need.
  private var extras: Extras?

  private final class Extras {
    var draws: [UInt64: UInt64] = [:]
    var updates: [(statistic: Statistic<Scalar>, value: Tensor<Scalar>)] = []
    var observers: [LayerObserver<Scalar>] = []
  }

  private func withExtras<Result>(_ body: (Extras) -> Result) -> Result {
    let extras = self.extras ?? Extras()
    self.extras = extras
    return body(extras)
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
  /// layer that asks again in the same pass, because it stands in two places, gets other numbers.
  public func random(for purpose: RandomStream.Purpose, of layer: any Layer<Scalar>) -> Philox4x32 {
    let stream = RandomStream.packed(purpose, layer: numbers?[layer] ?? 0, iteration: iteration)
    let draw = withExtras { extras in
      defer { extras.draws[stream, default: 0] += 1 }
      return extras.draws[stream, default: 0]
    }
    return Philox4x32(seed: seed, stream: stream, section: draw)
  }

  // MARK: - Statistics

  /// Hands over a statistic's next value, made from its present one. It takes effect when the step is committed.
  ///
  /// A second call in the same pass gets what the first one made. Does nothing in an evaluation.
  public func update(_ statistic: Statistic<Scalar>, _ next: (Tensor<Scalar>) -> Tensor<Scalar>) {
    guard isTraining else { return }
    withExtras { extras in
      if let place = extras.updates.firstIndex(where: { $0.statistic === statistic }) {
        extras.updates[place].value = next(extras.updates[place].value)
      } else {
        extras.updates.append((statistic, next(statistic.value)))
      }
    }
  }

  /// Gives all statistics the values that layers have handed over, once a step.
  public func commit() {
    guard let extras else { return }
    for (statistic, value) in extras.updates { statistic.value = value }
    extras.updates.removeAll()
  }

  /// Whether the caller, the first to ask, is the outermost network, which says what parameters are called.
  func claimNaming() -> Bool {
    defer { isNamed = true }
    return !isNamed
  }

  // MARK: - Observers

  /// Lets a function see, or wrap, each call of a layer.
  func observe(_ observer: @escaping LayerObserver<Scalar>) {
    withExtras { $0.observers.append(observer) }
    isObserved = true
  }

  func observing(
    _ layer: any Layer<Scalar>, _ x: Variable<Scalar>, _ body: () -> Variable<Scalar>
  ) -> Variable<Scalar> {
    withoutActuallyEscaping(body) { body in
      (extras?.observers ?? []).reduce(body) { inner, observer in { observer(layer, x, inner) } }()
    }
  }

  /// Groups each layer's nodes in the graph under a title, for drawings; a layer without one is no group.
  func groupLayers(_ title: @escaping (any Layer<Scalar>) -> String?) {
    observe { layer, x, body in title(layer).map { x.graph.group($0, body) } ?? body() }
  }
}

/// Is called for each layer that runs, with its input and what computes its output.
typealias LayerObserver<Scalar: TensorScalar> = (
  _ layer: any Layer<Scalar>, _ input: Variable<Scalar>, _ body: () -> Variable<Scalar>
) -> Variable<Scalar>
