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

  /// One of the two languages.
  public enum Language: Sendable, CaseIterable {
    /// English.
    case english
    /// Chinese, in simplified characters.
    case chinese
  }

  /// The text in one language only.
  package func only(_ language: Language) -> Words {
    Words(same: language == .english ? english : chinese)
  }

  /// Both texts as elements of which a page's style shows one, escaped.
  package func markup(in element: String = "span") -> String {
    let (english, chinese) = (SVGText.escaped(english), SVGText.escaped(chinese))
    guard english != chinese else { return english }
    return
      "<\(element) lang=\"en\">\(english)</\(element)><\(element) lang=\"zh-Hans\">\(chinese)</\(element)>"
  }

  /// An attribute in English, with the Chinese one beside it for the page's script to swap in.
  package func attribute(_ name: String) -> String {
    let plain = " \(name)=\"\(SVGText.escaped(english))\""
    return english == chinese ? plain : plain + " data-zh-\(name)=\"\(SVGText.escaped(chinese))\""
  }
}
