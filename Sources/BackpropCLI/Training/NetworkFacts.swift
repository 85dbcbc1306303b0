import Backprop

/// What the command line said of the network that is trained, for outputs and hints.
struct NetworkFacts {
  /// The layers' sizes, such as `784-50-10`, or what the command line called the network.
  let title: String
  /// Whether it was given by its layers, a preset or a file, not by sizes.
  let isDescribed: Bool
  /// What follows hidden layers, where all are followed by the same.
  let activation: ActivationName?
  /// What first weights were drawn from, where one rule was for all of them.
  let weights: WeightInitialization?
  /// What each layer with weights sums over, and how many sums it makes.
  let sums: [(inputs: Int, outputs: Int)]

  /// A network of affine layers, whose sizes are given.
  init(sizes: [Int], activation: ActivationName, weights: WeightInitialization) {
    title = sizes.map(String.init).joined(separator: "-")
    isDescribed = false
    self.activation = activation
    self.weights = weights
    sums = zip(sizes, sizes.dropFirst()).map { ($0, $1) }
  }

  /// A network that the command line describes.
  ///
  /// - Parameter weights: what the first weights were to be drawn from instead of what the network asks for.
  init(_ described: DescribedNetwork, _ plan: NetworkPlan, weights: WeightInitialization?) {
    title = described.title
    isDescribed = true
    activation = nil
    self.weights = weights ?? described.description.weights
    sums = plan.steps.compactMap { step in
      switch step.layer {
      case .affine: (step.input.elementCount, step.output.elementCount)
      case .convolution(let filters, let kernel, _, _, _, let groups):
        (step.input[0] / groups * kernel.height * kernel.width, filters)
      default: nil
      }
    }
  }
}
