import BackpropFiles

extension TablePreparation {
  /// As files of models keep it.
  package var json: JSONValue {
    .object([
      ("columns", .array(inputs.map(\.json))),
      ("target", .object([("name", .string(targetName))] + targetMembers)),
      ("missing", .string(missing.rawValue)),
    ])
  }

  private var targetMembers: [(String, JSONValue)] {
    switch target {
    case .classes(let names, let areNumbers):
      [("classes", .array(names.map { .string($0) })), ("numbers", .bool(areNumbers))]
    case .number(let scale): scale.members
    }
  }

  /// What a file of a model keeps; `nil` where it isn't that.
  package init?(json: JSONValue) {
    guard let columns = json["columns"]?.asArray, let target = json["target"],
      let name = target["name"]?.asString, let missing = json["missing"]?.asString,
      let rule = TableTask.MissingRule(rawValue: missing)
    else { return nil }
    let inputs = columns.compactMap { Input(json: $0) }
    guard inputs.count == columns.count, Set(inputs.map(\.name)).count == inputs.count else { return nil }
    if let classes = target["classes"]?.asArray {
      let names = classes.compactMap(\.asString)
      guard names.count == classes.count, Set(names).count == names.count,
        let areNumbers = target["numbers"]?.asBool
      else { return nil }
      self.init(
        inputs: inputs, targetName: name, target: .classes(names, areNumbers: areNumbers), missing: rule)
    } else {
      guard let scale = Scale(json: target) else { return nil }
      self.init(inputs: inputs, targetName: name, target: .number(scale), missing: rule)
    }
  }
}

extension TablePreparation.Scale {
  fileprivate var members: [(String, JSONValue)] {
    [("mean", .number(mean)), ("deviation", .number(deviation))]
  }

  fileprivate init?(json: JSONValue) {
    guard let mean = json["mean"]?.asDouble, let deviation = json["deviation"]?.asDouble,
      Float(mean).isFinite, Float(deviation).isFinite, Float(deviation) > 0
    else { return nil }
    self.init(mean: mean, deviation: deviation)
  }
}

extension TablePreparation.Input {
  fileprivate var json: JSONValue {
    switch form {
    case .number(let scale): .object([("name", .string(name))] + scale.members)
    case .words(let words):
      .object([("name", .string(name)), ("words", .array(words.map { .string($0) }))])
    }
  }

  fileprivate init?(json: JSONValue) {
    guard let name = json["name"]?.asString else { return nil }
    if let list = json["words"]?.asArray {
      let words = list.compactMap(\.asString)
      guard words.count == list.count, Set(words).count == words.count else { return nil }
      self.init(name: name, form: .words(words))
    } else {
      guard let scale = TablePreparation.Scale(json: json) else { return nil }
      self.init(name: name, form: .number(scale))
    }
  }
}
