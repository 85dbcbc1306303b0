import CKernels

/// The counter-based random number generator Philox4x32-10.
///
/// Its numbers are a function of a seed, a stream and a position alone, so a training step, an image or a
/// parameter can have its own numbers whatever was drawn before. After J. K. Salmon, M. A. Moraes, R. O. Dror
/// and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11.
public struct Philox4x32: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private let stream: UInt64
  private var position: UInt64 = 0
  private var block = SIMD4<UInt32>()
  private var isHalfUsed = false

  /// The generator for one stream of one seed. The same pair gives the same numbers everywhere.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream
  }

  /// The numbers of a stream from one of its sections on; sections have 2⁴⁹ numbers each, and there are 2¹⁶.
  init(seed: UInt64, stream: UInt64, section: UInt64) {
    self.init(seed: seed, stream: stream)
    position = section << 48
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    if isHalfUsed {
      isHalfUsed = false
      return UInt64(block.w) << 32 | UInt64(block.z)
    }
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    block = Self.block(counter: counter, key: key)
    position &+= 1
    isHalfUsed = true
    return UInt64(block.y) << 32 | UInt64(block.x)
  }

  /// Where one of the generator's next blocks is, counted from 0, for the kernels.
  func place(_ number: Int) -> bp_philox {
    bp_philox(
      key: UInt64(key.x) | UInt64(key.y) << 32, stream: stream, position: position &+ UInt64(number))
  }

  /// The generator's function itself: ten rounds that turn a counter and a key into four random words.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // Word by word: the words of a vector would be taken out and put back in each round.
    var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: b >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: a)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }
}

extension Philox4x32 {
  /// A number that is uniform in 0 ≤ u < 1, in steps of 2⁻⁵³.
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number that is uniform in `0 ..< bound`, which must be positive.
  ///
  /// The high half of a 64 by 64 bit product (D. Lemire, "Fast random integer generation in an interval", ACM
  /// TOMACS 29, 2019) without the rejection step: the bias is below `bound` / 2⁶⁴.
  public mutating func nextIndex(below bound: Int) -> Int {
    require(bound > 0, "a random index needs at least one to choose from, not \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// One uniform number goes through the inverse of the distribution function, so that the n-th normal number
  /// depends on the n-th draw alone.
  public mutating func nextNormal() -> Double {
    normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }
}

extension Tensor where Scalar: TensorScalar {
  /// Numbers that are uniform in `range`'s half-open interval.
  public static func uniform(
    _ shape: TensorShape, in range: Range<Scalar> = 0..<1, using generator: inout Philox4x32
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    require(width.isFinite, "uniform needs a range of finite width, not \(range)")
    return make(shape) { elements in
      for i in 0..<shape.elementCount {
        // Rounding may reach the upper bound, which the interval excludes.
        let value = range.lowerBound + Scalar(generator.nextUniform()) * width
        elements[i] = value < range.upperBound ? value : range.upperBound.nextDown
      }
    }
  }

  /// Numbers from the normal distribution; mean and standard deviation must be finite, the latter 0 or more.
  public static func normal(
    _ shape: TensorShape, mean: Scalar = 0, standardDeviation: Scalar = 1, using generator: inout Philox4x32
  ) -> Tensor {
    require(mean.isFinite, "the mean of a normal distribution must be finite, not \(mean)")
    require(
      standardDeviation.isFinite && standardDeviation >= 0,
      "the standard deviation of a normal distribution must be finite and 0 or more, not \(standardDeviation)"
    )
    return make(shape) { elements in
      for i in 0..<shape.elementCount {
        elements[i] = mean + standardDeviation * Scalar(generator.nextNormal())
      }
    }
  }
}
