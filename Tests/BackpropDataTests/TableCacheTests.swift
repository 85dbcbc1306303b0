import Backprop
import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropData

/// A table's numbers in a file of their own.
@Suite("A table's cache")
struct TableCacheTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "bptable-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  private static let text = """
    size,colour,day,nothing,many words,x,large
    1.5,red,2020-01-02,,"a ""b"", c",1,16777217
    NA,blue,2020-01-03,,Ω,2,3
    -3e4,,2020-02-02,NA,d,3,9007199254740993

    """

  private func expectSame(_ table: DataTable, _ other: DataTable) {
    #expect(table.source == other.source && table.rowCount == other.rowCount)
    #expect(table.delimiter == other.delimiter && table.hasDecimalCommas == other.hasDecimalCommas)
    #expect(table.columns.map(\.name) == other.columns.map(\.name))
    #expect(table.columns.map(\.kind) == other.columns.map(\.kind))
    #expect(table.columns.map(\.missingCount) == other.columns.map(\.missingCount))
    #expect(table.columns.map(\.words) == other.columns.map(\.words))
    #expect(table.columns.map(\.firstMissing) == other.columns.map(\.firstMissing))
    for (column, expected) in zip(table.columns, other.columns) {
      for row in 0..<Int32(min(table.rowCount, 10)) {
        #expect(column.exact?.text(row: row) == expected.exact?.text(row: row))
      }
      #expect(column.exact?.isOverfull == expected.exact?.isOverfull)
    }
    for row in 0..<min(table.rowCount, other.rowCount) {
      for column in table.columns.indices {
        let (cell, expected) = (table.cells.row(row)[column], other.cells.row(row)[column])
        guard cell != expected else { continue }
        Issue.record("row \(row), column \(column): \(cell), not \(expected)")
        return
      }
    }
  }

  @Test("has what the text has")
  func same() throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      try write(Self.text, to: path)
      for cache in [
        TableCache(of: path, delimiter: .automatic),
        TableCache(of: path, delimiter: .automatic, folder: folder),
      ] {
        #expect(try cache.table() == nil)
        try cache.make { _ in }
        let table = try #require(try cache.table())
        expectSame(table, try DataTable(csv: path))
        #expect(table.columns[6].exact?.text(row: 2) == "9007199254740993")
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".bptable") } == 2)
    }
  }

  @Test("of a table of many pieces, in whose last rows a word turns up", arguments: [1, 3, 700])
  func large(columns: Int) throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      let rows = columns == 700 ? 1200 : 150_000
      var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + ",last\n"
      for row in 0..<rows {
        text += (0..<columns).map { "\(row % 97 + $0)" }.joined(separator: ",")
        // Fewer words would be taken for mistakes.
        text += row > rows / 2 ? ",word\(row % 5)\n" : ",\(row)\n"
      }
      try write(text, to: path)
      let cache = TableCache(of: path, delimiter: .automatic)
      try cache.make { _ in }
      expectSame(try #require(try cache.table()), try DataTable(csv: path))
    }
  }

  @Test("isn't used once the text has changed, or for another delimiter")
  func stale() throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      try write("a;b,c\n1;2,3\n4;5,6\n", to: path)
      let cache = TableCache(of: path, delimiter: .automatic)
      try cache.make { _ in }
      #expect(try cache.table() != nil)
      #expect(try TableCache(of: path, delimiter: .byte(UInt8(ascii: ","))).table() == nil)
      // As many bytes, at another time.
      try write("a;b,c\n1;2,3\n4;5,7\n", to: path)
      #expect(try cache.table() == nil)
      try cache.make { _ in }
      expectSame(try #require(try cache.table()), try DataTable(csv: path))
    }
  }

  @Test("of a table to measure with has what the other table's columns say, and isn't used for other ones")
  func like() throws {
    try withFolder { folder in
      let (path, test) = (folder + "/table.csv", folder + "/test.csv")
      try write("code,x,side\n01,1,left\nA7,2,right\n01,3,left\n", to: path)
      // Alone, these codes are numbers.
      try write("code,x,side\n01,1,left\n02,2,right\n", to: test)
      let (table, task) = (try DataTable(csv: path), TableTask(target: "side"))
      let known = try KnownColumns(of: table, task)
      #expect(known.words == ["code", "side"] && known.numbers == ["x"])
      let cache = TableCache(of: test, delimiter: .automatic, like: known)
      #expect(try cache.table() == nil)
      try cache.make { _ in }
      let kept = try #require(try cache.table())
      #expect(kept.columns.map(\.kind) == [.words, .numbers, .words])
      expectSame(kept, try DataTable(csv: test, delimiter: .automatic, like: table, task) { _ in })
      let alone = TableCache(of: test, delimiter: .automatic)
      #expect(try alone.table() == nil)
      try alone.make { _ in }
      #expect(try alone.table()?.columns.map(\.kind) == [.numbers, .numbers, .words])
      // Without a column the codes aren't known any more.
      let fewer = try KnownColumns(of: table, TableTask(target: "side", features: ["x"]))
      #expect(try TableCache(of: test, delimiter: .automatic, like: fewer).table() == nil)
      #expect(try cache.table() != nil)
    }
  }

  @Test("isn't used where a byte of it is another, or the end is missing")
  func damaged() throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      try write(Self.text, to: path)
      let cache = TableCache(of: path, delimiter: .automatic)
      try cache.make { _ in }
      let whole = Array(try Data(contentsOf: URL(fileURLWithPath: cache.path)))
      // Behind the head there is nothing until the cells begin.
      let places = Array(0..<112) + Array(4096..<whole.count)
      for place in places {
        var bytes = whole
        bytes[place] ^= 1 << UInt8(place % 8)
        try Data(bytes).write(to: URL(fileURLWithPath: cache.path))
        #expect(try cache.table() == nil, "byte \(place)")
      }
      for count in [0, 1, 8, 111, 4096, 4100, whole.count - 1] {
        try Data(whole[..<count]).write(to: URL(fileURLWithPath: cache.path))
        #expect(try cache.table() == nil, "\(count) bytes")
      }
      try Data(whole + [0]).write(to: URL(fileURLWithPath: cache.path))
      #expect(try cache.table() == nil)
    }
  }

  @Test("isn't made where the text is wrong, and leaves no file behind")
  func wrong() throws {
    try withFolder { folder in
      let path = folder + "/table.csv"
      try write("a,b\n1,2\n3\n", to: path)
      let cache = TableCache(of: path, delimiter: .automatic)
      let error = #expect(throws: FileError.self) { try cache.make { _ in } }
      #expect(error?.file == path && error?.line == 3)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["table.csv"])
      #expect(throws: FileError.self) {
        try TableCache(of: path, delimiter: .automatic, folder: folder + "/none").make { _ in }
      }
    }
  }
}
