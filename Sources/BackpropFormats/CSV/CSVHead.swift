import BackpropFiles

/// What a table's file begins with, before its first record: a byte-order mark, a line that names the delimiter.
struct CSVHead {
  let delimiter: UInt8
  /// The bytes and lines that are passed over.
  var byteCount = 0
  var lineCount = 0

  /// Looks at the first bytes of a file; throws where they are those of something else than text.
  init(
    _ bytes: UnsafeRawBufferPointer, isWhole: Bool, of path: String, _ delimiter: CSVDelimiter
  ) throws(FileError) {
    for (magic, kind, advice) in Self.others where bytes.starts(with: magic) {
      throw FileError(
        file: path, offset: 0, expected: "a table as text", found: kind, advice: advice)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { byteCount = 3 }
    var named: UInt8?
    let rest = bytes[byteCount...]
    // What Excel reads and writes where it isn't to guess.
    if rest.prefix(4).elementsEqual("sep=".utf8), rest.count > 4, CSVDelimiter.canDivide(rest[byteCount + 4])
    {
      var end = byteCount + 5
      let isLine = end == bytes.count || bytes[end] == lineFeed || bytes[end] == carriageReturn
      if isLine {
        named = bytes[byteCount + 4]
        if end < bytes.count {
          end += end + 1 < bytes.count && bytes[end] == carriageReturn && bytes[end + 1] == lineFeed ? 2 : 1
        }
        (byteCount, lineCount) = (end, 1)
      }
    }
    if case .byte(let given) = delimiter {
      self.delimiter = given
    } else if let named {
      self.delimiter = named
    } else {
      let head = UnsafeRawBufferPointer(rebasing: bytes[byteCount...].prefix(Self.searched))
      self.delimiter =
        DelimiterSearch(
          bytes: head, isWhole: isWhole && bytes.count - byteCount <= Self.searched
        ).delimiter
    }
  }

  /// How many bytes the delimiter is looked for in.
  private static let searched = 64 * 1024

  private typealias Other = (magic: [UInt8], kind: String, advice: String)

  /// Files that are often taken for tables of text.
  private static let others: [Other] = [
    ([0xFF, 0xFE], "text in UTF-16", utf16Advice),
    ([0xFE, 0xFF], "text in UTF-16", utf16Advice),
    (Array("PK\u{3}\u{4}".utf8), "a zip archive, as spreadsheets (.xlsx, .ods) are", sheetAdvice),
    ([0xD0, 0xCF, 0x11, 0xE0], "an old spreadsheet (.xls)", sheetAdvice),
    (Array("PAR1".utf8), "a Parquet file", "Write the table as CSV with the program that made it."),
  ]
  private static let utf16Advice =
    "Save the file as UTF-8; iconv -f UTF-16 -t UTF-8 FILE makes one of it."
  private static let sheetAdvice = "Save the sheet as CSV in UTF-8, and give that file."
}
