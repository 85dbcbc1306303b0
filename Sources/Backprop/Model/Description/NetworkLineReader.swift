/// Reads the line of text that describes a network.
struct NetworkLineReader {
  private let text: [Character]
  private var position = 0
  private var layerCount = 0
  /// Where each layer, and each setting that was given, begins.
  private(set) var places: [String: Int] = [:]

  /// More characters than these no line has.
  static let lengthLimit = 100_000
  /// More layers than these no description has.
  static let layerLimit = 1000
  /// How deep layers can stand within others.
  static let depthLimit = 16

  init(_ line: String) { text = Array(line) }

  /// A word with the place where it begins.
  private struct Word {
    let text: String
    let start: Int
  }

  mutating func read() throws(NetworkDescriptionError) -> NetworkDescription {
    guard text.count <= Self.lengthLimit else {
      throw failure("The line has \(text.count) characters; 100,000 are allowed.", at: 0)
    }
    skipBlanks()
    guard position < text.count else {
      throw failure("The line is empty; write layers, as in 'affine 50, relu, affine'.", at: position)
    }
    let weights = try readWeights()
    let layers = try readLayers(path: "layers", depth: 1)
    if let character = current {
      throw failure(
        character == ")"
          ? "A parenthesis is closed here that wasn't opened."
          : "A comma is missing before '\(character)'.", at: position)
    }
    return NetworkDescription(layers, weights: weights)
  }

  /// What first weights are drawn from, where the line begins with that.
  private mutating func readWeights() throws(NetworkDescriptionError) -> WeightInitialization? {
    let start = position
    guard let word = nextWord(), word.text.lowercased() == "weights" else {
      position = start
      return nil
    }
    guard let value = nextWord() else {
      throw failure(
        "Weights need a rule here: \(WeightInitialization.rule), as in 'weights 0.01, affine'.", at: position)
    }
    guard let weights = WeightInitialization(named: value.text) else {
      throw failure(
        "Weights must be \(WeightInitialization.rule), not '\(shown(value.text))'.", at: value.start)
    }
    guard take(",") else {
      throw failure("A comma must follow 'weights \(shown(value.text))', and then layers.", at: position)
    }
    return weights
  }

  private mutating func readLayers(
    path: String, depth: Int
  ) throws(NetworkDescriptionError) -> [LayerDescription] {
    var layers: [LayerDescription] = []
    repeat {
      layers.append(try readLayer(path: "\(path)[\(layers.count)]", depth: depth))
    } while take(",")
    return layers
  }

  private mutating func readLayer(
    path: String, depth: Int
  ) throws(NetworkDescriptionError) -> LayerDescription {
    guard let name = nextWord() else {
      throw failure("A layer is missing here; \(whatStands).", at: position)
    }
    places[path] = name.start
    layerCount += 1
    guard layerCount <= Self.layerLimit else {
      throw failure("A network may have 1,000 layers; this one has more.", at: name.start)
    }
    guard let form = LayerForm.named(name.text.lowercased()) else { throw unknownLayer(name) }
    var values = LayerValues()
    var bare = form.settings.filter(\.isBare)[...]
    while let character = current, character != ",", character != ")" {
      if character == "(" {
        guard let setting = bare.first, case .layers = setting.kind else {
          throw failure(
            "\(form.name) takes no parentheses; write it as in '\(form.example)'.", at: position)
        }
        bare.removeFirst()
        values.all[setting.name] = .layers(try readInner("\(path).\(setting.name)", depth: depth))
        continue
      }
      guard let word = nextWord() else { break }
      if let setting = form.settings.first(where: { !$0.isBare && $0.name == word.text.lowercased() }) {
        guard values.all[setting.name] == nil else {
          throw failure("\(form.name) has '\(setting.name)' twice; give it once.", at: word.start)
        }
        values.all[setting.name] = try value(of: setting, in: form, path: path, depth: depth)
      } else if let setting = bare.first, beginsNumber(word.text) {
        bare.removeFirst()
        places["\(path).\(setting.name)"] = word.start
        values.all[setting.name] = try value(of: setting, in: form, word)
      } else {
        throw surplus(word, in: form, missing: bare.first)
      }
    }
    if let missing = form.settings.first(where: { $0.isRequired && values.all[$0.name] == nil }) {
      throw failure(
        "\(form.name) needs its \(missing.name), as in '\(form.example)'.", at: position)
    }
    return LayerDescription(form, values)
  }

  /// The value behind the name of a setting.
  private mutating func value(
    of setting: LayerSetting, in form: LayerForm, path: String, depth: Int
  ) throws(NetworkDescriptionError) -> LayerValue {
    let path = "\(path).\(setting.name)"
    if case .layers = setting.kind {
      guard current == "(" else {
        throw failure(
          "The \(setting.name) of \(form.name) needs layers in parentheses here; \(whatStands).", at: position
        )
      }
      return .layers(try readInner(path, depth: depth))
    }
    guard let word = nextWord() else {
      throw failure(
        "The \(setting.name) of \(form.name) needs \(setting.rule) here; \(whatStands).", at: position)
    }
    places[path] = word.start
    return try value(of: setting, in: form, word)
  }

  private func value(
    of setting: LayerSetting, in form: LayerForm, _ word: Word
  ) throws(NetworkDescriptionError) -> LayerValue {
    guard let value = setting.value(of: word.text) else {
      throw failure(
        "The \(setting.name) of \(form.name) must be \(setting.rule), not '\(shown(word.text))'.",
        at: word.start)
    }
    return value
  }

  /// Layers in parentheses.
  private mutating func readInner(
    _ path: String, depth: Int
  ) throws(NetworkDescriptionError) -> [LayerDescription] {
    let opening = position
    guard depth < Self.depthLimit else {
      throw failure("Layers may stand 16 deep within others; these stand deeper.", at: opening)
    }
    position += 1
    skipBlanks()
    let layers = try readLayers(path: path, depth: depth + 1)
    guard take(")") else {
      throw failure("The parenthesis that is opened here is never closed.", at: opening)
    }
    return layers
  }
}

// MARK: - Mistakes

extension NetworkLineReader {
  private func failure(_ problem: String, at offset: Int) -> NetworkDescriptionError {
    NetworkDescriptionError(problem, offset: offset)
  }

  private func unknownLayer(_ name: Word) -> NetworkDescriptionError {
    if name.text.lowercased() == "weights" {
      return failure("What weights are drawn from must stand before all layers.", at: name.start)
    }
    let start = "There is no layer '\(shown(name.text))'."
    // A number glued to a name, as in affine50.
    let letters = String(name.text.prefix { !$0.isNumber }).lowercased()
    if letters.count < name.text.count, LayerForm.named(letters) != nil,
      LayerForm.otherName(for: name.text) == nil
    {
      let rest = name.text.dropFirst(letters.count)
      return failure("\(start) Did you mean '\(shown("\(letters) \(rest)"))'?", at: name.start)
    }
    if let meant = LayerForm.suggestion(for: name.text) {
      return failure("\(start) Did you mean '\(meant)'?", at: name.start)
    }
    return failure("\(start) There are \(LayerForm.names.joined(separator: ", ")).", at: name.start)
  }

  /// What to say of a word that has no place among a layer's settings.
  private func surplus(_ word: Word, in form: LayerForm, missing: LayerSetting?) -> NetworkDescriptionError {
    let shown = shown(word.text)
    let name = word.text.lowercased()
    if let missing, missing.isRequired, LayerForm.named(name) == nil {
      return failure(
        "The \(missing.name) of \(form.name) must be \(missing.rule), not '\(shown)'.", at: word.start)
    }
    if LayerForm.named(name) != nil {
      return failure("A comma is missing before '\(shown)'.", at: word.start)
    }
    let named = form.settings.filter { !$0.isBare }.map(\.name)
    guard !named.isEmpty else {
      return failure(
        "\(form.name) takes nothing more here, but '\(shown)' follows; write it as in '\(form.example)'.",
        at: word.start)
    }
    let other = [
      "padding": "pad", "strides": "stride", "dilate": "dilation", "group": "groups", "eps": "epsilon",
    ]
    if let meant = other[name].flatMap({ named.contains($0) ? $0 : nil })
      ?? Suggestion.near(name, among: named)
    {
      return failure("\(form.name) has no '\(shown)'. Did you mean '\(meant)'?", at: word.start)
    }
    return failure(
      "\(form.name) takes \(named.joined(separator: ", ")) with their values here, not '\(shown)'.",
      at: word.start)
  }

  /// A word within a sentence: not longer than anyone reads.
  private func shown(_ word: String) -> String { word.count > 30 ? word.prefix(30) + "…" : word }

  /// What stands at the position, in words.
  private var whatStands: String {
    current.map { "'\($0)' stands there" } ?? "the line ends there"
  }
}

// MARK: - Characters

extension NetworkLineReader {
  private var current: Character? { position < text.count ? text[position] : nil }

  private mutating func skipBlanks() {
    while let character = current, character.isWhitespace { position += 1 }
  }

  /// Skips a sign and the blanks behind it, if it stands here.
  private mutating func take(_ sign: Character) -> Bool {
    guard current == sign else { return false }
    position += 1
    skipBlanks()
    return true
  }

  /// The word that begins here, with the blanks behind it; `nil` before a sign or at the end. An equals sign stands
  /// for a blank, as in `stride=2`.
  private mutating func nextWord() -> Word? {
    let start = position
    while let character = current, !character.isWhitespace, !",()=".contains(character) { position += 1 }
    guard position > start else { return nil }
    let word = Word(text: String(text[start..<position]), start: start)
    skipBlanks()
    if current == "=" {
      position += 1
      skipBlanks()
    }
    return word
  }

  private func beginsNumber(_ word: String) -> Bool {
    guard let first = word.first else { return false }
    return first.isNumber || first == "-" || first == "+" || first == "."
  }
}
