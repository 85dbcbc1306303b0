/// A value of JSON whose objects keep their order, written on one line.
///
/// Doubles are written in the shortest form that reads back the same bits. JSON has no NaN and no infinities:
/// they are written as the strings `nan`, `inf` and `-inf`. Numbers that were read are written as they stood.
package enum JSONValue: Sendable {
  case object([(String, JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(Double)
  case integer(Int)
  case unsigned(UInt64)
  /// A number that was read.
  case literal(JSONNumber)
  case bool(Bool)
  case null
}

extension JSONValue: CustomStringConvertible {
  package var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the value's text.
  package func write(to text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (position, member) in members.enumerated() {
        if position > 0 { text += "," }
        JSONValue.write(member.0, to: &text)
        text += ":"
        member.1.write(to: &text)
      }
      text += "}"
    case .array(let elements):
      text += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .string(let string): JSONValue.write(string, to: &text)
    case .number(let number):
      let digits = NumberText.exact(number)
      text += number.isFinite ? digits : "\"\(digits)\""
    case .integer(let integer): text += integer.description
    case .unsigned(let integer): text += integer.description
    case .literal(let number): text += number.text
    case .bool(let bool): text += bool ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
