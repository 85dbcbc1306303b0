/// How a picture must be turned to stand upright, by the number that cameras write.
enum PictureOrientation: Int {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case mirroredUpsideDown = 4
  case transposed = 5
  /// The picture's top is at the right of what is stored.
  case turnedLeft = 6
  case transposedOther = 7
  /// The picture's top is at the left of what is stored.
  case turnedRight = 8

  /// Reads the number from Exif data, which are a TIFF without pictures; `nil` where there is none.
  init?(exif bytes: [UInt8]) {
    let start = 6
    guard bytes.starts(with: Array("Exif\0\0".utf8)), bytes.count >= start + 8 else { return nil }
    let isLittle = bytes[start] == UInt8(ascii: "I")
    func number(_ place: Int, _ count: Int) -> Int? {
      guard place >= start, place <= bytes.count - count else { return nil }
      let digits = bytes[place..<place + count]
      return isLittle
        ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let offset = number(start + 4, 4), let count = number(start + offset, 2) else { return nil }
    for entry in 0..<count {
      let place = start + offset + 2 + 12 * entry
      guard let tag = number(place, 2) else { return nil }
      if tag == 0x0112, let value = number(place + 8, 2) {
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }

  private var exchangesSides: Bool { rawValue >= 5 }

  /// The upright picture's width and height.
  func turned(_ width: Int, _ height: Int) -> (width: Int, height: Int) {
    exchangesSides ? (height, width) : (width, height)
  }

  /// The upright picture.
  func turned(_ raster: Raster) -> Raster {
    guard self != .upright else { return raster }
    let (width, height) = turned(raster.width, raster.height)
    let (right, below) = (raster.width - 1, raster.height - 1)
    let channels = raster.channels
    let count = raster.bytes.count
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, written in
      raster.bytes.withUnsafeBufferPointer { input in
        for y in 0..<height {
          for x in 0..<width {
            let (column, row) =
              switch self {
              case .upright: (x, y)
              case .mirrored: (right - x, y)
              case .upsideDown: (right - x, below - y)
              case .mirroredUpsideDown: (x, below - y)
              case .transposed: (y, x)
              case .turnedLeft: (y, below - x)
              case .transposedOther: (right - y, below - x)
              case .turnedRight: (right - y, x)
              }
            let (from, to) = ((row * raster.width + column) * channels, (y * width + x) * channels)
            for channel in 0..<channels { output[to + channel] = input[from + channel] }
          }
        }
      }
      written = count
    }
    return Raster(whole: bytes, width: width, height: height, channels: channels)
  }
}
