import BackpropFiles

/// A table's cells row by row, each in 32 bits: a number's bits, or the place of a word among its column's words.
///
/// Rows come in pieces of about a megabyte, so that a table grows without being copied. They are changed by whoever reads
/// the table, before anybody else has it, which is what makes them safe to send.
final class TableCells: @unchecked Sendable {
  let columnCount: Int
  private(set) var rowCount = 0
  /// The number of rows in a piece, as a power of two.
  private let shift: Int
  private var pieces: [UnsafeMutablePointer<UInt32>] = []
  /// A file that has all rows one behind the other, in the place of pieces.
  private var mapped: (file: MappedFile, start: UnsafePointer<UInt32>)?
  /// Takes each piece that is full, whose memory is then used anew.
  private var taker: ((UnsafeRawBufferPointer) throws(FileError) -> Void)?
  /// What kept a piece from being taken.
  private(set) var failure: FileError?

  /// A cell of a column of words that holds none, and one whose word wasn't kept.
  static let missingWord = UInt32.max
  static let otherWord = UInt32.max - 1

  init(columnCount: Int) {
    self.columnCount = max(columnCount, 1)
    var shift = 0
    while shift < 16, self.columnCount << (shift + 1) <= 1 << 18 { shift += 1 }
    self.shift = shift
  }

  /// The rows that lie in a file from a place on.
  init(columnCount: Int, rowCount: Int, in file: MappedFile, from start: UnsafePointer<UInt32>) {
    self.columnCount = columnCount
    self.rowCount = rowCount
    shift = 0
    mapped = (file, start)
  }

  /// Rows that go elsewhere, piece by piece, so that they take no memory.
  init(columnCount: Int, giving taker: @escaping (UnsafeRawBufferPointer) throws(FileError) -> Void) {
    self.columnCount = max(columnCount, 1)
    var shift = 0
    while shift < 16, self.columnCount << (shift + 1) <= 1 << 18 { shift += 1 }
    self.shift = shift
    self.taker = taker
  }

  deinit { for piece in pieces { piece.deallocate() } }

  /// Memory for the cells of one more row, `nil` where there is none left.
  func append() -> UnsafeMutablePointer<UInt32>? {
    if taker != nil { return appendGiving() }
    let piece = rowCount >> shift
    if piece == pieces.count {
      let count = columnCount << shift
      guard FileBytes.fit(count * 4) else { return nil }
      pieces.append(.allocate(capacity: count))
    }
    defer { rowCount += 1 }
    return pieces[piece] + (rowCount & (1 << shift - 1)) * columnCount
  }

  private func appendGiving() -> UnsafeMutablePointer<UInt32>? {
    let place = rowCount & (1 << shift - 1)
    if pieces.isEmpty { pieces.append(.allocate(capacity: columnCount << shift)) }
    if place == 0, rowCount > 0, !give(1 << shift) { return nil }
    rowCount += 1
    return pieces[0] + place * columnCount
  }

  /// Gives away what is left; false where it wasn't taken.
  func finish() -> Bool {
    let rest = rowCount & (1 << shift - 1)
    return rowCount == 0 || give(rest == 0 ? 1 << shift : rest)
  }

  private func give(_ rows: Int) -> Bool {
    do throws(FileError) {
      try taker?(UnsafeRawBufferPointer(start: pieces[0], count: 4 * rows * columnCount))
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// Says which rows are looked at next: of those in a file the system then reads ahead, or nothing but them.
  func expectReading(of rows: [Int32]) {
    guard let mapped, rows.count > 2 else { return }
    mapped.file.expectReading(scattered: zip(rows, rows.dropFirst()).contains { $0 > $1 })
  }

  /// The cells of a row.
  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<UInt32> {
    precondition(row >= 0 && row < rowCount, "the table has fewer rows")
    if let mapped { return mapped.start + row * columnCount }
    return UnsafePointer(pieces[row >> shift] + (row & (1 << shift - 1)) * columnCount)
  }
}
