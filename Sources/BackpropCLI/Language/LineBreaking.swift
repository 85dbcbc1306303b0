import BackpropDrawing

extension String {
  /// The text in lines of at most so many columns, broken at spaces and beside wide characters such as Chinese ones,
  /// but not before a sign that closes and not after one that opens. What can't be broken is left too long.
  func brokenIntoLines(of columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var gap = ""
    for part in unbreakableParts {
      if part.allSatisfy({ $0 == " " }) {
        gap += part
      } else if line.isEmpty || (line + gap + part).displayWidth <= columns {
        line += gap + part
        gap = ""
      } else {
        lines.append(line)
        line = part
        gap = ""
      }
    }
    return lines + [line]
  }

  /// Spaces, words, and wide characters with the signs that belong to them.
  private var unbreakableParts: [String] {
    var parts: [String] = []
    var sticks = false
    for character in self {
      let isSpace = character == " "
      let closes = "，。；：、！？）】》”’%".contains(character)
      let isWord = !isSpace && character.displayWidth < 2
      if let last = parts.last?.last, !sticks, !isSpace || last != " " {
        let continues =
          (isSpace && last == " ") || (isWord && last != " " && last.displayWidth < 2)
          || (closes && last != " ")
        if !continues { parts.append("") }
      }
      if parts.isEmpty { parts.append("") }
      parts[parts.count - 1].append(character)
      sticks = "（【《“‘".contains(character)
    }
    return parts
  }
}
