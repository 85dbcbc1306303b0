// Layers written as they are read by `NetworkLineReader`.

extension LayerDescription {
  /// The layer as it stands in a line.
  package var line: String {
    let values = values
    var words = [form.name]
    for setting in form.settings {
      guard let value = values.all[setting.name] else { continue }
      if !setting.isBare { words.append(setting.name) }
      words.append(setting.text(of: value))
    }
    return words.joined(separator: " ")
  }
}

extension LayerSetting {
  fileprivate func text(of value: LayerValue) -> String {
    switch value {
    case .count(let count): return "\(count)"
    case .extent(let extent):
      // A kernel's rows and columns are always told, a stride's only where they differ.
      return extent.height == extent.width && name != "kernel" ? "\(extent.height)" : extent.description
    case .padding(let padding):
      func axis(_ first: Int, _ last: Int) -> String { first == last ? "\(first)" : "\(first)-\(last)" }
      let (rows, columns) = (axis(padding.top, padding.bottom), axis(padding.left, padding.right))
      return rows == columns ? rows : "\(rows)x\(columns)"
    case .real(let number): return "\(number)"
    case .layers(let layers): return "(\(LayerDescription.line(of: layers)))"
    }
  }
}

extension LayerDescription {
  /// Layers with commas between them.
  package static func line(of layers: [LayerDescription]) -> String {
    layers.map(\.line).joined(separator: ", ")
  }
}

extension NetworkDescription {
  /// The network as a line of text, which reads back as the same.
  public var line: String {
    let layers = LayerDescription.line(of: layers)
    return weights.map { "weights \($0.name), \(layers)" } ?? layers
  }

  /// The network that a line of text describes: layers with commas between them, each with its numbers and settings, such
  /// as `conv 30 5x5, relu, maxpool 2, affine 100, relu, affine`.
  ///
  /// ```text
  /// affine 100                    outputs; the last one needs none
  /// conv 16 3x3 stride 2 pad 1    filters and kernel; also dilation 2, groups 4
  /// maxpool 2, avgpool 3 stride 2 pad 1, globalavgpool
  /// relu, tanh, sigmoid, leakyrelu 0.1, gelu, silu, softplus, softmax
  /// batchnorm, layernorm          also epsilon 1e-5; batchnorm also momentum 0.1
  /// dropout 0.2                   the share that is left out
  /// flatten
  /// embedding 1000 16             how many words, and numbers for each
  /// residual (conv 16 3x3 pad 1, relu) shortcut (conv 16 1x1)
  /// ```
  ///
  /// Before the layers may stand what first weights are drawn from, as in `weights he, affine 100, relu, affine`. Throws
  /// a ``NetworkDescriptionError`` with the character that is wrong. A line may have 1,000 layers, 16 deep.
  public init(_ line: String) throws(NetworkDescriptionError) {
    var reader = NetworkLineReader(line)
    self = try reader.read()
  }

  /// Where in a line a path such as `layers[2].kernel` is described; `nil` where the line doesn't have it.
  package static func offset(of path: String, in line: String) -> Int? {
    var reader = NetworkLineReader(line)
    // Places that were read before a mistake are known all the same.
    _ = try? reader.read()
    return reader.places[path]
  }
}
