/// A text in the two languages of the reports.
public struct Words: Sendable, Equatable {
  /// In English.
  public var english: String
  /// In Chinese.
  public var chinese: String

  /// A text in both languages.
  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that is the same in both, such as a name or a number.
  public init(same text: String) { self.init(text, text) }

  /// Both texts as elements of which a page's style shows one, escaped.
  func markup(in element: String = "span") -> String {
    let (english, chinese) = (Page.escaped(english), Page.escaped(chinese))
    guard english != chinese else { return english }
    return "<\(element) lang=\"en\">\(english)</\(element)><\(element) lang=\"zh-Hans\">\(chinese)</\(element)>"
  }

  /// An attribute in English, with the Chinese one beside it for the page's script to swap in.
  func attribute(_ name: String) -> String {
    let plain = " \(name)=\"\(Page.escaped(english))\""
    return english == chinese ? plain : plain + " data-zh-\(name)=\"\(Page.escaped(chinese))\""
  }
}

/// Text in markup.
enum Page {
  /// The text with the characters that mean something in HTML and XML replaced, and those that XML can't have.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n": escaped.append(scalar)
      case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": escaped.append("\u{FFFD}")
      // Marks that turn the direction of writing would turn the page's own text, too.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
