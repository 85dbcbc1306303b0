import CZlib

/// Small pictures as PNG files (W3C, "Portable Network Graphics", third edition), with one byte a pixel.
package enum PNG {
  /// What the bytes of the pixels mean.
  package enum Colors {
    /// Grey, from black to white.
    case grey
    /// Positions in a list of up to 256 colours, each red, green and blue.
    case palette([(UInt8, UInt8, UInt8)])
  }

  /// A picture's file, or `nil` when there aren't as many pixels as its sides say, or none.
  static func file(_ pixels: [UInt8], rows: Int, columns: Int, colors: Colors) -> [UInt8]? {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows > 0, columns > 0, !overflow, pixels.count == count, let width = UInt32(exactly: columns),
      let height = UInt32(exactly: rows)
    else { return nil }
    // Before each row a 0 for its bytes being as they are.
    var lines: [UInt8] = []
    lines.reserveCapacity(rows * (columns + 1))
    for row in 0..<rows {
      lines.append(0)
      lines += pixels[row * columns..<(row + 1) * columns]
    }
    guard let data = compressed(lines) else { return nil }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let kind: UInt8 = if case .grey = colors { 0 } else { 3 }
    file += chunk("IHDR", bytes(width) + bytes(height) + [8, kind, 0, 0, 0])
    if case .palette(let list) = colors { file += chunk("PLTE", list.flatMap { [$0.0, $0.1, $0.2] }) }
    file += chunk("IDAT", data)
    return file + chunk("IEND", [])
  }

  /// The file as an address that holds it, for an image in a page that fetches nothing.
  package static func address(_ pixels: [UInt8], rows: Int, columns: Int, colors: Colors) -> String? {
    file(pixels, rows: rows, columns: columns, colors: colors).map {
      "data:image/png;base64," + Base64.text($0)
    }
  }

  private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + data
    let sum = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    return bytes(UInt32(truncatingIfNeeded: data.count)) + body + bytes(UInt32(truncatingIfNeeded: sum))
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&output, &size, bytes, uLong(bytes.count), Z_BEST_COMPRESSION) == Z_OK else { return nil }
    return Array(output.prefix(Int(size)))
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) }
  }
}
