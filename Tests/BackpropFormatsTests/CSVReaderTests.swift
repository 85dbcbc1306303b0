import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite struct CSVReaderTests {
  /// The records of a file with some content.
  private func records(
    _ text: String, delimiter: CSVDelimiter = .automatic
  ) throws -> [[String]] {
    try records(Array(text.utf8), delimiter: delimiter)
  }

  private func records(_ bytes: [UInt8], delimiter: CSVDelimiter = .automatic) throws -> [[String]] {
    let folder = try TemporaryFolder()
    let reader = try CSVReader(folder.write("table.csv", bytes), delimiter: delimiter)
    var records: [[String]] = []
    while try reader.advance() { records.append((0..<reader.fieldCount).map { reader.text(of: $0) }) }
    return records
  }

  private func failure(_ text: String) throws -> FileError { try failure(Array(text.utf8)) }

  private func failure(_ bytes: [UInt8]) throws -> FileError {
    try #require(throws: FileError.self) { try records(bytes) }
  }

  // MARK: - Records

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "\u{FEFF}a,b\n\n1,2\n\n", "a,b\r\n\r\n1,2",
  ])
  func linesEndInAnyWay(text: String) throws {
    #expect(try records(text) == [["a", "b"], ["1", "2"]])
  }

  @Test func quotesHoldWhatElseDivides() throws {
    let text = "a,b,c\n\"x, y\",\"say \"\"yes\"\"\",\"two\nlines\"\n\"\",\"\"\"\",\"a\r\nb\"\n"
    #expect(
      try records(text) == [
        ["a", "b", "c"], ["x, y", "say \"yes\"", "two\nlines"], ["", "\"", "a\r\nb"],
      ])
  }

  @Test func spacesAroundFieldsAreNoPartOfThem() throws {
    #expect(try records("a, b\n 1 ,\t\"x \" \n") == [["a", "b"], ["1", "x "]])
    // Where tabs divide, they do nothing else.
    #expect(try records("a\tb\n\t1\n") == [["a", "b"], ["", "1"]])
  }

  @Test func aQuoteWithinAFieldIsACharacter() throws {
    #expect(try records("size,n\n5\" pipe,1\n") == [["size", "n"], ["5\" pipe", "1"]])
  }

  @Test func emptyFieldsStayAtTheEnds() throws {
    #expect(try records(",b\n1,\n,\n") == [["", "b"], ["1", ""], ["", ""]])
  }

  @Test func aQuotedEmptyFieldIsNoEmptyLine() throws {
    #expect(try records("a\n\"\"\n\n1\n") == [["a"], [""], ["1"]])
  }

  @Test func anEmptyFileHasNoRecords() throws {
    #expect(try records("") == [])
    #expect(try records("\u{FEFF}\n\n") == [])
  }

  @Test func recordsLargerThanTheMemoryAtFirstAreRead() throws {
    let long = String(repeating: "é\n", count: 900_000)
    let read = try records("a,b\n\"\(long)\",1\nx,2\n")
    #expect(read.count == 3)
    #expect(read[1] == [long, "1"])
    #expect(read[2] == ["x", "2"])
  }

  /// Wherever the memory's end falls in a record, it reads the same.
  @Test func piecesOfTheFileFitTogether() throws {
    for rest in 0..<24 {
      let filler = String(repeating: "x", count: 512 * 1024 - 20 + rest)
      let read = try records("a,b\r\n\(filler),1\r\n\"p\"\"q\r\n\",\"é\"\r\n3,4\r\n")
      #expect(read.dropFirst(2) == [["p\"q\r\n", "é"], ["3", "4"]])
    }
  }

  @Test func compressedTablesAreRead() throws {
    #expect(try records(gzip(Array("a;b\n1;2\n".utf8))) == [["a", "b"], ["1", "2"]])
  }

  @Test func compressedTablesEndWhereTheyAreFarTooLong() throws {
    let folder = try TemporaryFolder()
    let text = Array(String(repeating: "1,2\n", count: 300_000).utf8)
    func count(_ bytes: [UInt8], limit: Int) throws -> Int {
      let reader = try CSVReader(folder.write("t.csv", bytes), compressedLimit: limit)
      var count = 0
      while try reader.advance() { count += 1 }
      return count
    }
    let packed = gzip(text)
    #expect(try count(packed, limit: text.count) == 300_000)
    #expect(try count(text, limit: 1000) == 300_000)
    let error = try #require(throws: FileError.self) { try count(packed, limit: text.count - 1) }
    #expect(error.expected == "at most 1199999 bytes in a compressed file of \(packed.count) bytes")
  }

  // MARK: - Delimiters

  @Test(arguments: [
    ("a;b\n1,5;2,5\n", 2), ("a\tb\tc\n1\t2\t3\n", 3), ("a|b\n1|2\n", 2), ("a,b;c,d\n1,2;3,4\n", 3),
    ("x (mm, wide);y\n1;2\n3;4\n", 2), ("\"a;b;c\",d\n\"1;2;3\",4\n", 2), ("sep=;\r\na;b\n1;2\n", 2),
    ("a\n1\n", 1),
    ("a,b\n1;2,3\n4,5\n", 2), ("a, \"x;y\"\n1, \"2;3\"\n", 2),
  ])
  func delimitersAreFound(text: String, count: Int) throws {
    #expect(try records(text).first?.count == count)
  }

  @Test func aDelimiterCanBeGiven() throws {
    #expect(try records("a b\n1 2\n", delimiter: .byte(UInt8(ascii: " "))) == [["a", "b"], ["1", "2"]])
    #expect(CSVDelimiter("tab") == .byte(9))
    #expect(CSVDelimiter(";") == .byte(UInt8(ascii: ";")))
    for wrong in ["", "ab", "\"", "\n", "1", "é", ".", "x"] { #expect(CSVDelimiter(wrong) == nil) }
  }

  // MARK: - Errors

  @Test func aRaggedRowIsNamed() throws {
    var error = try failure("a,b\n1,2\n\"x\ny\",2,3\n")
    #expect((error.line, error.column) == (4, 6))
    #expect(error.expected.contains("2 fields"))
    error = try failure("a,b\n1,2\n1\n")
    #expect((error.line, error.column) == (3, 2))
    #expect(error.offset == 9)
  }

  @Test func aQuoteThatIsntClosedIsNamedWhereItOpens() throws {
    let error = try failure("a,b\n1,é\n2,\"x\n3,4\n")
    #expect((error.line, error.column) == (3, 3))
  }

  @Test func textBehindAQuoteIsAnError() throws {
    let error = try failure("a,b\n\"x\"y,2\n")
    #expect((error.line, error.column) == (2, 4))
    #expect(error.found == "“y”")
  }

  @Test func zerosAndBytesThatArentTextAreNamed() throws {
    var error = try failure([UInt8](Array("a,b\né".utf8) + [0]))
    #expect((error.line, error.column) == (2, 2))
    error = try failure([UInt8](Array("a,b\n1,caf".utf8) + [0xE9, 0x0A]))
    #expect((error.line, error.column) == (2, 6))
    #expect(error.found.contains("0xE9"))
    error = try failure([UInt8](Array("a,\"b\n".utf8) + [0xC3, 0x28] + Array("\"\n".utf8)))
    #expect((error.line, error.column) == (2, 1))
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], Array("PK\u{3}\u{4}abc".utf8), [0xD0, 0xCF, 0x11, 0xE0],
      Array("PAR1".utf8),
    ] as [[UInt8]])
  func otherFilesAreTold(bytes: [UInt8]) throws {
    let error = try failure(bytes)
    #expect(error.expected == "a table as text")
    #expect(error.advice.contains("UTF-8") || error.advice.contains("CSV"))
  }

  @Test func aRecordThatNeverEndsIsAnError() throws {
    let error = try failure("a,b\n1,\"" + String(repeating: "word\n", count: 4 << 20))
    #expect(error.line == 2)
    #expect(error.advice.contains("quote"))
  }

  @Test func tooManyFieldsAreAnError() throws {
    let error = try failure(String(repeating: ",", count: 70_000) + "\n")
    #expect(error.found == "more")
  }

  // MARK: - Damage

  /// Whatever a file holds, it is read or refused with a place, and what is read has fields of the same number.
  @Test func damagedFilesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let texts = [
      "a,b,c\n1,2.5,x\n\"q, r\",\"say \"\"yes\"\"\",\n,NA,é\r\n4,5,6\r",
      "\u{FEFF}a;b\r\n\"1,5\";\"\"\r\n\"two\r\nlines\";3\r\n", "sep=|\na|b\n1|2\n",
    ]
    var numbers = SeededNumbers(state: 19)
    for round in 0..<5000 {
      let bytes = damaged(Array(texts[round % texts.count].utf8), &numbers)
      let path = try folder.write("table.csv", bytes)
      do throws(FileError) {
        let reader = try CSVReader(path)
        while try reader.advance() {
          for field in 0..<reader.fieldCount {
            _ = reader.text(of: field)
            _ = DecimalText.float(reader.bytes(of: field), allowsComma: true)
            let error = reader.error(field: field, expected: "nothing", advice: "")
            #expect((error.line ?? 0) >= reader.line)
          }
        }
      } catch {
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
  }
}
