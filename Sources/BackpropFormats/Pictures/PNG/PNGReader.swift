import BackpropFiles
import CZlib

/// Reads a PNG (the W3C's third edition, as far as a still picture goes).
///
/// Checksums of all chunks and of the pixels are checked. Chunks that only add to a picture are passed over, `bKGD` and
/// `gAMA` among them; one that is needed and isn't known is refused.
struct PNGReader {
  let bytes: [UInt8]
  let name: String

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  init(_ bytes: [UInt8], _ name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  /// The picture.
  func raster() throws(FileError) -> Raster {
    let parts = try readParts()
    let header = parts.header
    // Said of data that can't hold so much before any memory is taken.
    let compressed = parts.data.reduce(0) { $0 + $1.count }
    guard compressed * GzipInflater.greatestRatio >= header.rawByteCount else {
      throw failure(
        "data for \(header.width) x \(header.height) pixels",
        "only \(Wording.bytes(compressed)) of compressed data")
    }
    guard header.rawByteCount <= UnpackedLimit.byteCount(ofFile: bytes.count) else {
      throw FileError(
        file: name, expected: UnpackedLimit.words(ofFile: bytes.count),
        found: "\(header.width) x \(header.height) pixels, which are \(Wording.bytes(header.rawByteCount))",
        advice: "If the picture is really so large, save it smaller, or as PGM or PPM.")
    }
    let pixels = PNGPixels(parts)
    let rows = PNGRows(self, parts)
    let count = header.width * header.height * pixels.channels
    let raster = try FileBytes.read(count, of: name) { (buffer) throws(FileError) in
      let output = buffer.bindMemory(to: UInt8.self)
      for pass in header.passes where pass.width > 0 {
        try rows.begin(width: pass.width)
        for row in 0..<pass.height {
          try rows.next()
          let start = ((pass.y + row * pass.yStep) * header.width + pass.x) * pixels.channels
          let there = UnsafeMutableBufferPointer(rebasing: output[start...])
          if let index = pixels.put(rows.current, pass.width, into: there, step: pass.xStep) {
            throw failure(
              "pixels with colours of its palette of \(parts.paletteCount)", "the colour number \(index)")
          }
        }
      }
      try rows.finish()
      return count
    }
    return Raster(whole: raster, width: header.width, height: header.height, channels: pixels.channels)
  }

  /// What the chunks hold that a picture is made of.
  struct Parts {
    let header: PNGHeader
    /// Red, green and blue of each colour by number; empty without a palette.
    var palette: [UInt8] = []
    /// What is transparent, as in the chunk tRNS; empty without one.
    var transparency: [UInt8] = []
    /// The places of the compressed data in the file.
    var data: [Range<Int>] = []

    var paletteCount: Int { palette.count / 3 }
  }

  /// A chunk's name and the place of its data.
  private struct Chunk {
    let name: String
    let data: Range<Int>
    /// Whether a picture can't be shown without knowing the chunk.
    var isCritical: Bool { name.utf8.first.map { $0 & 0x20 == 0 } ?? true }
  }

  /// The first chunk, after the signature.
  func readHeader() throws(FileError) -> PNGHeader {
    try checkSignature()
    return try header(in: try chunk(at: PNGReader.signature.count))
  }

  private func checkSignature() throws(FileError) {
    guard !bytes.starts(with: PNGReader.signature) else { return }
    throw FileError(
      file: name, expected: "the signature of a PNG, 89 50 4E 47 0D 0A 1A 0A",
      found: Wording.hex(Array(bytes.prefix(8))),
      advice: "The file was changed on its way, as a transfer as text does; fetch or copy it again.")
  }

  private func readParts() throws(FileError) -> Parts {
    try checkSignature()
    var place = PNGReader.signature.count
    let first = try chunk(at: place)
    var parts = Parts(header: try header(in: first))
    place = first.data.upperBound + 4
    var dataHasEnded = false
    while true {
      let chunk = try chunk(at: place)
      place = chunk.data.upperBound + 4
      if chunk.name != "IDAT", !parts.data.isEmpty { dataHasEnded = true }
      switch chunk.name {
      case "IDAT":
        guard !dataHasEnded else { throw failure("chunks IDAT in a row", "others between them") }
        guard parts.header.color != .palette || !parts.palette.isEmpty else {
          throw failure("the chunk PLTE with the palette before the pixels", "none")
        }
        // One without data says that there is data, no more.
        parts.data.append(chunk.data)
      case "PLTE": try readPalette(chunk, &parts)
      case "tRNS": try readTransparency(chunk, &parts)
      case "IEND":
        guard !parts.data.isEmpty else { throw failure("the chunk IDAT with the pixels", "none") }
        return parts
      case "IHDR":
        throw failure("one chunk IHDR", "a second one at byte \(chunk.data.lowerBound - 8) of the file")
      default:
        guard !chunk.isCritical else {
          throw FileError(
            file: name, expected: "chunks of PNG that are known",
            found: "the chunk “\(chunk.name)” at byte \(chunk.data.lowerBound - 8) of the file",
            advice: "Save the picture as a plain PNG.")
        }
      }
    }
  }

  /// The chunk at a place, with its checksum checked.
  private func chunk(at place: Int) throws(FileError) -> Chunk {
    guard bytes.count - place >= 12 else { throw cutOff("a chunk at byte \(place) of the file") }
    let length = number(at: place)
    guard length <= bytes.count - place - 12 else {
      throw cutOff("\(Wording.bytes(length)) in the chunk at byte \(place) of the file")
    }
    let nameBytes = bytes[place + 4..<place + 8]
    guard nameBytes.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }) else {
      throw failure(
        "a chunk's name of four letters at byte \(place + 4) of the file", Wording.hex(Array(nameBytes)))
    }
    let name = String(decoding: nameBytes, as: UTF8.self)
    let data = place + 8..<place + 8 + length
    let sum = bytes.withUnsafeBufferPointer { bytes in
      // zlib counts in 32 bits, and so does the chunk.
      crc32(0, bytes.baseAddress.map { $0 + place + 4 }, uInt(length + 4))
    }
    guard UInt32(truncatingIfNeeded: sum) == UInt32(truncatingIfNeeded: number(at: data.upperBound)) else {
      throw failure(
        "data that match the checksum of the chunk “\(name)”", "data that don't, at byte \(place) of the file"
      )
    }
    return Chunk(name: name, data: data)
  }

  private func header(in chunk: Chunk) throws(FileError) -> PNGHeader {
    guard chunk.name == "IHDR", chunk.data.count == 13 else {
      throw failure(
        "the chunk IHDR of 13 bytes first", "“\(chunk.name)” of \(Wording.bytes(chunk.data.count))")
    }
    let start = chunk.data.lowerBound
    let (width, height) = (number(at: start), number(at: start + 4))
    try Raster.check(width: width, height: height, of: name)
    guard let color = PNGHeader.Color(rawValue: bytes[start + 9]) else {
      throw failure("the colour type 0, 2, 3, 4 or 6", "\(bytes[start + 9])")
    }
    let depth = Int(bytes[start + 8])
    guard color.bitDepths.contains(depth) else {
      throw failure(
        "\(color.bitDepths.map(String.init).joined(separator: ", ")) bits a sample with the colour type \(color.rawValue)",
        "\(depth)")
    }
    guard bytes[start + 10] == 0, bytes[start + 11] == 0, bytes[start + 12] < 2 else {
      throw failure(
        "the compression 0, the filter 0 and the interlace 0 or 1",
        bytes[start + 10..<start + 13].map(String.init).joined(separator: ", "))
    }
    return PNGHeader(
      width: width, height: height, bitDepth: depth, color: color, isInterlaced: bytes[start + 12] == 1)
  }

  private func readPalette(_ chunk: Chunk, _ parts: inout Parts) throws(FileError) {
    let color = parts.header.color
    guard color.isColour else { throw failure("no palette in a grey picture", "the chunk PLTE") }
    guard parts.palette.isEmpty, parts.data.isEmpty else {
      throw failure("one palette before the pixels", "another chunk PLTE or a late one")
    }
    let most = color == .palette ? 1 << parts.header.bitDepth : 256
    guard chunk.data.count % 3 == 0, (1...most).contains(chunk.data.count / 3) else {
      throw failure(
        "a palette of 1 to \(most) colours of 3 bytes each", Wording.bytes(chunk.data.count))
    }
    // With colours of their own pixels need no palette: there it is a proposal for others.
    if color == .palette { parts.palette = Array(bytes[chunk.data]) }
  }

  private func readTransparency(_ chunk: Chunk, _ parts: inout Parts) throws(FileError) {
    let expected: ClosedRange<Int>? =
      switch parts.header.color {
      case .grey: 2...2
      case .rgb: 6...6
      case .palette: parts.palette.isEmpty ? nil : 1...parts.paletteCount
      case .greyAlpha, .rgba: nil
      }
    guard let expected, expected.contains(chunk.data.count), parts.data.isEmpty, parts.transparency.isEmpty
    else {
      throw failure(
        "at most one chunk tRNS, after the palette, before the pixels and with as many bytes as its colour type asks for",
        "one of \(Wording.bytes(chunk.data.count)) at byte \(chunk.data.lowerBound - 8) of the file")
    }
    parts.transparency = Array(bytes[chunk.data])
  }

  /// The number of four bytes at a place that is inside the file.
  private func number(at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private func cutOff(_ expected: String) -> FileError {
    FileError(
      file: name, expected: expected, found: "the end of the file after \(Wording.bytes(bytes.count))",
      advice: "The picture is cut off; fetch or copy it again.")
  }

  func failure(_ expected: String, _ found: String) -> FileError {
    FileError(
      file: name, expected: expected, found: found,
      advice: "The picture is damaged; fetch or copy it again, or save it anew as PNG.")
  }
}
