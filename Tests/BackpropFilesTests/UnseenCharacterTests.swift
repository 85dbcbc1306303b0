import BackpropFiles
import Testing

@Suite("Characters that can't be seen")
struct UnseenCharacterTests {
  /// Controls of both kinds, Unicode's marks of direction (UAX #9), breaks of lines, what has no width, tags.
  static let unseen: [Unicode.Scalar] = [
    "\0", "\u{7}", "\n", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{AD}", "\u{61C}", "\u{200B}", "\u{200E}",
    "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}",
    "\u{FFFE}",
    "\u{E0041}",
  ]

  @Test("become escapes", arguments: unseen)
  func escapes(_ scalar: Unicode.Scalar) {
    #expect(scalar.isUnseen)
    let code = String(scalar.value, radix: 16, uppercase: true)
    #expect("a\(scalar)b".escapingControlCharacters() == "a\\u{\(code)}b")
  }

  @Test(
    "aren't letters, accents, joiners within words, emoji, signs and spaces",
    arguments: [
      "a b", "苹果", "e\u{301}", "क\u{94D}\u{200D}ष", "👩‍💻", "☂\u{FE0F}", "שלום", "−", "\u{A0}", "\u{3000}",
    ])
  func seen(_ text: String) {
    #expect(text.escapingControlCharacters() == text)
  }

  @Test("are escapes in JSON that read back as they were", arguments: unseen)
  func json(_ scalar: Unicode.Scalar) throws {
    let text = "a\(scalar)b"
    let json = JSONValue.object([(text, .string(text))]).description
    #expect(!json.unicodeScalars.contains { $0.isUnseen })
    let value = try JSONValue(parsing: json, file: "test")
    #expect(value[text]?.asString == text)
  }
}
