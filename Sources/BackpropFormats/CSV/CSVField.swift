/// A field of a record: where it lies in the reader's memory, without quotes and spaces around it.
struct CSVField {
  var start: Int
  var end: Int
  /// Whether quotes stood around it.
  var isQuoted = false
  /// Whether quotes in it are written twice.
  var hasDoubledQuotes = false
}

/// What divides the fields of a table in a text file.
public enum CSVDelimiter: Sendable, Hashable {
  /// The one that fits the file's first lines, among comma, semicolon, tab and vertical bar.
  case automatic
  /// A character of ASCII other than a quote, a letter, a digit or what ends a line.
  case byte(UInt8)

  /// The delimiter of a name or of itself: `comma`, `semicolon`, `tab`, `bar`, `space`, or such as `;`; `nil` for what can't be
  /// one.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "auto": self = .automatic
    case "comma": self = .byte(UInt8(ascii: ","))
    case "semicolon": self = .byte(UInt8(ascii: ";"))
    case "tab", "\\t": self = .byte(UInt8(ascii: "\t"))
    case "bar", "pipe": self = .byte(UInt8(ascii: "|"))
    case "space": self = .byte(UInt8(ascii: " "))
    default:
      let bytes = Array(text.utf8)
      guard bytes.count == 1, CSVDelimiter.canDivide(bytes[0]) else { return nil }
      self = .byte(bytes[0])
    }
  }

  /// The delimiter that ``name(of:)`` calls so; nil where it calls none so.
  package init?(named name: String) {
    let bytes = (0..<0x7F as Range<UInt8>).filter { CSVDelimiter.canDivide($0) || $0 == UInt8(ascii: " ") }
    guard let byte = bytes.first(where: { CSVDelimiter.name(of: $0) == name }) else { return nil }
    self = .byte(byte)
  }

  /// Whether a byte can stand between fields without being taken for a part of them.
  static func canDivide(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\t"): return true
    case 0..<0x20, 0x7F...: return false
    case UInt8(ascii: "\""), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"): return false
    default: return !Unicode.Scalar(byte).properties.isAlphabetic && !(0x30...0x39).contains(byte)
    }
  }

  /// A byte's name for people.
  package static func name(of byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: ","): "commas"
    case UInt8(ascii: ";"): "semicolons"
    case UInt8(ascii: "\t"): "tabs"
    case UInt8(ascii: "|"): "vertical bars"
    case UInt8(ascii: " "): "spaces"
    default: "“\(Character(Unicode.Scalar(byte)))”"
    }
  }
}
