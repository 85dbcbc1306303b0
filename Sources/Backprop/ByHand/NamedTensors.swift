/// Tensors by name, in a fixed order: parameters, or the gradients by them.
///
/// Reads like the notes' dictionaries: `params["W1"] -= rate * gradients["W1"]`. The names and shapes stay as
/// they are; a name that isn't there, and another shape, stop with a sentence.
public struct NamedTensors<Scalar: TensorScalar>: Sequence, Sendable {
  /// The names, in order.
  public let keys: [String]
  /// The tensors, in the order of the names.
  public private(set) var values: [Tensor<Scalar>]

  /// What they are, for sentences.
  private let kind: String

  init(_ kind: String, _ tensors: some Sequence<(String, Tensor<Scalar>)>) {
    self.kind = kind
    let tensors = Array(tensors)
    keys = tensors.map(\.0)
    values = tensors.map(\.1)
  }

  /// The number of tensors.
  public var count: Int { keys.count }

  /// The tensor of a name, which must be one of ``keys``; never `nil`, so that `!` may be written or left out.
  ///
  /// A new value must have the shape of the old one.
  public subscript(name: String) -> Tensor<Scalar>! {
    get { values[position(of: name)] }
    set {
      let position = position(of: name)
      guard let newValue else { stop("'\(name)' can't be removed from the \(kind)s") }
      require(
        newValue.shape == values[position].shape,
        "\(kind) '\(name)' must keep its shape \(values[position].shape), but is given one of shape \(newValue.shape)"
      )
      values[position] = newValue
    }
  }

  /// The names with their tensors, in order.
  public func makeIterator() -> AnyIterator<(key: String, value: Tensor<Scalar>)> {
    var position = 0
    return AnyIterator {
      guard position < keys.count else { return nil }
      defer { position += 1 }
      return (keys[position], values[position])
    }
  }

  /// The tensors after a function, such as one that clips them; shapes must stay.
  public func mapValues(_ transform: (Tensor<Scalar>) throws -> Tensor<Scalar>) rethrows -> NamedTensors {
    var result = self
    for (name, value) in self { result[name] = try transform(value) }
    return result
  }

  private func position(of name: String) -> Int {
    guard let position = keys.firstIndex(of: name) else {
      stop("there is no \(kind) '\(name)', only \(keys.map { "'\($0)'" }.joined(separator: ", "))")
    }
    return position
  }
}

extension NamedTensors: Equatable {
  /// Whether both have the same names in the same order, and equal tensors.
  public static func == (left: NamedTensors, right: NamedTensors) -> Bool {
    left.keys == right.keys && left.values == right.values
  }
}

extension NamedTensors: CustomStringConvertible {
  /// The names with the tensors' shapes, such as `W1 (784, 50), b1 (50,)`.
  public var description: String { map { "\($0.key) \($0.value.shape)" }.joined(separator: ", ") }
}
