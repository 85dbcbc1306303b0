/// A Gaussian's weights around its centre, which add up to 1.
struct GaussianKernel: Sendable {
  /// How many weights there are on each side of the centre.
  let radius: Int
  /// The weights from the centre to the right.
  let weights: [Float]

  /// The weights up to three standard deviations; `nil` where they would be that of the centre alone.
  init?(deviation: Double) {
    radius = Int((3 * deviation).rounded(.up))
    guard deviation > 0, radius > 0 else { return nil }
    // By products of the least number of roundings, so that the bits are the same everywhere: with q = e^(−1 / 2σ²) the
    // weights are q, q⁴, q⁹, …, each the one before times an odd power of q.
    let q = exponential(-1 / (2 * deviation * deviation))
    var (numbers, power) = ([1.0], q)
    for _ in 1...radius {
      numbers.append(numbers[numbers.count - 1] * power)
      power *= q * q
    }
    let sum = numbers.dropFirst().reduce(1) { $0 + 2 * $1 }
    weights = numbers.map { Float($0 / sum) }
  }
}

/// e to a power that isn't above 0, by sums and products alone, so that it has the same bits everywhere.
private func exponential(_ x: Double) -> Double {
  // Smaller ones are 0 as weights of single precision.
  guard x > -700 else { return 0 }
  let small = x / 1024
  var (sum, term) = (1.0, 1.0)
  for step in 1...20 {
    term *= small / Double(step)
    sum += term
  }
  for _ in 0..<10 { sum *= sum }
  return sum
}

/// Random displacements of an image's pixels, smoothed so that neighbours move alike.
///
/// Beyond the image's edge displacements count as 0, so that those near it are smaller.
final class DisplacementField {
  private typealias Numbers = SIMD8<Float>

  /// The columns by which each pixel is displaced.
  let x: UnsafeMutablePointer<Float>
  /// The rows by which each pixel is displaced.
  let y: UnsafeMutablePointer<Float>
  /// How many numbers lie between two rows of `x` and `y`: whole vectors.
  let stride: Int

  private let height: Int
  private let width: Int
  private let kernel: GaussianKernel
  /// The random numbers with rows of zeros above and below, and columns to the left and right.
  private let padded: UnsafeMutablePointer<Float>
  private let paddedStride: Int

  init(height: Int, width: Int, _ kernel: GaussianKernel) {
    (self.height, self.width, self.kernel) = (height, width, kernel)
    let lanes = Numbers.scalarCount
    stride = (width + lanes - 1) / lanes * lanes
    paddedStride = stride + 2 * kernel.radius
    x = .allocate(capacity: stride * height)
    y = .allocate(capacity: stride * height)
    x.initialize(repeating: 0, count: stride * height)
    y.initialize(repeating: 0, count: stride * height)
    let size = paddedStride * (height + 2 * kernel.radius)
    padded = .allocate(capacity: size)
    padded.initialize(repeating: 0, count: size)
  }

  deinit {
    x.deallocate()
    y.deallocate()
    padded.deallocate()
  }

  /// Draws both directions anew.
  func draw(strength: Float, _ random: inout Philox4x32) {
    fill(x, strength, &random)
    fill(y, strength, &random)
  }

  private func fill(
    _ field: UnsafeMutablePointer<Float>, _ strength: Float, _ random: inout Philox4x32
  ) {
    // Two numbers of 24 bits from each draw of 64.
    var (rest, isHalf) = (UInt64(0), false)
    for row in 0..<height {
      let line = paddedLine(row)
      for column in 0..<width {
        if !isHalf { rest = random.next() }
        let bits = isHalf ? rest >> 40 : (rest >> 8) & 0xFF_FFFF
        isHalf.toggle()
        line[column] = (Float(bits) * 0x1p-23 - 1) * strength
      }
    }
    smooth(into: field, step: paddedStride)
    for row in 0..<height { paddedLine(row).update(from: field + row * stride, count: width) }
    smooth(into: field, step: 1)
  }

  /// Where a row of the padded numbers begins, behind its zeros.
  private func paddedLine(_ row: Int) -> UnsafeMutablePointer<Float> {
    padded + (row + kernel.radius) * paddedStride + kernel.radius
  }

  /// Smooths the padded numbers in one direction, in which neighbours lie `step` apart.
  ///
  /// Each number is a sum in the order of the distance, whatever the processor. A few at a time stay in registers until
  /// all distances are through.
  private func smooth(into field: UnsafeMutablePointer<Float>, step: Int) {
    kernel.weights.withUnsafeBufferPointer { weights in
      for row in 0..<height {
        let line = UnsafeRawPointer(paddedLine(row))
        let target = UnsafeMutableRawPointer(field + row * stride)
        for column in Swift.stride(from: 0, to: stride, by: Numbers.scalarCount) {
          let place = line + column * MemoryLayout<Float>.stride
          var sum = weights[0] * place.loadUnaligned(as: Numbers.self)
          var offset = 0
          for distance in 1..<weights.count {
            offset += step * MemoryLayout<Float>.stride
            let one = (place - offset).loadUnaligned(as: Numbers.self)
            let other = (place + offset).loadUnaligned(as: Numbers.self)
            sum += weights[distance] * (one + other)
          }
          target.storeBytes(
            of: sum, toByteOffset: column * MemoryLayout<Float>.stride, as: Numbers.self)
        }
      }
    }
  }
}
