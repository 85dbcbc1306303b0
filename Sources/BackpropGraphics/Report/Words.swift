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

  /// Both texts in lines of at most so many columns of a terminal, which wide characters take two of; at least one line.
  ///
  /// A language with fewer lines has empty ones at the end.
  package func broken(to columns: Int) -> [Words] {
    let lines = [Words.lines(of: english, columns), Words.lines(of: chinese, columns)]
    return (0..<max(lines[0].count, lines[1].count)).map { index in
      let texts = lines.map { $0.indices.contains(index) ? $0[index] : "" }
      return Words(texts[0], texts[1])
    }
  }

  /// A text in lines, broken at spaces where there are any and otherwise between characters.
  private static func lines(of text: String, _ columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for character in text where !(line.isEmpty && character == " ") {
      line.append(character)
      guard line.displayWidth > columns, line.count > 1 else { continue }
      // A space may itself be what is too much.
      if let space = line.lastIndex(of: " ") {
        lines.append(String(line[..<space]))
        line = String(line[line.index(after: space)...])
      } else {
        lines.append(String(line.dropLast()))
        line = String(character)
      }
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
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
