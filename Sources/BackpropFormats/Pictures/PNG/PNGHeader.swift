/// What the first chunk of a PNG says of the picture.
struct PNGHeader: Hashable {
  /// How the samples of a pixel are meant, by the number in the file.
  enum Color: UInt8 {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    var sampleCount: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    var isColour: Bool { self != .grey && self != .greyAlpha }

    /// How many bits a sample may have.
    var bitDepths: [Int] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  let width: Int
  let height: Int
  let bitDepth: Int
  let color: Color
  let isInterlaced: Bool

  var bitsPerPixel: Int { bitDepth * color.sampleCount }

  /// The bytes of so many pixels of a row.
  func rowByteCount(_ width: Int) -> Int { (width * bitsPerPixel + 7) / 8 }

  /// The parts in which the picture comes, each with some of the pixels: one, or the seven of Adam7.
  var passes: [PNGPass] {
    guard isInterlaced else { return [PNGPass(x: 0, y: 0, xStep: 1, yStep: 1, self)] }
    return [
      PNGPass(x: 0, y: 0, xStep: 8, yStep: 8, self), PNGPass(x: 4, y: 0, xStep: 8, yStep: 8, self),
      PNGPass(x: 0, y: 4, xStep: 4, yStep: 8, self), PNGPass(x: 2, y: 0, xStep: 4, yStep: 4, self),
      PNGPass(x: 0, y: 2, xStep: 2, yStep: 4, self), PNGPass(x: 1, y: 0, xStep: 2, yStep: 2, self),
      PNGPass(x: 0, y: 1, xStep: 1, yStep: 2, self),
    ]
  }

  /// The bytes of all rows with their filters' numbers, as they are before they are compressed.
  var rawByteCount: Int {
    passes.reduce(0) { $0 + ($1.width == 0 ? 0 : $1.height * (1 + rowByteCount($1.width))) }
  }
}

/// A part of a picture: each `xStep`-th pixel from `x` on of each `yStep`-th row from `y` on.
struct PNGPass: Hashable {
  let x: Int
  let y: Int
  let xStep: Int
  let yStep: Int
  /// How many pixels its rows have, and how many rows there are; either may be none.
  let width: Int
  let height: Int

  fileprivate init(x: Int, y: Int, xStep: Int, yStep: Int, _ header: PNGHeader) {
    (self.x, self.y, self.xStep, self.yStep) = (x, y, xStep, yStep)
    width = max(header.width - x + xStep - 1, 0) / xStep
    height = max(header.height - y + yStep - 1, 0) / yStep
  }
}
