import BackpropFiles

/// Reads PBM, PGM and PPM, as text (P1, P2, P3) and as bytes (P4, P5, P6), with samples of up to 16 bits.
///
/// Of a file with several pictures the first is read.
struct PNMReader {
  private let bytes: [UInt8]
  private let name: String
  private var place = 0

  init(_ bytes: [UInt8], _ name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  /// What stands before the pixels.
  struct Header {
    /// The digit of the format.
    let format: Int
    let width: Int
    let height: Int
    /// The value of white.
    let greatest: Int

    var channels: Int { format % 3 == 0 ? 3 : 1 }
    var isText: Bool { format <= 3 }
    var isBitmap: Bool { format % 3 == 1 }
    var sampleByteCount: Int { greatest > 255 ? 2 : 1 }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// The sizes.
  func readHeader() throws(FileError) -> Header {
    var reader = self
    return try reader.header()
  }

  /// The picture.
  func raster() throws(FileError) -> Raster {
    var reader = self
    let header = try reader.header()
    let count = header.width * header.height * header.channels
    // A sample takes a bit, a byte or more, and as text a digit: told before memory is taken.
    let least =
      header.isText
      ? count
      : header.isBitmap ? (header.width + 7) / 8 * header.height : count * header.sampleByteCount
    guard reader.rest >= least else {
      throw FileError(
        file: name,
        expected: "\(Wording.bytes(least)) or more for \(header.width) x \(header.height) pixels",
        found: "\(Wording.bytes(reader.rest)) after the header",
        advice: "The picture is cut off; fetch or copy it again.")
    }
    let pixels = try FileBytes.read(count, of: name) { (buffer) throws(FileError) in
      let output = buffer.bindMemory(to: UInt8.self)
      if header.isText {
        try reader.readText(header, output)
      } else if header.isBitmap {
        reader.readBits(header, output)
      } else {
        try reader.readBytes(header, output)
      }
      return count
    }
    return Raster(whole: pixels, width: header.width, height: header.height, channels: header.channels)
  }

  private var rest: Int { bytes.count - place }

  private mutating func header() throws(FileError) -> Header {
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]) else {
      throw failure("P1, P2, P3, P4, P5 or P6", at: 0)
    }
    let format = Int(bytes[1] - 0x30)
    place = 2
    let width = try number("the picture's width")
    let height = try number("the picture's height")
    try Raster.check(width: width, height: height, of: name)
    let isBitmap = format % 3 == 1
    let greatest = isBitmap ? 1 : try number("the value of white")
    guard (1...65535).contains(greatest) else {
      throw failure("a value of white from 1 to 65535", found: "\(greatest)")
    }
    if format > 3 {
      // One space, and the next byte is a pixel's whatever it is.
      guard place < bytes.count, PNMReader.isSpace(bytes[place]) else {
        throw failure("a space or a new line before the pixels", at: place)
      }
      place += 1
    }
    return Header(format: format, width: width, height: height, greatest: greatest)
  }

  /// Passes over spaces, new lines and comments, which go from # to the line's end.
  private mutating func skipSpace() {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "#") {
        while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      } else if PNMReader.isSpace(bytes[place]) {
        place += 1
      } else {
        return
      }
    }
  }

  /// A number of at most nine digits.
  private mutating func number(_ what: String) throws(FileError) -> Int {
    skipSpace()
    let start = place
    var value = 0
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
      guard value < 100_000_000 else { throw failure("\(what) of at most nine digits", at: start) }
      value = value * 10 + Int(bytes[place] - 0x30)
      place += 1
    }
    guard place > start else { throw failure(what, at: place) }
    return value
  }

  private mutating func readText(
    _ header: Header, _ output: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileError) {
    for index in output.indices {
      if header.isBitmap {
        // Bits need no space between them; 1 is black.
        skipSpace()
        guard place < bytes.count, bytes[place] == 0x30 || bytes[place] == 0x31 else {
          throw failure("0 or 1 for each pixel", at: place)
        }
        output[index] = bytes[place] == 0x31 ? 0 : 255
        place += 1
      } else {
        output[index] = try scaled(try number("a number for each sample"), header)
      }
    }
  }

  private func readBits(_ header: Header, _ output: UnsafeMutableBufferPointer<UInt8>) {
    let rowByteCount = (header.width + 7) / 8
    for row in 0..<header.height {
      for column in 0..<header.width {
        let byte = bytes[place + row * rowByteCount + column >> 3]
        output[row * header.width + column] =
          byte << UInt8(truncatingIfNeeded: column & 7) & 0x80 == 0 ? 255 : 0
      }
    }
  }

  private mutating func readBytes(
    _ header: Header, _ output: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileError) {
    if header.greatest == 255 {
      bytes.withUnsafeBufferPointer { bytes in
        for index in output.indices { output[index] = bytes[place + index] }
      }
      return
    }
    for index in output.indices {
      var value = Int(bytes[place])
      if header.sampleByteCount == 2 { value = value << 8 | Int(bytes[place + 1]) }
      output[index] = try scaled(value, header)
      place += header.sampleByteCount
    }
  }

  /// A sample as a byte, rounded to the nearest.
  private func scaled(_ value: Int, _ header: Header) throws(FileError) -> UInt8 {
    guard value <= header.greatest else {
      throw failure("samples of at most \(header.greatest), the value of white", found: "\(value)")
    }
    return UInt8(truncatingIfNeeded: (value * 255 + header.greatest / 2) / header.greatest)
  }

  /// What stands at a place, which may be a text's line, a byte or the end.
  private func failure(_ expected: String, at place: Int) -> FileError {
    guard place < bytes.count else {
      return failure(expected, found: "the end of the file after \(Wording.bytes(bytes.count))")
    }
    let word = bytes[place...].prefix(12).prefix { !PNMReader.isSpace($0) }
    let text =
      word.allSatisfy { (0x21...0x7E).contains($0) } && !word.isEmpty
      ? "“\(String(decoding: word, as: UTF8.self))”" : Wording.hex(Array(bytes[place...].prefix(4)))
    return failure(expected, found: "\(text) at byte \(place) of the file")
  }

  private func failure(_ expected: String, found: String) -> FileError {
    FileError(
      file: name, expected: expected, found: found,
      advice: "The picture is damaged; fetch or copy it again, or save it anew as PNG.")
  }
}
