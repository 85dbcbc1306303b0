import BackpropFiles
import CZlib

/// Uncompresses a PNG's rows one after the other and undoes their filters; the memory taken is that of two rows.
final class PNGRows {
  private let reader: PNGReader
  private let header: PNGHeader
  private let ranges: [Range<Int>]
  private let inflation = InflateStream(.zlib)
  /// The row that was read last, after the number of its filter, and the one above it.
  private var row: [UInt8] = []
  private var above: [UInt8] = []
  /// Which range comes next, and how many bytes were read altogether.
  private var position = 0
  private var streamHasEnded = false

  init(_ reader: PNGReader, _ parts: PNGReader.Parts) {
    self.reader = reader
    (header, ranges) = (parts.header, parts.data)
  }

  /// The bytes of the row that was read last.
  var current: ArraySlice<UInt8> { row[1...] }

  /// Begins a part of the picture, whose first row has nothing above it.
  func begin(width: Int) throws(FileError) {
    let count = 1 + header.rowByteCount(width)
    row = [UInt8](repeating: 0, count: count)
    above = row
  }

  /// Reads a row.
  func next() throws(FileError) {
    swap(&row, &above)
    try inflateRow()
    let step = max(header.bitsPerPixel / 8, 1)
    let isKnown = row.withUnsafeMutableBufferPointer { row in
      above.withUnsafeBufferPointer { above in PNGFilter.undo(row, above: above, step: step) }
    }
    guard isKnown else { throw reader.failure("a row's filter from 0 to 4", "\(row[0])") }
  }

  /// Checks that the data end with the last row, and their checksum.
  func finish() throws(FileError) {
    row = [0]
    let isMore = try inflate(orEnd: true)
    guard !isMore, streamHasEnded else {
      throw reader.failure("the end of the pixels after the last row", "more data")
    }
  }

  private func inflateRow() throws(FileError) {
    _ = try inflate(orEnd: false)
  }

  /// Uncompresses until the row is full; whether it is. The data may end before it where that is asked for.
  private func inflate(orEnd: Bool) throws(FileError) -> Bool {
    guard inflation.initStatus == Z_OK else { throw reader.failure("memory for uncompressing", "too little") }
    let stream = inflation.record
    let wanted = row.count
    var done = 0
    while done < wanted {
      if streamHasEnded {
        if orEnd { return false }
        throw tooFew()
      }
      let status = reader.bytes.withUnsafeBufferPointer { file in
        row.withUnsafeMutableBufferPointer { row in
          if stream.pointee.avail_in == 0, let range = ranges.dropFirst(position).first {
            position += 1
            stream.pointee.avail_in = uInt(range.count)
            consumed = range.lowerBound
          }
          // The file's bytes may lie elsewhere at each call, as far as the language says.
          stream.pointee.next_in = file.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
          let available = stream.pointee.avail_in
          stream.pointee.next_out = row.baseAddress.map { $0 + done }
          stream.pointee.avail_out = uInt(wanted - done)
          let status = CZlib.inflate(stream, Z_NO_FLUSH)
          consumed += Int(available - stream.pointee.avail_in)
          done = wanted - Int(stream.pointee.avail_out)
          return status
        }
      }
      switch status {
      case Z_OK: break
      case Z_STREAM_END: streamHasEnded = true
      case Z_BUF_ERROR:
        guard stream.pointee.avail_in > 0 || position < ranges.count else { throw tooFew() }
      case Z_MEM_ERROR: throw reader.failure("memory for uncompressing", "too little")
      default:
        let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error"
        throw reader.failure("whole compressed pixels", "damage (\(message))")
      }
    }
    return true
  }

  /// The place in the file of the next compressed byte.
  private var consumed = 0

  private func tooFew() -> FileError {
    reader.failure("\(header.width) x \(header.height) pixels", "the end of the data before the last row")
  }
}

/// The filters by which a row is written as differences.
enum PNGFilter {
  /// Turns a row of differences, after the number of its filter, into bytes; `false` where the filter isn't known.
  ///
  /// - Parameters:
  ///   - row: The row, which is changed.
  ///   - above: The row above it, with its number, as long.
  ///   - step: How many bytes before a byte that of the pixel to the left is.
  static func undo(
    _ row: UnsafeMutableBufferPointer<UInt8>, above: UnsafeBufferPointer<UInt8>, step: Int
  ) -> Bool {
    let count = row.count
    switch row[0] {
    case 0: break
    case 1:
      var place = 1 + step
      while place < count {
        row[place] &+= row[place - step]
        place += 1
      }
    case 2:
      var place = 1
      while place < count {
        row[place] &+= above[place]
        place += 1
      }
    case 3:
      var place = 1
      while place < count {
        let left = place > step ? UInt16(row[place - step]) : 0
        row[place] &+= UInt8(truncatingIfNeeded: (left + UInt16(above[place])) / 2)
        place += 1
      }
    case 4:
      var place = 1
      while place < count {
        let left = place > step ? Int16(row[place - step]) : 0
        let corner = place > step ? Int16(above[place - step]) : 0
        row[place] &+= paeth(left, Int16(above[place]), corner)
        place += 1
      }
    default: return false
    }
    return true
  }

  /// Which of three neighbours is nearest to left + above − corner; of equals the first.
  private static func paeth(_ left: Int16, _ above: Int16, _ corner: Int16) -> UInt8 {
    let (toLeft, toAbove) = (abs(above - corner), abs(left - corner))
    let toCorner = abs(left + above - 2 * corner)
    let nearest = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner
    return UInt8(truncatingIfNeeded: nearest)
  }
}
