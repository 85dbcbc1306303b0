/// What a network prints: its layers in the order in which they run, with their sizes and parameters.
///
/// ```text
/// Sequential: 3 layers, 39,760 parameters
///   Affine1  (784,) → (50,)  W1 (784, 50), b1 (50,)
///   ReLU1    (50,) → (50,)
///   Affine2  (50,) → (10,)   W2 (50, 10), b2 (10,)
/// ```
struct NetworkListing<Scalar: TensorScalar> {
  private struct Row {
    var label: String
    var shapes: String
    var details: String
  }

  private var rows: [Row] = []
  private let state: NamedState<Scalar>
  private let label: (String) -> String

  /// The listing of a network for samples of a shape, where one is known.
  ///
  /// - Parameter label: what a layer is called that the network calls so.
  init(
    of network: any Layer<Scalar>, sample: TensorShape? = nil, label: @escaping (String) -> String = { $0 }
  ) {
    state = NamedState(of: network)
    self.label = label
    var shape = sample
    add(network, &shape, depth: 0, within: [])
  }

  /// The layers, a line each.
  var lines: [String] {
    let width = rows.map(\.label.count).max() ?? 0
    let shapesWidth = rows.map(\.shapes.count).max() ?? 0
    return rows.map { row in
      let line = "  \(row.label.padded(to: width))  \(row.shapes.padded(to: shapesWidth))  \(row.details)"
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// For example `3 layers, 39,760 parameters`.
  var sizes: String { "\(counted(rows.count, "layer")), \(counted(state.parameterCount, "parameter"))" }

  /// A layer by itself in a line, such as `Affine: (784,) → (50,), W (784, 50), b (50,), 39,250 parameters`.
  static func line(for layer: any Layer<Scalar>) -> String {
    var parts: [String] = []
    if layer.summary != layer.kind.lowercased(), layer.members.isEmpty { parts.append(layer.summary) }
    if let input = layer.inputShape, let output = try? layer.outputShape(for: input) {
      parts.append("\(input) → \(output)")
    }
    parts += layer.members.compactMap { member in
      switch member {
      case .parameter(_, let parameter): "\(parameter.name) \(parameter.value.shape)"
      case .statistic(_, let statistic): "\(statistic.name) \(statistic.value.shape)"
      case .layer: nil
      }
    }
    if layer.parameterCount > 0 { parts.append(counted(layer.parameterCount, "parameter")) }
    return parts.isEmpty ? layer.kind : "\(layer.kind): \(parts.joined(separator: ", "))"
  }

  /// - Parameters:
  ///   - shape: the shape of a sample before the layer, where it is known, and then behind it.
  ///   - outer: the layers that this one stands within.
  private mutating func add(
    _ layer: any Layer<Scalar>, _ shape: inout TensorShape?, depth: Int, within outer: Set<ObjectIdentifier>
  ) {
    guard !outer.contains(ObjectIdentifier(layer)) else { return }
    let outer = outer.union([ObjectIdentifier(layer)])
    let inner: [any Layer<Scalar>] = layer.members.compactMap {
      if case .layer(_, let inner) = $0 { inner } else { nil }
    }
    // One after the other, so that each has what the one before gives.
    if layer is Sequential<Scalar> {
      for layer in inner { add(layer, &shape, depth: depth, within: outer) }
      return
    }
    let input = shape ?? layer.inputShape
    shape = input.flatMap { try? layer.outputShape(for: $0) }
    var details = layer.members.compactMap { member -> String? in
      switch member {
      case .parameter(_, let parameter):
        "\(state.label(of: parameter) ?? parameter.name) \(parameter.value.shape)"
      case .statistic(_, let statistic):
        "\(state.statistics.first { $0.statistic === statistic }?.label ?? statistic.name) \(statistic.value.shape)"
      case .layer: nil
      }
    }
    if layer.members.isEmpty, layer.summary != layer.kind.lowercased() { details.append(layer.summary) }
    let shapes = if let input, let output = shape { "\(input) → \(output)" } else { "" }
    rows.append(
      Row(
        label: String(repeating: "  ", count: depth) + label(state.label(of: layer) ?? layer.kind),
        shapes: shapes, details: details.joined(separator: ", ")))
    let isResidual = layer is Residual<Scalar>
    for layer in inner {
      // Both of a residual's ways begin with what it is given.
      var start = isResidual ? input : nil
      add(layer, &start, depth: depth + 1, within: outer)
    }
  }
}

extension Layer {
  /// What the layer is: its kind, sizes and parameters and, where it has layers within it, those in order.
  public var description: String {
    guard members.contains(where: { if case .layer = $0 { true } else { false } }) else {
      return NetworkListing<Scalar>.line(for: self)
    }
    let listing = NetworkListing<Scalar>(of: self)
    return (["\(kind): \(listing.sizes)"] + listing.lines).joined(separator: "\n")
  }
}

extension Loss {
  /// The name of the loss's type, and what it is called.
  public var description: String {
    let kind = String(String(describing: type(of: self)).prefix { $0 != "<" })
    return summary == kind ? kind : "\(kind): \(summary)"
  }
}

extension Model: CustomStringConvertible {
  /// What the model is: its loss, and the network's layers in order with their sizes and parameters.
  public var description: String {
    let listing = NetworkListing<Scalar>(of: network, sample: sampleShape)
    return (["Model: \(listing.sizes), loss \(loss.summary)"] + listing.lines).joined(separator: "\n")
  }
}

extension Parameter: CustomStringConvertible {
  /// The name, the shape and the value.
  public var description: String { "\(name) of shape \(value.shape):\n\(value)" }
}

extension Statistic: CustomStringConvertible {
  /// The name, the shape and the value.
  public var description: String { "\(name) of shape \(value.shape):\n\(value)" }
}

/// A number of things in words, with thousands apart: `1 layer`, `39,760 parameters`.
func counted(_ count: Int, _ thing: String) -> String { "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")" }

/// A number with its thousands apart: `39,760`.
func grouped(_ count: Int) -> String {
  var digits = ""
  for (place, digit) in String(count).reversed().enumerated() {
    if place > 0, place % 3 == 0 { digits.append(",") }
    digits.append(digit)
  }
  return String(digits.reversed())
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
