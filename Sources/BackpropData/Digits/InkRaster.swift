// A debug build takes the square root from the C library.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns a pen path into grey pixels.
enum InkRaster {
  /// Side of an image, in pixels.
  static let side = 28
  /// Side of the box a digit is fitted into, in pixels.
  static let box = 20

  /// Draws `path`, which lies in the box from (0, 0), into 784 bytes, with its centre of mass in the middle.
  static func draw(_ path: PenPath, into pixels: UnsafeMutablePointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: box * box) { buffer in
      let ink = buffer.baseAddress!
      for i in 0..<(box * box) { ink[i] = 0 }
      for i in 0..<path.count where !path.isStart[i] {
        line(path, i, ink)
      }
      centre(ink, into: pixels)
    }
  }

  /// Width of the grey edge of a stroke, in pixels.
  static let edge: Float = 1.15

  /// Inks the pixels near the line from point `i - 1` to point `i` of `path`, by their distance to it.
  private static func line(_ path: PenPath, _ i: Int, _ ink: UnsafeMutablePointer<Float>) {
    let x0 = path.x[i - 1]
    let y0 = path.y[i - 1]
    let r0 = path.radius[i - 1]
    let dx = path.x[i] - x0
    let dy = path.y[i] - y0
    let dr = path.radius[i] - r0
    let lengthSquared = dx * dx + dy * dy
    let inverse = lengthSquared > 1e-9 ? 1 / lengthSquared : 0
    let reach = max(r0, r0 + dr) + edge * 0.5
    // Pixel (column, row) has its middle at (column + 0.5, row + 0.5).
    let firstColumn = max(0, Int(min(x0, x0 + dx) - reach + 0.5))
    let lastColumn = min(box - 1, Int(max(x0, x0 + dx) + reach - 0.5))
    let firstRow = max(0, Int(min(y0, y0 + dy) - reach + 0.5))
    let lastRow = min(box - 1, Int(max(y0, y0 + dy) + reach - 0.5))
    let reachSquared = reach * reach
    var row = firstRow
    while row <= lastRow {
      let py = Float(row) + 0.5 - y0
      var column = firstColumn
      while column <= lastColumn {
        let px = Float(column) + 0.5 - x0
        let t = max(0, min(1, (px * dx + py * dy) * inverse))
        let ex = px - t * dx
        let ey = py - t * dy
        let distanceSquared = ex * ex + ey * ey
        if distanceSquared < reachSquared {
          let value = 0.5 + (r0 + t * dr - distanceSquared.squareRoot()) * (1 / edge)
          let at = row * box + column
          if value > ink[at] { ink[at] = value }
        }
        column += 1
      }
      row += 1
    }
  }

  /// Copies the box into the image, moved by whole pixels so that the centre of mass is in the middle.
  private static func centre(_ ink: UnsafeMutablePointer<Float>, into pixels: UnsafeMutablePointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: box * box) { bytes in
      var mass = 0
      var momentX = 0
      var momentY = 0
      for row in 0..<box {
        for column in 0..<box {
          let byte = UInt8(min(1, ink[row * box + column]) * 255 + 0.5)
          bytes[row * box + column] = byte
          mass += Int(byte)
          momentX += Int(byte) * (2 * column + 1)
          momentY += Int(byte) * (2 * row + 1)
        }
      }
      // The moments count half pixels. MNIST's centre of mass lies in the middle of pixel (14, 14), at 29 of
      // them; the quotient is rounded to the nearest whole pixel.
      let room = side - box
      let shiftX = mass == 0 ? room / 2 : ((side + 2) * mass - momentX) / (2 * mass)
      let shiftY = mass == 0 ? room / 2 : ((side + 2) * mass - momentY) / (2 * mass)
      let left = max(0, min(room, shiftX))
      let top = max(0, min(room, shiftY))
      for i in 0..<(side * side) { pixels[i] = 0 }
      for row in 0..<box {
        for column in 0..<box {
          pixels[(row + top) * side + column + left] = bytes[row * box + column]
        }
      }
    }
  }
}
