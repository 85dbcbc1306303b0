extension Unicode.Scalar {
  /// Whether the character has no picture and may steer what shows a text: a control character, a mark of direction, a
  /// break of lines or a character that is never seen.
  ///
  /// The joiners within the words of some scripts (U+200C and U+200D) and variation selectors aren't among them.
  package var isUnseen: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F: true
    // Of width zero, or marks of direction: soft hyphen, Arabic letter mark, vowel separator, spaces, marks, embeddings,
    // isolates, deprecated controls, byte-order mark, interlinear annotations.
    case 0xAD, 0x61C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB:
      true
    // No characters at all, then those of shorthand and music, and tags.
    case 0xFFFE...0xFFFF, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE00FF: true
    default: false
    }
  }
}

extension String {
  /// The text with every control character, and whatever else can't be seen, replaced by an escape such as `\u{202E}`,
  /// so that it can't steer the terminal it is printed on, nor rearrange the words beside it.
  package func escapingControlCharacters() -> String {
    guard unicodeScalars.contains(where: \.isUnseen) else { return self }
    var escaped = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isUnseen {
        escaped.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      } else {
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
