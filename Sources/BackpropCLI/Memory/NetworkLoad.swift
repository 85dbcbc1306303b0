import Backprop

/// What of a network matters to memory, in numbers. In floating point, so that it can't overflow; the sums needn't be
/// exact.
struct NetworkLoad {
  /// Its parameters.
  let parameters: Double
  /// Those of the layer that has most of them.
  let largest: Double
  /// A sample's own numbers.
  let inputs: Double
  /// Those of them that are made of bytes for each batch.
  let madeInputs: Double
  /// The values that a sample takes on its way through the network.
  let forward: Double
  /// The derivatives that are there at a time on the way back.
  let backward: Double

  /// That of a network of affine layers with activations between them, whose sizes are given: values before and after
  /// each activation, and backward the two derivatives between which the largest layer lies. Images stay bytes.
  init(sizes: [Int]) {
    let pairs = zip(sizes, sizes.dropFirst()).map { (Double($0), Double($1)) }
    parameters = pairs.reduce(0) { $0 + ($1.0 + 1) * $1.1 }
    largest = pairs.map { ($0.0 + 1) * $0.1 }.max() ?? 0
    inputs = Double(sizes.first ?? 0)
    madeInputs = 0
    let hidden = sizes.dropFirst().dropLast().map(Double.init)
    let outputs = Double(sizes.last ?? 0)
    forward = 2 * hidden.reduce(0, +) + 3 * outputs
    backward = max(2 * (hidden.max() ?? 0), 2 * outputs)
  }

  /// That of a network of any layers.
  init(_ plan: NetworkPlan) {
    let steps = plan.steps.flatMap(NetworkLoad.all)
    let outputs = Double(plan.output.elementCount)
    parameters = Double(plan.parameterCount)
    largest = steps.map { Double($0.parameterCount) }.max() ?? 0
    inputs = Double(plan.input.elementCount)
    madeInputs = inputs
    let values = steps.filter { $0.layer != .flatten }.map { Double($0.output.elementCount) }
    forward = values.reduce(0, +) + 2 * outputs
    backward = steps.map { Double($0.input.elementCount) + Double($0.output.elementCount) }.max() ?? 0
  }

  /// A step and those within it.
  private static func all(_ step: NetworkPlan.Step) -> [NetworkPlan.Step] {
    [step] + (step.inner + (step.shortcut ?? [])).flatMap(all)
  }
}
