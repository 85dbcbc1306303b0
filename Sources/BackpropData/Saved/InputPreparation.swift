import BackpropFiles

/// How what a user has becomes samples of a network; it travels with the model.
public enum InputPreparation: Sendable, Hashable {
  /// Numbers are taken as they are.
  case none
  /// Pictures, whose bytes become numbers from 0 to 1.
  case images(ImagePreparation)
  /// Rows of a table, whose columns are found by their names.
  case table(TablePreparation)

  /// As files of models keep it.
  package var json: JSONValue {
    switch self {
    case .none: .object([("kind", .string("none"))])
    case .images(let images): .object([("kind", .string("images")), ("images", images.json)])
    case .table(let table): .object([("kind", .string("table")), ("table", table.json)])
    }
  }

  /// What a file of a model keeps; nil where it isn't that.
  package init?(json: JSONValue) {
    switch json["kind"]?.asString {
    case "none": self = .none
    case "images":
      guard let images = json["images"].flatMap({ ImagePreparation(json: $0) }) else { return nil }
      self = .images(images)
    case "table":
      guard let table = json["table"].flatMap({ TablePreparation(json: $0) }) else { return nil }
      self = .table(table)
    default: return nil
    }
  }
}
