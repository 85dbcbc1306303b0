import BackpropFiles

/// A picture in memory: rows of pixels from the top, each pixel one byte of grey or three of red, green and blue.
///
/// A raster is consistent: it has `width · height · channels` bytes. A byte is 0 for black and 255 for white.
public struct Raster: Sendable, Hashable {
  /// The number of pixels of a row, at least 1.
  public let width: Int

  /// The number of rows, at least 1.
  public let height: Int

  /// The bytes of a pixel: 1 for grey, 3 for colour.
  public let channels: Int

  /// The pixels, row by row, the channels of a pixel side by side.
  public let bytes: [UInt8]

  /// The most pixels that a picture in a file may have: 100 million.
  public static let greatestPixelCount = 100_000_000

  /// Makes a picture from its pixels.
  ///
  /// - Throws: `FileError` if the sizes aren't those of a picture or there are more or less bytes than they ask for.
  public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) throws(FileError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    let (count, countOverflow) = pixels.multipliedReportingOverflow(by: channels)
    guard width > 0, height > 0, channels == 1 || channels == 3, !overflow, !countOverflow,
      count == bytes.count
    else {
      throw FileError(
        file: "picture", expected: "1 or 3 bytes for each pixel of at least 1 x 1",
        found: "\(Wording.bytes(bytes.count)) for \(width) x \(height) with \(channels) each",
        advice: "Give the picture's width, its height, and as many bytes as it has.")
    }
    self.init(whole: bytes, width: width, height: height, channels: channels)
  }

  /// Makes a picture from bytes that are known to be as many as it has.
  init(whole bytes: [UInt8], width: Int, height: Int, channels: Int) {
    (self.width, self.height, self.channels, self.bytes) = (width, height, channels, bytes)
  }

  /// Whether no pixel has a colour: red, green and blue are equal in each.
  public var isGrey: Bool {
    channels == 1 || Raster.areGrey(bytes)
  }

  /// Whether pixels of three bytes have three equal bytes each.
  static func areGrey(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place + 2 < bytes.count {
        let red = bytes[place]
        guard red == bytes[place + 1], red == bytes[place + 2] else { return false }
        place += 3
      }
      return true
    }
  }

  /// The picture in grey, by the weights of Rec. 601: 0.299 red + 0.587 green + 0.114 blue, rounded.
  public var grey: Raster {
    guard channels == 3 else { return self }
    let count = width * height
    let grey = [UInt8](unsafeUninitializedCapacity: count) { grey, written in
      bytes.withUnsafeBufferPointer { bytes in
        for place in 0..<count {
          grey[place] = Raster.luma(bytes[3 * place], bytes[3 * place + 1], bytes[3 * place + 2])
        }
      }
      written = count
    }
    return Raster(whole: grey, width: width, height: height, channels: 1)
  }

  /// The picture with three bytes a pixel.
  public var colour: Raster {
    guard channels == 1 else { return self }
    var colour: [UInt8] = []
    colour.reserveCapacity(3 * bytes.count)
    for byte in bytes {
      for _ in 0..<3 { colour.append(byte) }
    }
    return Raster(whole: colour, width: width, height: height, channels: 3)
  }

  /// The grey of a colour; the weights are in 65536ths, so that equal parts give themselves.
  private static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum = 19595 * UInt32(red) + 38470 * UInt32(green) + 7471 * UInt32(blue)
    return UInt8(truncatingIfNeeded: (sum + 0x8000) >> 16)
  }

  /// The picture with rows and columns exchanged.
  public var transposed: Raster {
    var turned: [UInt8] = []
    turned.reserveCapacity(bytes.count)
    for column in 0..<width {
      for row in 0..<height {
        let start = (row * width + column) * channels
        turned.append(contentsOf: bytes[start..<start + channels])
      }
    }
    return Raster(whole: turned, width: height, height: width, channels: channels)
  }

  /// The pixels channel after channel instead of pixel after pixel, as networks take them: `(channels, height, width)`.
  public var planes: [UInt8] {
    guard channels == 3 else { return bytes }
    var planes: [UInt8] = []
    planes.reserveCapacity(bytes.count)
    for channel in 0..<3 {
      for place in stride(from: channel, to: bytes.count, by: 3) { planes.append(bytes[place]) }
    }
    return planes
  }
}
