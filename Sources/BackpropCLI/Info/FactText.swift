import BackpropFiles

/// What is known of a file, in lines for people: what a program reads as nested objects and lists stands indented below its
/// name, a thing a line, in words that a terminal can break.
struct FactText {
  /// How many things of a list have lines of their own; programs get all.
  private static let limit = 40

  /// The lines of a fact.
  static func lines(_ name: String, _ value: JSONValue) -> [String] {
    lines(words(name), value, depth: 0).map { $0.escapingControlCharacters() }
  }

  private static func lines(_ name: String, _ value: JSONValue?, depth: Int) -> [String] {
    let margin = String(repeating: "  ", count: depth)
    guard let value else { return [margin + name] }
    if let text = inline(value) { return ["\(margin)\(name): \(text)"] }
    var lines = ["\(margin)\(name):"]
    for (member, value) in members(of: value).prefix(limit) {
      lines += Self.lines(member, value, depth: depth + 1)
    }
    let count = members(of: value).count
    if count > limit {
      lines.append("\(margin)  … and \((count - limit).grouped) more; --format json has all")
    }
    return lines
  }

  /// What stands below a name: an object's members, and a list's things, which are called by their own names where they have
  /// some, otherwise by their numbers. Of what has a name alone nothing else is told.
  private static func members(of value: JSONValue) -> [(String, JSONValue?)] {
    switch value {
    case .object(let members): return members.map { (words($0.0), $0.1) }
    case .array(let values):
      return values.enumerated().map { place, value in
        guard case .object(let members) = value, let name = members.first, name.0 == "name",
          case .string(let text) = name.1
        else { return ("\(place + 1)", value) }
        let rest = Array(members.dropFirst())
        if rest.isEmpty { return (text, nil) }
        // A thing with one property is told by it alone.
        return (text, rest.count == 1 && !isNested(rest[0].1) ? rest[0].1 : .object(rest))
      }
    default: return []
    }
  }

  /// The text of a value that needs no lines of its own: a plain one, a list of these, and an object of both.
  private static func inline(_ value: JSONValue) -> String? {
    switch value {
    case .object(let members):
      guard !members.isEmpty else { return "none" }
      guard !members.contains(where: { isNested($0.1) }) else { return nil }
      // Commas within a list would look like those between properties.
      let separator = members.contains { if case .array = $0.1 { true } else { false } } ? "; " : ", "
      return members.map { "\(words($0.0)) \(inline($0.1) ?? "")" }.joined(separator: separator)
    case .array(let values):
      guard !values.contains(where: { isNested($0) || isList($0) }) else { return nil }
      guard !values.isEmpty else { return "none" }
      let shown = values.prefix(limit).map { inline($0) ?? "" }.joined(separator: ", ")
      return values.count > limit ? shown + ", … \(values.count.grouped) in all" : shown
    case .bool(let isTrue): return isTrue ? "yes" : "no"
    case .null: return "none"
    // All digits are for programs.
    case .number(let number): return NumberText.significant(number, digits: 6)
    default: return value.asString ?? value.description
    }
  }

  private static func isList(_ value: JSONValue) -> Bool {
    if case .array = value { return true }
    return false
  }

  /// Whether a value has objects in it, or lists of lists.
  private static func isNested(_ value: JSONValue) -> Bool {
    switch value {
    case .object: true
    case .array(let values): values.contains { isNested($0) || isList($0) }
    default: false
    }
  }

  private static func words(_ name: String) -> String { name.replacing("_", with: " ") }
}
