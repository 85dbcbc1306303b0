import Backprop

/// Handwritten digits drawn by code: strokes of a pen, bent and jittered, in the format of MNIST.
///
/// Each image depends only on the seed, the part and its index, so images can be drawn in any order and on
/// any number of threads with the same bytes. Drawing uses only +, −, ×, ÷, square roots and integer
/// arithmetic, which give the same result on every machine.
public struct DrawnDigits: Sendable {
  /// The part of the data set; the two parts share no random numbers.
  public enum Part: Sendable, Hashable {
    /// The images to learn from.
    case train
    /// The images to test with.
    case test
  }

  /// Bytes of one image: 28 rows of 28.
  public static let pixelCount = 784

  /// The seed of all random numbers.
  public let seed: UInt64

  /// Creates the digits of a seed; any value will do.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The digit, 0 to 9, that image `index` (from 0 up) shows.
  ///
  /// Every ten images from a multiple of ten on show each digit once, in random order.
  public func label(at index: Int, part: Part) -> UInt8 {
    precondition(index >= 0, "an index must not be negative")
    var dice = Dice(generator: Philox4x32(seed: seed, stream: stream(index / 10, part, use: 0)))
    // The digits still to come, four bits each.
    var rest: UInt64 = 0x98_7654_3210
    var digit: UInt64 = 0
    for taken in 0...(index % 10) {
      let at = UInt64(dice.whole(below: 10 - taken) * 4)
      digit = rest >> at & 15
      let below: UInt64 = (1 << at) - 1
      rest = rest & below | rest >> 4 & ~below
    }
    return UInt8(digit)
  }

  /// Draws image `index` (from 0 up) as 784 bytes: rows from the top, 0 for the background and 255 for ink.
  ///
  /// As in MNIST, the digit fills a box of 20 × 20 pixels along its longer side and is moved by whole pixels
  /// so that its centre of mass is in the middle of the image.
  public func render(index: Int, part: Part, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    precondition(pixels.count == DrawnDigits.pixelCount, "an image has 784 bytes")
    let digit = Int(label(at: index, part: part))
    var dice = Dice(generator: Philox4x32(seed: seed, stream: stream(index, part, use: 1)))
    PenPath.withEmpty { path in
      Hand.write(digit, dice: &dice, path: &path)
      InkRaster.draw(path, into: pixels.baseAddress!)
    }
  }

  /// The first `count` images of a part, one after the other (784 bytes each), and their labels.
  public func images(_ part: Part, count: Int) -> (pixels: [UInt8], labels: [UInt8]) {
    precondition(count >= 0, "a count must not be negative")
    let size = DrawnDigits.pixelCount
    let pixels = [UInt8](unsafeUninitializedCapacity: count * size) { buffer, initializedCount in
      for index in 0..<count {
        render(index: index, part: part, into: .init(rebasing: buffer[(index * size)..<((index + 1) * size)]))
      }
      initializedCount = count * size
    }
    return (pixels, (0..<count).map { label(at: $0, part: part) })
  }

  private func stream(_ number: Int, _ part: Part, use: UInt64) -> UInt64 {
    UInt64(number) << 2 | (part == .train ? 0 : 2) | use
  }
}
