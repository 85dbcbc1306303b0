/// A sink that updates each parameter by an optimiser as soon as its gradient is finished, and keeps what the optimiser
/// remembers.
public final class OptimizerState<Scalar: TensorScalar>: GradientSink {
  /// The rule.
  public let optimizer: any Optimizer<Scalar>
  /// The learning rate of the next updates: a finite number, 0 or more.
  public var rate: Scalar { didSet { checkRate() } }
  /// The iteration of the next updates, from 0 on; each backward pass ends one.
  public var iteration = 0

  /// What is remembered, with the parameters, which are kept alive so that no other gets the identity of one.
  @exclusivity(unchecked) private var memories: [ObjectIdentifier: Memory] = [:]
  private let remembers: Bool

  private struct Memory {
    let parameter: Parameter<Scalar>
    var slots: OptimizerSlots<Scalar>

    init(of parameter: Parameter<Scalar>) {
      self.parameter = parameter
      slots = OptimizerSlots(isWeight: parameter.isWeight)
    }

    mutating func update(
      by gradient: FinishedGradient<Scalar>, _ optimizer: any Optimizer<Scalar>, rate: Scalar, iteration: Int
    ) {
      optimizer.update(&parameter.value, by: gradient, slots: &slots, rate: rate, iteration: iteration)
      slots.updates += 1
    }
  }

  /// An optimiser that remembers nothing yet.
  public init(_ optimizer: any Optimizer<Scalar>, rate: Scalar) {
    self.optimizer = optimizer
    self.rate = rate
    remembers = !optimizer.slotNames.isEmpty || optimizer.countsUpdates
    checkRate()
  }

  private func checkRate() {
    require(rate.isFinite && rate >= 0, "the learning rate must be a finite number, 0 or more, not \(rate)")
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    gradient.checkShape(parameter.value.shape, of: parameter.name)
    if remembers {
      memories[ObjectIdentifier(parameter), default: Memory(of: parameter)]
        .update(by: gradient, optimizer, rate: rate, iteration: iteration)
    } else {
      var none = OptimizerSlots<Scalar>(isWeight: parameter.isWeight)
      optimizer.update(&parameter.value, by: gradient, slots: &none, rate: rate, iteration: iteration)
    }
  }

  public func finish() { iteration += 1 }

  /// What the optimiser remembers, by names such as `velocity/2.weight`: the slot and the parameter's path.
  ///
  /// Where the optimiser counts updates, `updates/2.weight` is how many the parameter has had, as a single number. (A
  /// `Float` counts to 16,777,216, when Adam's corrections have long been 1.) Together with the optimiser, the rate and
  /// the iteration this is all that a run needs to go on.
  public func memory(of state: NamedState<Scalar>) -> [String: Tensor<Scalar>] {
    let (slots, updates) = slotsAndUpdates(of: state)
    guard optimizer.countsUpdates else { return slots }
    return updates.reduce(into: slots) { memory, entry in
      memory["updates/\(entry.key)"] = Tensor(Scalar(entry.value))
    }
  }

  /// What is in the slots, by names such as `velocity/2.weight`, and how many updates each parameter has had, by its path.
  func slotsAndUpdates(of state: NamedState<Scalar>) -> (
    slots: [String: Tensor<Scalar>], updates: [String: Int]
  ) {
    var tensors: [String: Tensor<Scalar>] = [:]
    var updates: [String: Int] = [:]
    for named in state.parameters {
      guard let slots = memories[ObjectIdentifier(named.parameter)]?.slots else { continue }
      for name in slots.names { tensors["\(name)/\(named.path)"] = slots[name] }
      updates[named.path] = slots.updates
    }
    return (tensors, updates)
  }

  /// Takes back what ``memory(of:)`` gave, in place of what is remembered.
  ///
  /// Throws a ``TrainingError`` that names the tensor where one is missing beside others of its parameter, has another
  /// shape than the parameter, or belongs to none; or where a number of updates isn't one.
  public func restore(_ memory: [String: Tensor<Scalar>], of state: NamedState<Scalar>) throws(TrainingError)
  {
    var slots = memory
    var updates: [String: Int] = [:]
    if optimizer.countsUpdates {
      for named in state.parameters {
        let name = "updates/\(named.path)"
        guard let number = slots.removeValue(forKey: name) else { continue }
        updates[named.path] = try OptimizerState.updates(number, name)
      }
    }
    try restore(slots: slots, updates: updates, of: state)
  }

  /// Takes back what ``slotsAndUpdates(of:)`` gave, in place of what is remembered; throws as ``restore(_:of:)`` does.
  func restore(
    slots: [String: Tensor<Scalar>], updates: [String: Int], of state: NamedState<Scalar>
  ) throws(TrainingError) {
    var restored: [ObjectIdentifier: Memory] = [:]
    var unknown = Set(slots.keys).union(updates.keys.map { "updates/\($0)" })
    for named in state.parameters {
      let names = optimizer.slotNames.map { ($0, "\($0)/\(named.path)") }
      let count = updates[named.path]
      guard count != nil || names.contains(where: { slots[$0.1] != nil }) else { continue }
      var memory = Memory(of: named.parameter)
      for (slot, name) in names {
        guard let tensor = slots[name] else { throw OptimizerState.missing(name, named.path) }
        unknown.remove(name)
        guard tensor.shape == named.parameter.value.shape else {
          throw TrainingError(
            "\(name) has shape \(tensor.shape), but \(named.path) has \(named.parameter.value.shape)")
        }
        memory.slots[slot] = tensor
      }
      guard count != nil || !optimizer.countsUpdates else {
        throw OptimizerState.missing("updates/\(named.path)", named.path)
      }
      unknown.remove("updates/\(named.path)")
      memory.slots.updates = count ?? 0
      restored[ObjectIdentifier(named.parameter)] = memory
    }
    if let name = unknown.min() {
      throw TrainingError("the optimiser \(optimizer.name) has no \(name) in this network")
    }
    memories = restored
  }

  private static func missing(_ name: String, _ path: String) -> TrainingError {
    TrainingError("\(name) is missing, though other memory of \(path) is there")
  }

  private static func updates(_ tensor: Tensor<Scalar>, _ name: String) throws(TrainingError) -> Int {
    guard tensor.rank == 0, let updates = Int(exactly: tensor.item), updates >= 0 else {
      throw TrainingError(
        "\(name) must be how many updates there were, a whole number, 0 or more, not \(tensor)")
    }
    return updates
  }
}
