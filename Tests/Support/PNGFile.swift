import CZlib

/// PNG files for tests, piece by piece.
package enum PNGFile {
  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A chunk with its length and its checksum.
  package static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return number(data.count) + body + number(checksum(body))
  }

  /// The first chunk.
  package static func header(
    width: Int, height: Int, bitDepth: UInt8 = 8, color: UInt8 = 0, interlace: UInt8 = 0
  ) -> [UInt8] {
    chunk("IHDR", number(width) + number(height) + [bitDepth, color, 0, 0, interlace])
  }

  /// A file of one chunk of pixels, whose rows begin with their filters' numbers.
  package static func file(header: [UInt8], before: [UInt8] = [], rows: [UInt8]) -> [UInt8] {
    signature + header + before + chunk("IDAT", compressed(rows)) + chunk("IEND", [])
  }

  /// A grey picture of 8 bits.
  package static func grey(width: Int, height: Int, _ pixels: [UInt8]) -> [UInt8] {
    file(header: header(width: width, height: height), rows: unfiltered(pixels, rowByteCount: width))
  }

  /// A picture in red, green and blue of 8 bits.
  package static func colour(width: Int, height: Int, _ pixels: [UInt8]) -> [UInt8] {
    file(
      header: header(width: width, height: height, color: 2),
      rows: unfiltered(pixels, rowByteCount: 3 * width))
  }

  /// Rows with the number of the filter that changes nothing.
  private static func unfiltered(_ pixels: [UInt8], rowByteCount: Int) -> [UInt8] {
    var rows: [UInt8] = []
    for start in stride(from: 0, to: pixels.count, by: rowByteCount) {
      rows.append(0)
      rows += pixels[start..<start + rowByteCount]
    }
    return rows
  }

  /// Bytes in zlib's form.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(count))
    compress2(&output, &count, bytes, uLong(bytes.count), 9)
    return Array(output.prefix(Int(count)))
  }

  /// A damaged file with the checksums of all chunks put right, so that a reader gets to what is in them.
  package static func withRightChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var place = 8
    while bytes.count - place >= 12 {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { break }
      let end = place + 8 + length
      bytes.replaceSubrange(end..<end + 4, with: number(checksum(Array(bytes[place + 4..<end]))))
      place = end + 4
    }
    return bytes
  }

  private static func checksum(_ bytes: [UInt8]) -> Int { Int(crc32(0, bytes, uInt(bytes.count))) }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
