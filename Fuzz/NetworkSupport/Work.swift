import Backprop

/// How much a network has to do for a sample: a small file may describe one that takes minutes, as it may if somebody wants it.
package enum Work {
  /// Whether a sample is answered in no more time than a harness has.
  package static func isSmall(_ network: NetworkDescription, for sample: TensorShape) -> Bool {
    guard sample.elementCount <= 1 << 12,
      let plan = try? network.plan(for: sample, targets: .rows([1])), plan.parameterCount <= 1 << 16
    else { return false }
    return plan.work.steps <= 1e6
  }
}
