/// A tensor of a model's state, with the name and in the layout that PyTorch has for it.
public struct StateEntry<Scalar: TensorScalar>: Sendable {
  /// What a tensor of the state holds.
  public enum Value: Sendable {
    /// Numbers that training changes.
    case numbers(Tensor<Scalar>)
    /// How many batches a batch normalisation has seen: an integer of the shape ().
    case count(Int)
  }

  /// Where it is in the network, such as `2.weight`.
  public let name: String
  /// What it holds.
  public let value: Value

  /// A tensor with a name.
  public init(name: String, value: Value) { (self.name, self.value) = (name, value) }

  /// The shape, in PyTorch's layout.
  public var shape: TensorShape {
    switch value {
    case .numbers(let tensor): tensor.shape
    case .count: .scalar
    }
  }
}

extension Model {
  /// All that training has changed, with the names and in the layouts of PyTorch's `state_dict` of the same layers.
  ///
  /// A ``Sequential`` numbers its layers as `torch.nn.Sequential` does, and a ``Flatten`` counts. The weight of an
  /// ``Affine`` layer is (outputs, inputs) there, and (inputs, outputs) here: it is transposed. What stands in several places
  /// of a network is listed in each of them.
  ///
  /// - Parameter batchCount: what a ``BatchNorm``'s `num_batches_tracked` is: how many batches the model was trained with.
  public func stateDictionary(batchCount: Int = 0) -> [StateEntry<Scalar>] {
    stateSlots.map { slot in
      switch slot.place {
      case .parameter(let parameter, let isTransposed):
        let value = parameter.value
        return StateEntry(name: slot.name, value: .numbers(isTransposed ? value.transposed() : value))
      case .statistic(let statistic): return StateEntry(name: slot.name, value: .numbers(statistic.value))
      case .batchCount: return StateEntry(name: slot.name, value: .count(batchCount))
      }
    }
  }

  /// Puts tensors with PyTorch's names and layouts into the model: all of them, or none where they aren't the network's.
  ///
  /// A `num_batches_tracked` may be missing; nothing is done with its value.
  ///
  /// - Throws: ``StateDictionaryError`` with all that is missing, unexpected or of another shape.
  public func load(_ entries: [StateEntry<Scalar>]) throws(StateDictionaryError) {
    try checkState(entries.map { ($0.name, $0.shape) })
    var values: [String: Tensor<Scalar>] = [:]
    for entry in entries {
      if case .numbers(let tensor) = entry.value { values[entry.name] = tensor }
    }
    for slot in stateSlots {
      guard let value = values[slot.name] else { continue }
      switch slot.place {
      case .parameter(let parameter, let isTransposed):
        parameter.value = isTransposed ? value.transposed() : value
      case .statistic(let statistic): statistic.value = value
      case .batchCount: break
      }
    }
  }

  /// The names and shapes that ``stateDictionary(batchCount:)`` has, without its numbers.
  package var stateShapes: [(name: String, shape: TensorShape)] { stateSlots.map { ($0.name, $0.shape) } }

  /// Throws where tensors with these names and shapes aren't the network's.
  package func checkState(
    _ found: [(name: String, shape: TensorShape)]
  ) throws(StateDictionaryError) {
    var error = StateDictionaryError()
    var shapes = Dictionary(found.map { ($0.name, $0.shape) }) { first, _ in first }
    for slot in stateSlots {
      guard let shape = shapes.removeValue(forKey: slot.name) else {
        if case .batchCount = slot.place { continue }
        error.missing.append(.init(name: slot.name, shape: slot.shape))
        continue
      }
      // Some programs write the count as a list of one.
      if case .batchCount = slot.place { continue }
      if shape != slot.shape {
        error.mismatched.append(.init(name: slot.name, expected: slot.shape, found: shape))
      }
    }
    for (name, shape) in found where shapes[name] != nil {
      error.unexpected.append(.init(name: name, shape: shape))
    }
    guard error.isNothing else { throw error }
  }
}

// MARK: - The places of a state

/// A place in a network for a tensor of its state.
private struct StateSlot<Scalar: TensorScalar> {
  enum Place {
    case parameter(Parameter<Scalar>, isTransposed: Bool)
    case statistic(Statistic<Scalar>)
    case batchCount
  }

  let name: String
  let place: Place

  /// The shape in PyTorch's layout.
  var shape: TensorShape {
    switch place {
    case .parameter(let parameter, let isTransposed):
      isTransposed ? TensorShape(parameter.value.shape.reversed()) : parameter.value.shape
    case .statistic(let statistic): statistic.value.shape
    case .batchCount: .scalar
    }
  }
}

extension Model {
  /// The places in the order of the layers; unlike ``NamedState``, what stands in several places has all their names.
  fileprivate var stateSlots: [StateSlot<Scalar>] {
    var slots: [StateSlot<Scalar>] = []
    Self.addSlots(of: network, path: "", to: &slots)
    return slots
  }

  private static func addSlots(
    of layer: any Layer<Scalar>, path: String, to slots: inout [StateSlot<Scalar>]
  ) {
    func joined(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    for member in layer.members {
      switch member {
      case .parameter(let name, let parameter):
        let isTransposed = layer is Affine<Scalar> && name == "weight"
        slots.append(StateSlot(name: joined(name), place: .parameter(parameter, isTransposed: isTransposed)))
      case .statistic(let name, let statistic):
        slots.append(StateSlot(name: joined(name), place: .statistic(statistic)))
      case .layer(let name, let inner): addSlots(of: inner, path: joined(name), to: &slots)
      }
    }
    if layer is BatchNorm<Scalar> {
      slots.append(StateSlot(name: joined("num_batches_tracked"), place: .batchCount))
    }
  }
}
