@testable import Backprop

/// What a layer does in its runs that none may, a sentence for each; tests hand in wrong layers, too.
///
/// Noise that is the same for all samples and drawn from the iteration alone looks like a schedule, and isn't told.
struct LayerFaults {
  private let layer: any Layer<Double>
  private let x: Tensor<Double>
  private let state: NamedState<Double>

  /// The faults of a layer, in runs with random samples of a shape.
  init(of layer: any Layer<Double>, sample: TensorShape) {
    var random = Philox4x32(seed: 5)
    self.init(of: layer, samples: .normal(TensorShape([8] + Array(sample)), using: &random))
  }

  /// The faults of a layer, in runs with given samples.
  init(of layer: any Layer<Double>, samples: Tensor<Double>) {
    self.layer = layer
    x = samples
    state = NamedState(of: layer)
  }

  var all: [String] { members + evaluation + training + statistics }

  /// Tensors that the layer uses and doesn't list.
  var members: [String] {
    [training(), Pass.evaluation()].compactMap { pass in
      let graph = Graph<Double>()
      return state.unlisted(in: graph, pass) { layer(graph.constant(x), in: pass) }.finding
    }
  }

  /// Noise in an evaluation, from wherever it comes.
  var evaluation: [String] {
    let y = run(.evaluation())
    if run(.evaluation()) != y { return ["an evaluation gives other numbers when it is made again"] }
    var faults: [String] = []
    if (1...4).contains(where: { run(Pass(.evaluation, seed: $0)) != y }) {
      faults.append("an evaluation depends on the seed: it must not draw random numbers")
    }
    if (0..<y.shape[0]).contains(where: { isOther(run(.evaluation(), x.rows(at: [$0])), y.rows(at: [$0])) }) {
      faults.append("in an evaluation a sample's output depends on its place, or on the other samples")
    }
    return faults
  }

  /// Noise in training that comes from anything but the seed and the iteration, both of them.
  var training: [String] {
    let y = run(training())
    if run(training()) != y {
      return ["a step of training gives other numbers when it is made again with its seed and iteration"]
    }
    let changesBySeed = (2...5).contains { run(training(seed: $0)) != y }
    let changesByIteration = (4...7).contains { run(training(iteration: $0)) != y }
    // Without noise, samples in another order give the same outputs in that order.
    let backwards = Array((0..<y.shape[0]).reversed())
    let isNoisy = changesBySeed || isOther(run(training(), x.rows(at: backwards)), y.rows(at: backwards))
    var faults: [String] = []
    if isNoisy, !changesBySeed { faults.append("the noise in training is the same for every seed") }
    if isNoisy, !changesByIteration { faults.append("the noise in training is the same in every iteration") }
    if !isNoisy, !changesByIteration, state.statistics.isEmpty, isOther(run(.evaluation()), y) {
      faults.append("training differs from an evaluation, though it has no noise and no statistics")
    }
    return faults
  }

  /// Statistics, or numbers beside them, that change when they must not.
  var statistics: [String] {
    let before = state.statistics.map(\.statistic.value)
    func changed() -> [String] {
      zip(state.statistics, before).filter { $0.statistic.value != $1 }.map(\.0.path)
    }
    let y = run(.evaluation())
    let evaluation = Pass<Double>.evaluation()
    _ = run(evaluation)
    evaluation.commit()
    var faults = changed().map { "an evaluation changes the statistic '\($0)'" }
    if faults.isEmpty {
      _ = run(training())
      faults = changed().map { "a step of training changes the statistic '\($0)' before it is committed" }
    }
    if faults.isEmpty, run(.evaluation()) != y {
      faults = ["a step of training changes what an evaluation gives before it is committed"]
    }
    return faults
  }

  private func run(_ pass: Pass<Double>) -> Tensor<Double> { run(pass, x) }

  private func run(_ pass: Pass<Double>, _ x: Tensor<Double>) -> Tensor<Double> {
    layer(Graph().constant(x), in: pass).value
  }

  private func training(iteration: Int = 3, seed: UInt64 = 1) -> Pass<Double> {
    .training(iteration: iteration, seed: seed)
  }

  /// Whether two outputs differ by more than rounding, such as that of a sum over samples in another order.
  private func isOther(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Bool {
    a.shape != b.shape || !((a - b).magnitude().max().item <= 1e-9)
  }
}
