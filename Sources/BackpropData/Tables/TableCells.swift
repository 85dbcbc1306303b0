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

  /// A cell of a column of words that holds none, and one whose word wasn't kept.
  static let missingWord = UInt32.max
  static let otherWord = UInt32.max - 1

  init(columnCount: Int) {
    self.columnCount = max(columnCount, 1)
    var shift = 0
    while shift < 16, self.columnCount << (shift + 1) <= 1 << 18 { shift += 1 }
    self.shift = shift
  }

  deinit { for piece in pieces { piece.deallocate() } }

  /// Memory for the cells of one more row, `nil` where there is none left.
  func append() -> UnsafeMutablePointer<UInt32>? {
    let piece = rowCount >> shift
    if piece == pieces.count {
      let count = columnCount << shift
      guard FileBytes.fit(count * 4) else { return nil }
      pieces.append(.allocate(capacity: count))
    }
    defer { rowCount += 1 }
    return pieces[piece] + (rowCount & (1 << shift - 1)) * columnCount
  }

  /// The cells of a row.
  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<UInt32> {
    precondition(row >= 0 && row < rowCount, "the table has fewer rows")
    return UnsafePointer(pieces[row >> shift] + (row & (1 << shift - 1)) * columnCount)
  }
}
