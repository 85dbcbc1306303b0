import BackpropFiles

/// How a picture becomes a sample of a network: its size, its colours and what is done with pictures from elsewhere.
public struct ImagePreparation: Sendable, Hashable {
  /// What a picture from elsewhere is brought into before a network reads it.
  public enum Geometry: String, Sendable {
    /// The picture is only scaled to the network's size.
    case none
    /// A figure is white on black, 20 × 20 at most, its centre of mass in the middle of 28 × 28, as MNIST's digits are.
    case mnist
  }

  /// The height of a sample in pixels.
  public var rows: Int
  /// The width of a sample in pixels.
  public var columns: Int
  /// 1 for grey, 3 for red, green and blue.
  public var channels: Int
  /// What a picture from elsewhere is brought into.
  public var geometry: Geometry
  /// Whether rows and columns of the samples were exchanged.
  public var transposed: Bool

  /// How pictures become samples of a size.
  public init(
    rows: Int, columns: Int, channels: Int = 1, geometry: Geometry = .none, transposed: Bool = false
  ) {
    (self.rows, self.columns, self.channels) = (rows, columns, channels)
    (self.geometry, self.transposed) = (geometry, transposed)
  }

  /// As files of models keep it.
  package var json: JSONValue {
    .object([
      ("rows", .integer(rows)), ("columns", .integer(columns)), ("channels", .integer(channels)),
      ("divisor", .integer(255)), ("geometry", .string(geometry.rawValue)), ("transposed", .bool(transposed)),
    ])
  }

  /// What a file of a model keeps; nil where it isn't that.
  package init?(json: JSONValue) {
    guard let rows = json["rows"]?.asInt, let columns = json["columns"]?.asInt, rows > 0, columns > 0,
      rows <= 1 << 16, columns <= 1 << 16, let channels = json["channels"]?.asInt,
      channels == 1 || channels == 3, let word = json["geometry"]?.asString,
      let geometry = Geometry(rawValue: word), json["divisor"]?.asInt == 255,
      let transposed = json["transposed"]?.asBool
    else { return nil }
    self.init(rows: rows, columns: columns, channels: channels, geometry: geometry, transposed: transposed)
  }
}
