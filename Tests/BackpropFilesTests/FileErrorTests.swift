import BackpropFiles
import Testing

@Suite("The error of files")
struct FileErrorTests {
  @Test("the description tells file, place, what was wrong and what to do")
  func description() {
    var error = FileError(file: "a.json", expected: "a comma", found: "the end", advice: "Add one.")
    #expect(error.description == "a.json: expected a comma, but found the end. Add one.")
    error.offset = 10
    #expect(
      error.description
        == "a.json: at byte 10 of the uncompressed data expected a comma, but found the end. Add one.")
    error.line = 2
    error.column = 7
    #expect(
      error.description
        == "a.json: in line 2, column 7 (byte 10) expected a comma, but found the end. Add one.")
  }

  @Test("a sentence of another error, as what was found, ends with one full stop, and an ellipsis stays")
  func sentences() {
    for (found, shown) in [
      ("it can't take (5,).", "it can't take (5,)."), ("a, b...", "a, b...."), ("", "."),
    ] {
      let error = FileError(file: "a", expected: "b", found: found, advice: "C.")
      #expect(error.description == "a: expected b, but found \(shown) C.")
    }
  }

  @Test("control characters of a file's name never steer a terminal")
  func escapes() {
    let odd = FileError(file: "a\u{1B}[2J\nb", expected: "x", found: "y", advice: "Z.")
    #expect(odd.description == "a\\u{1B}[2J\\u{A}b: expected x, but found y. Z.")
  }

  /// The characters are those of The Unicode Standard with the properties Bidi_Control, Default_Ignorable_Code_Point, or
  /// a general category of Cc, Zl or Zp.
  @Test(
    "what turns the direction of writing or doesn't show is written as an escape",
    arguments: [
      0x1B, 0x7F, 0x9B, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066,
      0x2069, 0xFEFF, 0xE0041,
    ] as [UInt32])
  func unseen(code: UInt32) throws {
    let scalar = String(Character(try #require(Unicode.Scalar(code))))
    let escape = "\\u{\(String(code, radix: 16, uppercase: true))}"
    let error = FileError(
      file: "a\(scalar)gpj", expected: "b\(scalar)", found: "c\(scalar)", advice: "D\(scalar).")
    #expect(
      error.description == "a\(escape)gpj: expected b\(escape), but found c\(escape). D\(escape).")
  }

  @Test("what shows stays as it is")
  func shown() {
    for name in ["数据 ñ é", "בית", "data (1).gz", "😀", "a\u{A0}b"] {
      #expect(name.escapingControlCharacters() == name)
    }
  }
}
