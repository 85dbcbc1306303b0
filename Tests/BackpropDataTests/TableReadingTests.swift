import BackpropData
import BackpropFiles
import BackpropTestSupport
import Testing

@Suite struct TableReadingTests {
  private func table(_ text: String, name: String = "table.csv") throws -> DataTable {
    let folder = try TemporaryFolder()
    return try DataTable(csv: folder.write(name, Array(text.utf8)))
  }

  private func failure(_ text: String) throws -> FileError {
    try #require(throws: FileError.self) { try table(text) }
  }

  @Test func kindsAreToldFromTheCells() throws {
    let table = try table(
      "number,word,day,nothing,code\n1.5,red,2007-11-11,NA,7\n?,blue,2008-01-02,,x\n-3,null,11/12/2009,NaN,9\n"
    )
    #expect(table.columns.map(\.kind) == [.numbers, .words, .dates, .empty, .words])
    #expect(table.columns.map(\.missingCount) == [1, 1, 0, 3, 0])
    #expect(table.rowCount == 3)
    #expect(table.number(row: 0, column: 0) == 1.5)
    #expect(table.number(row: 1, column: 0) == nil)
    #expect(table.word(row: 1, column: 1) == "blue")
    #expect(table.word(row: 2, column: 1) == nil)
    #expect(table.columns[1].words == ["red", "blue"])
    #expect(table.columns[4].words == ["7", "x", "9"])
  }

  /// A word far below makes words of all cells, with the texts that they had.
  @Test func wordsBelowTheFirstRowsAreFound() throws {
    let rows = (0..<3000).map { "00\($0 % 10),\($0)" } + (0..<90).map { "A\($0 % 3),1" }
    let table = try table("code,n\n" + rows.joined(separator: "\n"))
    #expect(table.columns.map(\.kind) == [.words, .numbers])
    #expect(table.word(row: 12, column: 0) == "002")
    #expect(table.number(row: 3001, column: 1) == 1)
  }

  @Test func aWordAmongNumbersIsNamed() throws {
    let rows = (0..<60).map { "\($0),\($0 == 40 ? "abc" : "\($0)")" }
    let error = try failure("a,b\n" + rows.joined(separator: "\n"))
    #expect((error.line, error.column) == (42, 4))
    #expect(error.expected == "a number in column “b”")
    #expect(error.found == "“abc”")
  }

  @Test func aWordAmongNumbersWithCommasIsNamed() throws {
    let rows = (0..<60).map { "\($0),5;\($0 == 40 ? "abc" : "\($0),25")" }
    let error = try failure("a;b\n" + rows.joined(separator: "\n"))
    #expect(error.line == 42 && error.found == "“abc”")
  }

  @Test(arguments: ["inf", "-Infinity", "1e999"])
  func numbersThatArentFiniteAreNone(text: String) throws {
    let rows = (0..<60).map { $0 == 40 ? text : "\($0)" }
    #expect(try failure("a\n" + rows.joined(separator: "\n")).line == 42)
  }

  @Test func decimalCommasAreRead() throws {
    let table = try table("a;b\n1,5;x\n2,25;y\n")
    #expect(table.number(row: 1, column: 0) == 2.25)
  }

  @Test func namesMustBeThereAndDiffer() throws {
    #expect(try failure("a,b,a\n1,2,3\n").column == 5)
    #expect(try failure("1,2\n3,4\n").expected == "the names of the columns")
    #expect(try failure("").found == "an empty file")
    #expect(try failure("a,b\n").found == "none")
    #expect(try table(",b\n1,2\n").columns.map(\.name) == ["column 1", "b"])
  }

  @Test func manyDifferentWordsArentKept() throws {
    let rows = (0...DataTable.wordLimit).map { "w\($0),1" }
    let table = try table("a,b\n" + rows.joined(separator: "\n"))
    #expect(table.columns[0].kind == .words)
    #expect(table.columns[0].words == nil)
    #expect(table.word(row: 5, column: 0) == nil)
  }

  @Test func tablesAreMadeInCode() throws {
    let table = try DataTable([("x", .numbers([1, .nan, 3])), ("w", .words(["a", nil, "b"]))])
    #expect(table.columns.map(\.kind) == [.numbers, .words])
    #expect(table.columns.map(\.missingCount) == [1, 1])
    #expect(table.number(row: 2, column: 0) == 3)
    #expect(throws: FileError.self) { try DataTable([("x", .numbers([1])), ("y", .numbers([1, 2]))]) }
    #expect(throws: FileError.self) { try DataTable([("x", .numbers([1])), ("x", .numbers([1]))]) }
    #expect(throws: FileError.self) { try DataTable([]) }
  }

  @Test func progressIsTold() throws {
    let folder = try TemporaryFolder()
    let text = "a\n" + String(repeating: "1\n", count: 40_000)
    var told: [Int] = []
    let path = try folder.write("t.csv", Array(text.utf8))
    _ = try DataTable(csv: path) { told.append($0.rows) }
    #expect(told == [16384, 32768])
  }
}
