/// A value of JSON whose objects keep their order, written on one line.
///
/// Doubles are written in the shortest form that reads back the same bits. JSON has no NaN and no infinities:
/// they are written as the strings `nan`, `inf` and `-inf`. Numbers that were read are written as they stood. Characters
/// of a string that can't be seen are written as escapes.
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
    case .number(let number): text += JSONValue.text(of: number)
    case .integer(let integer): text += integer.description
    case .unsigned(let integer): text += integer.description
    case .literal(let number): text += number.text
    case .bool(let bool): text += bool ? "true" : "false"
    case .null: text += "null"
    }
  }

  /// Appends the text that the value `number` has, for tensors that are too large to be made values.
  package static func write(_ number: Double, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: text(of: number).utf8)
  }

  private static func text(of number: Double) -> String {
    let digits = NumberText.exact(number)
    return number.isFinite ? digits : "\"\(digits)\""
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
      // RFC 8259 asks for escapes of the first 32 only; the others would reach a terminal that the text is printed on.
      case _ where scalar.isUnseen:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
