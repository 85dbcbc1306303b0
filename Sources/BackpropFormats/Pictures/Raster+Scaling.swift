import BackpropFiles

extension Raster {
  /// The picture in another size; its shape isn't kept.
  ///
  /// An axis that gets shorter takes the mean over the area that a new pixel covers, pixels at its edges in part; one
  /// that gets longer is interpolated between the centres of pixels, with the outermost beyond them. In the same size
  /// the picture is the same.
  ///
  /// - Throws: `FileError` if the size isn't that of a picture with at most ``greatestPixelCount`` pixels.
  public func scaled(width newWidth: Int, height newHeight: Int) throws(FileError) -> Raster {
    try Raster.check(width: newWidth, height: newHeight, of: "picture")
    guard (newWidth, newHeight) != (width, height) else { return self }
    guard FileBytes.fit(4 * channels * (newWidth * height + newWidth * newHeight)) else {
      throw FileError(
        file: "picture", expected: "memory for scaling it to \(newWidth) x \(newHeight) pixels",
        found: "too little", advice: "End other programs or give a smaller picture.")
    }
    let columns = AxisScaling(from: width, to: newWidth)
    let rows = AxisScaling(from: height, to: newHeight)
    let channels = channels
    let rowCount = newWidth * channels
    var narrow = [Float](repeating: 0, count: rowCount * height)
    var output = [UInt8](repeating: 0, count: rowCount * newHeight)
    bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<height {
        let start = row * width * channels
        for (column, share) in columns.shares.enumerated() {
          for channel in 0..<channels {
            var sum: Float = 0
            var place = start + share.first * channels + channel
            for weight in share.weights {
              sum += weight * Float(bytes[place])
              place += channels
            }
            narrow[row * rowCount + column * channels + channel] = sum
          }
        }
      }
    }
    narrow.withUnsafeBufferPointer { narrow in
      for (row, share) in rows.shares.enumerated() {
        for index in 0..<rowCount {
          var sum: Float = 0
          var place = share.first * rowCount + index
          for weight in share.weights {
            sum += weight * narrow[place]
            place += rowCount
          }
          output[row * rowCount + index] = UInt8(min(max(sum.rounded(), 0), 255))
        }
      }
    }
    return Raster(whole: output, width: newWidth, height: newHeight, channels: channels)
  }
}

/// Which pixels of an axis make a new one, each with its weight; the weights of one sum up to 1.
struct AxisScaling {
  struct Share {
    let first: Int
    let weights: [Float]
  }

  let shares: [Share]

  init(from count: Int, to newCount: Int) {
    let ratio = Double(count) / Double(newCount)
    shares = (0..<newCount).map { index in
      newCount < count ? AxisScaling.area(index, ratio, count) : AxisScaling.between(index, ratio, count)
    }
  }

  /// The mean over the area of a new pixel.
  private static func area(_ index: Int, _ ratio: Double, _ count: Int) -> Share {
    let (start, end) = (Double(index) * ratio, Double(index + 1) * ratio)
    let first = min(Int(start), count - 1)
    let last = max(min(Int(end.rounded(.up)) - 1, count - 1), first)
    let weights = (first...last).map { pixel in
      Float(max(min(end, Double(pixel + 1)) - max(start, Double(pixel)), 0) / ratio)
    }
    return Share(first: first, weights: weights)
  }

  /// Between the two pixels whose centres are nearest.
  private static func between(_ index: Int, _ ratio: Double, _ count: Int) -> Share {
    let place = min(max((Double(index) + 0.5) * ratio - 0.5, 0), Double(count - 1))
    let first = min(Int(place), count - 1)
    let part = place - Double(first)
    return part == 0 || first + 1 == count
      ? Share(first: first, weights: [1]) : Share(first: first, weights: [Float(1 - part), Float(part)])
  }
}
