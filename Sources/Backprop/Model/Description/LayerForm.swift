/// What a layer is called in lines and files, and what it can be told there: the one table that reading, writing and
/// checking go by.
package struct LayerForm: Sendable {
  /// The name, in lower case.
  package let name: String
  /// What it can be told, those without a name in a line first.
  package let settings: [LayerSetting]
  /// How it is written, for errors.
  package let example: String

  private init(_ name: String, _ settings: [LayerSetting] = [], example: String? = nil) {
    self.name = name
    self.settings = settings
    self.example = example ?? name
  }

  /// The setting of a name.
  package func setting(_ name: String) -> LayerSetting? { settings.first { $0.name == name } }

  /// The form of a name.
  package static func named(_ name: String) -> LayerForm? { all.first { $0.name == name } }

  /// The names of all layers, as people look for them.
  package static var names: [String] { all.map(\.name) }

  static let affine = LayerForm("affine", [.init("outputs", .count, .bare)], example: "affine 100")
  static let convolution = LayerForm(
    "conv",
    [
      .init("filters", .count, .bare, isRequired: true), .init("kernel", .extent, .bare, isRequired: true),
      .init("stride", .extent), .init("pad", .padding), .init("dilation", .extent), .init("groups", .count),
    ], example: "conv 30 5x5")
  static let maxPool = LayerForm("maxpool", pooling, example: "maxpool 2")
  static let averagePool = LayerForm("avgpool", pooling, example: "avgpool 2")
  static let globalAveragePool = LayerForm("globalavgpool")
  static let relu = LayerForm("relu")
  static let tanh = LayerForm("tanh")
  static let sigmoid = LayerForm("sigmoid")
  static let leakyReLU = LayerForm("leakyrelu", [.init("slope", .real(.finite), .bare)])
  static let gelu = LayerForm("gelu")
  static let silu = LayerForm("silu")
  static let softplus = LayerForm("softplus")
  static let softmax = LayerForm("softmax")
  static let batchNorm = LayerForm(
    "batchnorm", [.init("epsilon", .real(.positive)), .init("momentum", .real(.share))])
  static let layerNorm = LayerForm("layernorm", [.init("epsilon", .real(.positive))])
  static let dropout = LayerForm(
    "dropout", [.init("probability", .real(.probability), .bare, isRequired: true)], example: "dropout 0.5")
  static let flatten = LayerForm("flatten")
  static let embedding = LayerForm(
    "embedding",
    [.init("count", .count, .bare, isRequired: true), .init("width", .count, .bare, isRequired: true)],
    example: "embedding 1000 16")
  static let residual = LayerForm(
    "residual", [.init("layers", .layers, .bare, isRequired: true), .init("shortcut", .layers)],
    example: "residual (conv 16 3x3 pad 1, relu)")

  private static let pooling: [LayerSetting] = [
    .init("window", .extent, .bare, isRequired: true), .init("stride", .extent), .init("pad", .padding),
  ]

  private static let all: [LayerForm] = [
    affine, convolution, maxPool, averagePool, globalAveragePool, relu, tanh, sigmoid, leakyReLU, gelu, silu,
    softplus, softmax, batchNorm, layerNorm, dropout, flatten, embedding, residual,
  ]

  /// What other programs call layers, and what they are called here.
  private static let otherNames: [String: String] = [
    "linear": "affine", "dense": "affine", "fc": "affine", "fullyconnected": "affine", "conv2d": "conv",
    "convolution": "conv", "maxpool2d": "maxpool", "maxpooling2d": "maxpool", "pool": "maxpool",
    "averagepool": "avgpool", "avgpool2d": "avgpool", "averagepooling2d": "avgpool", "gap": "globalavgpool",
    "globalaveragepool": "globalavgpool", "globalaveragepooling2d": "globalavgpool", "swish": "silu",
    "lrelu": "leakyrelu", "bn": "batchnorm", "batchnorm1d": "batchnorm", "batchnorm2d": "batchnorm",
    "batchnormalization": "batchnorm", "ln": "layernorm", "layernormalization": "layernorm",
    "skip": "residual",
    "shortcut": "residual", "logistic": "sigmoid", "drop": "dropout", "reshape": "flatten",
  ]

  /// The layer that other programs call so.
  static func otherName(for name: String) -> String? { otherNames[simplified(name)] }

  /// The layer that is meant by a name that there isn't; `nil` where none is like it.
  package static func suggestion(for name: String) -> String? {
    let word = simplified(name)
    return names.first { $0 == word } ?? otherNames[word] ?? Suggestion.near(word, among: names)
  }

  private static func simplified(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }
}

/// Something that a layer can be told.
package struct LayerSetting: Sendable {
  package enum Kind: Sendable {
    case count
    case extent
    case padding
    case real(RealRule)
    case layers
  }

  /// What a number may be.
  package enum RealRule: Sendable {
    case finite
    case positive
    case probability
    case share
  }

  /// Whether it stands in a line by itself, or behind its name.
  enum Writing: Sendable {
    case bare
    case named
  }

  package let name: String
  package let kind: Kind
  let isBare: Bool
  package let isRequired: Bool

  init(_ name: String, _ kind: Kind, _ writing: Writing = .named, isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    isBare = writing == .bare
    self.isRequired = isRequired
  }
}

/// What a layer is told.
package enum LayerValue: Sendable, Hashable {
  case count(Int)
  case extent(Extent2D)
  case padding(Padding2D)
  case real(Double)
  case layers([LayerDescription])
}

// MARK: - Rules

extension LayerSetting {
  /// The largest number of outputs, filters and their kind.
  static let countLimit = 1_000_000_000
  /// The largest number of rows and columns of a window.
  static let extentLimit = 65_536

  /// What the setting must be, in words.
  package var rule: String {
    switch kind {
    case .count: "a whole number from 1 to 1,000,000,000"
    case .extent: "one number, or rows and columns as in 5x5, from 1 to 65,536"
    case .padding: "one number, or rows and columns as in 1x2, from 0 to 65,536"
    case .real(.finite): "a number that isn't infinite"
    case .real(.positive): "a number above 0 and at most 1"
    case .real(.probability): "a number from 0 on and below 1"
    case .real(.share): "a number from 0 to 1"
    case .layers: "layers in parentheses"
    }
  }

  /// Whether the setting can have a value.
  package func allows(_ value: LayerValue) -> Bool {
    func isExtent(_ size: Int) -> Bool { size >= 1 && size <= Self.extentLimit }
    func isPadding(_ size: Int) -> Bool { size >= 0 && size <= Self.extentLimit }
    switch (kind, value) {
    case (.count, .count(let count)): return count >= 1 && count <= Self.countLimit
    case (.extent, .extent(let extent)): return isExtent(extent.height) && isExtent(extent.width)
    case (.padding, .padding(let padding)):
      return isPadding(padding.top) && isPadding(padding.bottom) && isPadding(padding.left)
        && isPadding(padding.right)
    case (.real(let rule), .real(let number)):
      switch rule {
      case .finite: return number.isFinite
      case .positive: return number > 0 && number <= 1
      case .probability: return number >= 0 && number < 1
      case .share: return number >= 0 && number <= 1
      }
    case (.layers, .layers(let layers)): return !layers.isEmpty
    default: return false
    }
  }

  /// The value that a text says, `nil` where it says none that is allowed.
  func value(of text: String) -> LayerValue? {
    let value: LayerValue? =
      switch kind {
      case .count: Int(text).map { .count($0) }
      case .extent: Self.extent(text).map { .extent($0) }
      case .padding: Self.padding(text).map { .padding($0) }
      case .real: Double(text).map { .real($0) }
      case .layers: nil
      }
    return value.flatMap { allows($0) ? $0 : nil }
  }

  private static func parts(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "X" || $0 == "×" }
  }

  private static func extent(_ text: String) -> Extent2D? {
    let sizes = parts(text).map { Int($0) }
    switch sizes.count {
    case 1: return sizes[0].map { Extent2D($0) }
    case 2:
      guard let height = sizes[0], let width = sizes[1] else { return nil }
      return Extent2D(height: height, width: width)
    default: return nil
    }
  }

  /// `1`, `1x2` for rows and columns, or `0-1x2-3` where the sides differ: above, below, to the left, to the right.
  private static func padding(_ text: String) -> Padding2D? {
    let axes = parts(text).map { axis -> (Int, Int)? in
      let sides = axis.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = sides.first ?? nil, sides.count <= 2, let last = sides.last ?? nil else { return nil }
      return (first, last)
    }
    guard let rows = axes.first ?? nil, axes.count <= 2, let columns = axes.last ?? nil else { return nil }
    return Padding2D(top: rows.0, bottom: rows.1, left: columns.0, right: columns.1)
  }
}
