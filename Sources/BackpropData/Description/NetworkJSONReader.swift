import Backprop
import BackpropFiles

/// Understands a JSON value as a network, by the same table as lines of text.
struct NetworkJSONReader {
  /// The text, in which the places of mistakes are looked up.
  let bytes: [UInt8]
  let file: String

  /// More layers than these no description has, and deeper ones neither.
  private static let layerLimit = 1000
  private static let depthLimit = 16

  func network(_ value: JSONValue) throws(FileError) -> NetworkDescription {
    guard let members = value.asObject else {
      throw failure(
        "", expected: "an object with the member “layers”", found: value.kindText,
        "Write a network as {\"layers\": [{\"layer\": \"affine\"}]}.")
    }
    for (key, _) in members where key != "layers" && key != "weights" {
      throw failure(
        key, ofKey: true, expected: "“layers” or “weights”", found: quoted(key),
        meant(key, ["layers", "weights"]) ?? "Remove what isn't one of the two.")
    }
    let weights: WeightInitialization?
    if let value = value["weights"] { weights = try self.weights(value) } else { weights = nil }
    guard let layers = value["layers"] else {
      throw failure("", expected: "the member “layers”", found: "none", "Add the list of layers.")
    }
    var count = 0
    return NetworkDescription(try self.layers(layers, "layers", depth: 1, &count), weights: weights)
  }

  private func weights(_ value: JSONValue) throws(FileError) -> WeightInitialization {
    let text =
      switch value {
      case .string(let name): name
      case .literal(let number): number.text
      default: ""
      }
    guard let weights = WeightInitialization(named: text) else {
      throw failure(
        "weights", expected: "as “weights” \(WeightInitialization.rule)", found: shown(value),
        "Correct it, or leave it out.")
    }
    return weights
  }

  private func layers(
    _ value: JSONValue, _ path: String, depth: Int, _ count: inout Int
  ) throws(FileError) -> [LayerDescription] {
    guard let elements = value.asArray, !elements.isEmpty else {
      throw failure(
        path, expected: "a list of layers as \(path)",
        found: value.asArray == nil ? value.kindText : "an empty one",
        "Write layers as [{\"layer\": \"relu\"}].")
    }
    guard depth <= Self.depthLimit else {
      throw failure(
        path, expected: "layers at most \(Self.depthLimit) deep within others", found: "deeper ones",
        "Take some out of the layers around them.")
    }
    var layers: [LayerDescription] = []
    for (number, element) in elements.enumerated() {
      count += 1
      guard count <= Self.layerLimit else {
        throw failure(
          "\(path)[\(number)]", expected: "at most 1,000 layers", found: "more", "Describe a smaller network."
        )
      }
      layers.append(try layer(element, "\(path)[\(number)]", depth: depth, &count))
    }
    return layers
  }

  private func layer(
    _ value: JSONValue, _ path: String, depth: Int, _ count: inout Int
  ) throws(FileError) -> LayerDescription {
    guard let members = value.asObject else {
      throw failure(
        path, expected: "a layer as \(path)", found: shown(value),
        "Write a layer as {\"layer\": \"affine\", \"outputs\": 100}.")
    }
    guard let named = value["layer"], let name = named.asString else {
      let found = value["layer"].map(shown) ?? "none"
      throw failure(
        value["layer"] == nil ? path : "\(path).layer", expected: "the name of a layer as \(path).layer",
        found: found, "Write a layer as {\"layer\": \"affine\", \"outputs\": 100}.")
    }
    guard let form = LayerForm.named(name) else {
      let advice =
        LayerForm.suggestion(for: name).map { "Did you mean “\($0)”?" }
        ?? "There are \(LayerForm.names.joined(separator: ", "))."
      throw failure(
        "\(path).layer", expected: "the name of a layer as \(path).layer", found: quoted(name), advice)
    }
    var values = LayerValues()
    for (key, member) in members where key != "layer" {
      let place = "\(path).\(key)"
      guard let setting = form.setting(key) else {
        let names = form.settings.map(\.name)
        throw failure(
          place, ofKey: true,
          expected: names.isEmpty
            ? "no settings of \(name)" : "of \(name) only \(names.joined(separator: ", "))",
          found: quoted(key), meant(key, names) ?? "Remove it.")
      }
      if case .layers = setting.kind {
        values.all[key] = .layers(try layers(member, place, depth: depth + 1, &count))
      } else if let value = setting.value(of: member), setting.allows(value) {
        values.all[key] = value
      } else {
        throw failure(
          place, expected: "\(place), the \(key) of \(name), to be \(setting.jsonRule)", found: shown(member),
          "Correct the value.")
      }
    }
    for setting in form.settings where setting.isRequired && values.all[setting.name] == nil {
      throw failure(
        path, expected: "the \(setting.name) of \(name) as \(path).\(setting.name)", found: "none",
        "Add it: \(setting.jsonRule).")
    }
    return LayerDescription(form, values)
  }

  // MARK: - Mistakes

  private func failure(
    _ path: String, ofKey: Bool = false, expected: String, found: String, _ advice: String
  ) -> FileError {
    let place = JSONPlace(of: path, in: bytes, ofKey: ofKey)
    return FileError(
      file: file, offset: place?.offset, line: place?.line, column: place?.column, expected: expected,
      found: found, advice: advice)
  }

  private func meant(_ key: String, _ names: [String]) -> String? {
    Suggestion.near(key, among: names).map { "Did you mean “\($0)”?" }
  }

  private func quoted(_ text: String) -> String { "“\(text.prefix(40))\(text.count > 40 ? "…" : "")”" }

  /// A value within a sentence: what it is, and where it is short, itself.
  private func shown(_ value: JSONValue) -> String {
    switch value {
    case .object, .array:
      let text = value.description
      return text.count > 40 ? value.kindText : text
    case .string(let text): return quoted(text)
    default: return value.description
    }
  }
}

extension LayerSetting {
  /// What a value of JSON says; `nil` where it is of another kind.
  fileprivate func value(of json: JSONValue) -> LayerValue? {
    switch kind {
    case .count: return json.asInt.map { .count($0) }
    case .real: return json.asDouble.map { .real($0) }
    case .extent:
      switch Self.sizes(json) {
      case let sizes where sizes.count == 1: return .extent(Extent2D(sizes[0]))
      case let sizes where sizes.count == 2: return .extent(Extent2D(height: sizes[0], width: sizes[1]))
      default: return nil
      }
    case .padding:
      switch Self.sizes(json) {
      case let sizes where sizes.count == 1: return .padding(Padding2D(sizes[0]))
      case let sizes where sizes.count == 2: return .padding(Padding2D(height: sizes[0], width: sizes[1]))
      case let sizes where sizes.count == 4:
        return .padding(Padding2D(top: sizes[0], bottom: sizes[1], left: sizes[2], right: sizes[3]))
      default: return nil
      }
    case .layers: return nil
    }
  }

  /// One number, or the numbers of a list; none where it isn't that.
  private static func sizes(_ json: JSONValue) -> [Int] {
    if let size = json.asInt { return [size] }
    guard let elements = json.asArray, elements.count > 1 else { return [] }
    let sizes = elements.compactMap(\.asInt)
    return sizes.count == elements.count ? sizes : []
  }

  /// What the setting must be in JSON, in words.
  fileprivate var jsonRule: String {
    switch kind {
    case .extent: "a whole number, or [rows, columns], from 1 to 65,536"
    case .padding: "a whole number, [rows, columns], or [top, bottom, left, right], from 0 to 65,536"
    case .layers: "a list of layers"
    case .count, .real: rule
    }
  }
}
