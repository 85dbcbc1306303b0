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

  @Test("control characters of a file's name never steer a terminal")
  func escapes() {
    let odd = FileError(file: "a\u{1B}[2J\nb", expected: "x", found: "y", advice: "Z.")
    #expect(odd.description == "a\\u{1B}[2J\\u{A}b: expected x, but found y. Z.")
  }
}
