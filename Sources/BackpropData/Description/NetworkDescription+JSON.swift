import Backprop
import BackpropFiles

extension NetworkDescription {
  /// The network that a JSON file describes.
  ///
  /// ```text
  /// {
  ///   "weights": "he",
  ///   "layers": [
  ///     {"layer": "conv", "filters": 30, "kernel": [5, 5], "pad": 1},
  ///     {"layer": "relu"},
  ///     {"layer": "maxpool", "window": 2},
  ///     {"layer": "residual", "layers": [{"layer": "batchnorm"}, {"layer": "relu"}]},
  ///     {"layer": "affine"}
  ///   ]
  /// }
  /// ```
  ///
  /// Layers and their settings are called as in a line of text, those without a name there too: `outputs` of affine,
  /// `filters` and `kernel` of conv, `window` of the poolings, `slope` of leakyrelu, `probability` of dropout, `count` and
  /// `width` of embedding. Windows are one number or `[rows, columns]`, paddings also `[top, bottom, left, right]`.
  /// `weights` may be left out.
  ///
  /// Throws a `FileError` with the line and column of what can't be read or isn't understood.
  public init(contentsOfJSON path: String) throws(FileError) {
    let file = try InputFile(path)
    guard file.byteCount <= Self.byteLimit else {
      throw FileError(
        file: path, expected: "at most \(Wording.bytes(Self.byteLimit)) that describe a network",
        found: Wording.bytes(file.byteCount), advice: "Check that this is the right file.")
    }
    try self.init(bytes: try file.bytes(file.byteCount), file: path)
  }

  /// The network that a JSON text describes; see ``init(contentsOfJSON:)``.
  ///
  /// - Parameter file: what errors call the text.
  public init(json: String, file: String = "the network") throws(FileError) {
    try self.init(bytes: Array(json.utf8), file: file)
  }

  private init(bytes: [UInt8], file: String) throws(FileError) {
    let limits = JSONValue.Limits(byteCount: Self.byteLimit, depth: 64)
    let value = try JSONValue(parsing: bytes, file: file, limits: limits)
    let reader = NetworkJSONReader(bytes: bytes, file: file)
    self = try reader.network(value)
  }

  private static let byteLimit = 1 << 20

  /// The network as a JSON text, with a line for each layer; it reads back as the same.
  public var json: String {
    var lines = ["{"]
    if let weights {
      let value: JSONValue =
        if case .normal(let deviation) = weights { .number(deviation) } else { .string(weights.name) }
      lines.append("  \"weights\": \(value),")
    }
    lines.append("  \"layers\": [")
    for (place, layer) in layers.enumerated() {
      lines.append("    \(layer.json)\(place + 1 < layers.count ? "," : "")")
    }
    return (lines + ["  ]", "}"]).joined(separator: "\n") + "\n"
  }

  /// Where a path such as `layers[2].kernel` stands in a JSON file; `nil` where it can't be found any more.
  package static func place(of path: String, inJSON file: String) -> JSONPlace? {
    guard let file = try? InputFile(file), file.byteCount <= byteLimit,
      let bytes = try? file.bytes(file.byteCount)
    else { return nil }
    return JSONPlace(of: path, in: bytes)
  }
}

extension LayerDescription {
  fileprivate var json: JSONValue {
    let values = values
    var members: [(String, JSONValue)] = [("layer", .string(form.name))]
    for setting in form.settings {
      if let value = values.all[setting.name] { members.append((setting.name, value.json)) }
    }
    return .object(members)
  }
}

extension LayerValue {
  fileprivate var json: JSONValue {
    switch self {
    case .count(let count): return .integer(count)
    case .extent(let extent): return Self.sizes([extent.height, extent.width])
    case .padding(let padding):
      let isSymmetric = padding.top == padding.bottom && padding.left == padding.right
      return Self.sizes(
        isSymmetric
          ? [padding.top, padding.left] : [padding.top, padding.bottom, padding.left, padding.right])
    case .real(let number): return .number(number)
    case .layers(let layers): return .array(layers.map(\.json))
    }
  }

  /// Sizes in a list, or one for both where they are two and equal.
  private static func sizes(_ sizes: [Int]) -> JSONValue {
    sizes.count == 2 && sizes[0] == sizes[1] ? .integer(sizes[0]) : .array(sizes.map { .integer($0) })
  }
}
