import BackpropFormats

extension Raster {
  /// A grey picture of bytes that are known to be as many as it has.
  init(trusted bytes: [UInt8], width: Int, height: Int) {
    // Throws for wrong sizes only.
    do {
      try self.init(width: width, height: height, channels: 1, bytes: bytes)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// A part that lies inside of a grey picture.
  func part(left: Int, top: Int, width partWidth: Int, height partHeight: Int) -> Raster {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(partWidth * partHeight)
    for row in top..<top + partHeight {
      pixels += bytes[row * width + left..<row * width + left + partWidth]
    }
    return Raster(trusted: pixels, width: partWidth, height: partHeight)
  }

  /// The box around what is at least half white in a grey picture; `nil` where nothing is.
  var whiteBox: (left: Int, top: Int, right: Int, bottom: Int)? {
    var (left, right, top, bottom) = (width, -1, height, -1)
    for row in 0..<height {
      for column in 0..<width where bytes[row * width + column] > 127 {
        (left, right) = (min(left, column), max(right, column))
        (top, bottom) = (min(top, row), max(bottom, row))
      }
    }
    return right < 0 ? nil : (left, top, right, bottom)
  }

  /// A grey picture without edges that are less than half white.
  var trimmed: Raster {
    guard let box = whiteBox else { return self }
    return part(
      left: box.left, top: box.top, width: box.right - box.left + 1, height: box.bottom - box.top + 1)
  }
}
