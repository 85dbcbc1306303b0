/// Layers by name, in the order in which they run; each can be called by hand.
///
/// The notes write `ReLu1` and `Relu1` for the same layer, so names are found in capitals and small letters alike.
public struct NamedLayers<Scalar: TensorScalar>: Sequence {
  /// The names, in order.
  public let keys: [String]
  /// The layers, in order; reversed for the way back.
  public let values: [any TracedLayer<Scalar>]

  init(_ layers: [(String, any TracedLayer<Scalar>)]) {
    keys = layers.map(\.0)
    values = layers.map(\.1)
  }

  /// The number of layers.
  public var count: Int { keys.count }

  /// The layer of a name, which must be one of ``keys``; never `nil`, so that `!` may be written or left out.
  public subscript(name: String) -> (any TracedLayer<Scalar>)! {
    guard let position = keys.firstIndex(where: { $0.lowercased() == name.lowercased() }) else {
      stop("there is no layer '\(name)', only \(keys.map { "'\($0)'" }.joined(separator: ", "))")
    }
    return values[position]
  }

  /// The layer at a position, counted from 0.
  public subscript(position: Int) -> any TracedLayer<Scalar> {
    require(
      values.indices.contains(position), "there is no layer \(position), only 0 to \(values.count - 1)")
    return values[position]
  }

  /// The names with their layers, in order.
  public func makeIterator() -> AnyIterator<(name: String, layer: any TracedLayer<Scalar>)> {
    var position = 0
    return AnyIterator {
      guard position < keys.count else { return nil }
      defer { position += 1 }
      return (keys[position], values[position])
    }
  }
}

extension NamedLayers: CustomStringConvertible {
  /// A line a layer: its name, and what it is.
  public var description: String { map { "\($0.name) = \($0.layer)" }.joined(separator: "\n") }
}
