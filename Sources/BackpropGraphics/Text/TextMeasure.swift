/// How much room a text takes in a drawing.
///
/// The reader's fonts aren't known here, so every character gets the width that it has in the wider ones of the usual
/// sans-serif fonts: a label may get a little too much room, never too little.
package enum TextMeasure {
  /// The width of a line of text, in pixels.
  static func width(_ text: String, size: Double) -> Double {
    (plainWidth(text) ?? text.reduce(0) { $0 + width(of: $1) }) * size
  }

  /// The sum of the widths where every scalar is a character of its own, as in numbers and most names, found without
  /// dividing the text into characters; `nil` for other texts.
  private static func plainWidth(_ text: String) -> Double? {
    var sum = 0.0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20..<0x7F: sum += asciiWidths[Int(scalar.value) - 0x20]
      case 0x2212: sum += 0.74
      default: return nil
      }
    }
    return sum
  }

  /// The widths of the characters from the space to the tilde.
  private static let asciiWidths = (UInt8(0x20)..<0x7F).map { width(of: Character(Unicode.Scalar($0))) }

  /// The width of the longest of several lines.
  static func width(_ lines: [String], size: Double) -> Double {
    lines.reduce(0) { max($0, width($1, size: size)) }
  }

  /// The distance of two lines of text, in pixels.
  static func lineHeight(size: Double) -> Double { size * 1.25 }

  /// The text with an ellipsis in its middle where it has more columns than the limit.
  package static func shortened(_ text: String, columns limit: Int) -> String {
    guard text.displayWidth > limit else { return text }
    let characters = Array(text)
    var (head, tail) = (0, characters.count)
    var columns = 1
    while head < tail {
      let takesHead = head <= characters.count - tail
      let next = takesHead ? characters[head] : characters[tail - 1]
      columns += next.displayWidth
      if columns > limit { break }
      if takesHead { head += 1 } else { tail -= 1 }
    }
    return String(characters[..<head]) + "…" + String(characters[tail...])
  }

  private static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!", " ": 0.36
    case "f", "t", "r", "(", ")", "[", "]", "/", "-": 0.44
    case "m", "w", "M", "W", "@", "%": 0.98
    case "A"..."Z", "+", "−", "×", "=", "<", ">", "∂": 0.74
    case "…": 1
    default: character.displayWidth == 2 ? 1.05 : character.displayWidth == 0 ? 0 : 0.64
    }
  }
}
