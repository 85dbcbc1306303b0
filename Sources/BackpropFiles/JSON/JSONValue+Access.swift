extension JSONValue {
  /// The value of the first member with this key, compared character by character; `nil` where there is none or the
  /// value is no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    // Strings are equal that only look the same; keys aren't.
    return members.first { $0.0.utf8.elementsEqual(key.utf8) }?.1
  }

  /// The members of an object.
  package var asObject: [(String, JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements of an array.
  package var asArray: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string.
  package var asString: String? {
    if case .string(let string) = self { string } else { nil }
  }

  /// The value true or false.
  package var asBool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// A number's value as an integer, `nil` where it isn't exactly one.
  package var asInt: Int? {
    switch self {
    case .literal(let number): number.asInt
    case .integer(let integer): integer
    case .unsigned(let integer): Int(exactly: integer)
    case .number(let number): Int(exactly: number)
    case .object, .array, .string, .bool, .null: nil
    }
  }

  /// A number's value as the nearest double, `nil` where it is beyond the range of doubles.
  package var asDouble: Double? {
    switch self {
    case .literal(let number): number.asDouble
    case .integer(let integer): Double(integer)
    case .unsigned(let integer): Double(integer)
    case .number(let number): number
    case .object, .array, .string, .bool, .null: nil
    }
  }

  /// The kind of the value in words, for messages: "a string".
  package var kindText: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number, .integer, .unsigned, .literal: "a number"
    case .bool(let bool): bool ? "true" : "false"
    case .null: "null"
    }
  }
}
