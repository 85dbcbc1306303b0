import Backprop
import BackpropFiles

extension ModelDetails {
  /// The key of a safetensors file's metadata that the details stand under.
  package static let metadataKey = "backprop"

  /// The version of the details' form: a file with a higher one isn't read.
  private static let version = 1

  /// The details as JSON, with the loss that the model was trained by.
  package func json<Scalar: TensorScalar>(loss: any Loss<Scalar>) -> JSONValue {
    var members: [(String, JSONValue)] = [("version", .integer(Self.version))]
    members.append(("network", networkJSON))
    members.append(("input", .array(sampleShape.map { .integer($0) })))
    switch targets {
    case .classes(let count): members.append(("targets", .object([("classes", .integer(count))])))
    case .rows(let shape):
      members.append(("targets", .object([("numbers", .array(shape.map { .integer($0) }))])))
    }
    if let loss = SavedLoss(loss) { members.append(("loss", loss.json)) }
    members.append(("preparation", preparation.json))
    if !classNames.isEmpty { members.append(("classes", .array(classNames.map { .string($0) }))) }
    members.append(("training", facts.json))
    return .object(members)
  }

  private var networkJSON: JSONValue {
    // What a description writes of itself is JSON.
    (try? JSONValue(parsing: description.json, file: "network")) ?? .null
  }

  /// Reads the details from a file's metadata.
  ///
  /// - Throws: `FileError` where they aren't in the form that this version writes.
  package init(parsing text: String, file: String) throws(FileError) {
    let limits = JSONValue.Limits(byteCount: 16 << 20, depth: 64)
    let json: JSONValue
    do throws(FileError) {
      json = try JSONValue(parsing: text, file: file, limits: limits)
    } catch {
      throw Self.failure(file, "JSON", error.found)
    }
    guard let version = json["version"]?.asInt else { throw Self.failure(file, "a version", "none") }
    guard version == Self.version else {
      throw FileError(
        file: file, expected: "a model of version \(Self.version)", found: "version \(version)",
        advice: "Read it with a newer version of this program.")
    }
    guard let network = json["network"] else { throw Self.failure(file, "a network", "none") }
    do throws(FileError) {
      description = try NetworkDescription(json: network.description, file: file)
    } catch {
      throw Self.failure(file, error.expected, error.found)
    }
    guard let sizes = Self.sizes(json["input"]), let shape = TensorShape(exactly: sizes) else {
      throw Self.failure(file, "the shape of a sample", json["input"]?.kindText ?? "none")
    }
    sampleShape = shape
    targets = try Self.targets(json["targets"], file)
    let kept = json["preparation"] ?? .object([("kind", .string("none"))])
    guard let preparation = InputPreparation(json: kept) else {
      throw FileError(
        file: file, expected: "a preparation of inputs that is known here",
        found: kept["kind"].map(\.description) ?? kept.kindText,
        advice: "Read the model with a newer version of this program.")
    }
    self.preparation = preparation
    try Self.check(preparation, against: sampleShape, targets, file)
    classNames = (json["classes"]?.asArray ?? []).compactMap(\.asString)
    facts = json["training"].map { TrainingFacts(json: $0) } ?? TrainingFacts()
  }

  /// The loss that a model's metadata name; nil where they name none.
  static func loss<Scalar: TensorScalar>(parsing text: String, file: String) throws(FileError) -> (
    any Loss<Scalar>
  )? {
    let limits = JSONValue.Limits(byteCount: 16 << 20, depth: 64)
    let json = try JSONValue(parsing: text, file: file, limits: limits)
    guard let loss = json["loss"] else { return nil }
    guard let saved = SavedLoss(json: loss) else {
      throw failure(file, "a loss that is known here", loss["name"].map(\.description) ?? loss.kindText)
    }
    return saved.loss()
  }

  private static func targets(_ json: JSONValue?, _ file: String) throws(FileError) -> TargetKind {
    if let count = json?["classes"]?.asInt, count > 0, count <= 1 << 24 { return .classes(count) }
    if let sizes = sizes(json?["numbers"]), let shape = TensorShape(exactly: sizes) { return .rows(shape) }
    throw failure(file, "targets that are classes or numbers", json?.kindText ?? "none")
  }

  /// Throws where inputs are prepared for another network, or answers are taken for other ones.
  private static func check(
    _ preparation: InputPreparation, against sample: TensorShape, _ targets: TargetKind, _ file: String
  ) throws(FileError) {
    switch preparation {
    case .none: break
    case .images(let images):
      let count = images.rows * images.columns * images.channels
      guard count == sample.elementCount else {
        throw failure(
          file, "images of as many numbers as the network takes, \(sample.elementCount)", "\(count)")
      }
    case .table(let table):
      guard sample == [table.inputCount] else {
        throw failure(
          file, "columns that become a sample \(sample)", "ones that become \(table.inputCount) numbers")
      }
      guard targets == table.targetKind else {
        throw failure(file, "a table's target of the network's kind", "another one")
      }
    }
  }

  /// A shape's sizes; nil where they aren't a short list of integers.
  private static func sizes(_ json: JSONValue?) -> [Int]? {
    guard let elements = json?.asArray, elements.count <= 8 else { return nil }
    let sizes = elements.compactMap(\.asInt)
    return sizes.count == elements.count && sizes.allSatisfy { (0...1 << 32).contains($0) } ? sizes : nil
  }

  private static func failure(_ file: String, _ expected: String, _ found: String) -> FileError {
    FileError(
      file: file, expected: "in the model's metadata, \(expected)", found: found,
      advice: "The file is damaged; save the model again.")
  }
}
