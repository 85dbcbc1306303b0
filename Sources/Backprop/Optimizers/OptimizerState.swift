/// A sink that updates each parameter by an optimiser as soon as its gradient is finished, and keeps what the optimiser
/// remembers.
public final class OptimizerState<Scalar: TensorScalar>: GradientSink {
  /// The rule.
  public let optimizer: any Optimizer<Scalar>
  /// The learning rate of the next updates.
  public var rate: Scalar
  /// How many iterations were made before the next updates.
  public var iteration = 0

  private var slots: [ObjectIdentifier: OptimizerSlots<Scalar>] = [:]

  /// An optimiser that remembers nothing yet.
  public init(_ optimizer: any Optimizer<Scalar>, rate: Scalar) {
    self.optimizer = optimizer
    self.rate = rate
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    let identity = ObjectIdentifier(parameter)
    optimizer.update(
      &parameter.value, by: gradient, slots: &slots[identity, default: OptimizerSlots()], rate: rate,
      iteration: iteration)
  }

  /// What the optimiser remembers, by names such as `velocity/2.weight`: the slot and the parameter's path.
  public func memory(of state: NamedState<Scalar>) -> [String: Tensor<Scalar>] {
    var memory: [String: Tensor<Scalar>] = [:]
    for named in state.parameters {
      guard let slots = slots[ObjectIdentifier(named.parameter)] else { continue }
      for name in slots.names { memory["\(name)/\(named.path)"] = slots[name] }
    }
    return memory
  }

  /// Takes back what ``memory(of:)`` gave, in place of what is remembered.
  ///
  /// Throws a ``SampleError`` that names the tensor where one has another shape than its parameter, or belongs to
  /// none.
  public func restore(
    _ memory: [String: Tensor<Scalar>], of state: NamedState<Scalar>
  ) throws(SampleError) {
    var restored: [ObjectIdentifier: OptimizerSlots<Scalar>] = [:]
    var unknown = Set(memory.keys)
    for named in state.parameters {
      for slot in optimizer.slotNames {
        let name = "\(slot)/\(named.path)"
        guard let tensor = memory[name] else { continue }
        guard tensor.shape == named.parameter.value.shape else {
          throw SampleError(
            "\(name) has shape \(tensor.shape), but \(named.path) has \(named.parameter.value.shape)")
        }
        unknown.remove(name)
        restored[ObjectIdentifier(named.parameter), default: OptimizerSlots()][slot] = tensor
      }
    }
    if let name = unknown.min() {
      throw SampleError("the optimiser \(optimizer.name) has no \(name) in this network")
    }
    slots = restored
  }
}
