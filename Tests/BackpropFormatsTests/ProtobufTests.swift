import BackpropFiles
import BackpropFormats
import Testing

@Suite struct ProtobufTests {
  private func fields(_ bytes: [UInt8]) throws(FileError) -> [Int] {
    var (reader, numbers) = (ProtobufReader(bytes, file: "a"), [Int]())
    while let field = try reader.next() { numbers.append(field.number) }
    return numbers
  }

  private func next(_ reader: inout ProtobufReader) throws -> ProtobufReader.Field {
    let field = try reader.next()
    return try #require(field)
  }

  @Test func whatIsWrittenIsRead() throws {
    var inner = ProtobufWriter()
    inner.add(1, integer: -1)
    inner.add(2, float: 1.5)
    var writer = ProtobufWriter()
    writer.add(1, integer: 300)
    writer.add(536_870_911, text: "ä")
    writer.add(3, message: inner)
    writer.add(4, bytes: [UInt8](repeating: 7, count: 5000))
    let bytes = writer.parts.flatMap { $0 }
    #expect(bytes.count == writer.byteCount)
    #expect(Array(bytes[..<3]) == [0x08, 0xAC, 0x02])
    var reader = ProtobufReader(bytes, file: "a")
    let number = try next(&reader)
    #expect(try reader.integer(number) == 300)
    let text = try next(&reader)
    #expect(text.number == 536_870_911)
    #expect(try reader.text(text) == "ä")
    let message = try next(&reader)
    var within = try reader.message(message)
    let (first, second) = (try next(&within), try next(&within))
    #expect(try within.integer(first) == -1)
    #expect(try within.float(second) == 1.5)
    let last = try next(&reader)
    #expect(try reader.range(last).count == 5000)
    let (endWithin, end) = (try within.next(), try reader.next())
    #expect(endWithin == nil && end == nil)
  }

  @Test(arguments: [
    ([0x08], "the end of its message"), ([0x08, 0x80], "the end of its message"),
    ([0x08] + [UInt8](repeating: 0x80, count: 10) + [0], "a longer one"),
    ([0x08] + [UInt8](repeating: 0xFF, count: 9) + [2], "a longer one"),
    ([0x00, 0x00], "the number 0"), ([0x0B], "a group"), ([0x0C], "a group"), ([0x0E], "the kind 6"),
    ([0x0A, 0x05, 1, 2], "a field of 5 bytes"), ([0x0D, 1, 2, 3], "the end of its message"),
    ([0x09, 1], "the end of its message"),
    (
      [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      "a field of 18446744073709551615 bytes"
    ),
  ])
  func whatIsntAMessageIsRefused(bytes: [UInt8], found: String) {
    do throws(FileError) {
      _ = try fields(bytes)
      Issue.record("it was read")
    } catch {
      #expect(error.found == found)
      #expect(error.offset != nil)
    }
  }

  @Test func unknownFieldsAreSkippedAndKindsAreChecked() throws {
    #expect(
      try fields([0x08, 1, 0x12, 1, 0xFF, 0x1D, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0]) == [1, 2, 3, 4])
    var reader = ProtobufReader([0x08, 1], file: "a")
    let field = try next(&reader)
    #expect(throws: FileError.self) { try reader.text(field) }
    #expect(throws: FileError.self) { try reader.float(field) }
    var numbers: [Int64] = []
    try reader.append(field, to: &numbers, limit: 1)
    #expect(numbers == [1])
    #expect(throws: FileError.self) {
      var more: [Int64] = [1]
      try reader.append(field, to: &more, limit: 1)
    }
  }
}
