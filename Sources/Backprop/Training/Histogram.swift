/// How numbers are spread: counts over intervals of equal width, with the figures that people ask for first.
public struct Histogram: Sendable, Equatable {
  /// The number of values, those that aren't finite included.
  public private(set) var count = 0
  /// How many values are exactly 0, as ReLU makes them; they are in no interval.
  public private(set) var zeroCount = 0
  /// How many values are NaN or infinite; they are in no interval and no figure.
  public private(set) var nonFiniteCount = 0
  /// The smallest finite value; 0 without any.
  public private(set) var minimum = 0.0
  /// The largest finite value; 0 without any.
  public private(set) var maximum = 0.0
  /// The mean of the finite values; 0 without any.
  public private(set) var mean = 0.0
  /// The standard deviation of the finite values; 0 without any.
  public private(set) var standardDeviation = 0.0
  /// How many finite values other than 0 lie in each interval between `minimum` and `maximum`. The upper limit belongs
  /// to an interval only in the last one. A single interval where all values are equal.
  public private(set) var bins: [Int] = []

  /// The spread of a tensor's elements, in time in proportion to their number.
  ///
  /// - Parameter binCount: the number of intervals, at least 1.
  public init<Scalar: TensorScalar>(of tensor: Tensor<Scalar>, binCount: Int = 40) {
    self = tensor.withUnsafeElements { Histogram(elements: $0, binCount: binCount) }
  }

  /// The spread of numbers, in time in proportion to their number.
  ///
  /// - Parameter binCount: the number of intervals, at least 1.
  public init<Scalar: BinaryFloatingPoint>(of numbers: some Collection<Scalar>, binCount: Int = 40) {
    self =
      numbers.withContiguousStorageIfAvailable { Histogram(elements: $0, binCount: binCount) }
      ?? Array(numbers).withUnsafeBufferPointer { Histogram(elements: $0, binCount: binCount) }
  }

  // Compiled for the types that tensors are of: of millions of elements each is seen twice.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private init<Scalar: BinaryFloatingPoint>(elements numbers: UnsafeBufferPointer<Scalar>, binCount: Int) {
    var finiteCount = 0
    var largest = -Double.infinity
    var smallest = Double.infinity
    // Scaled by the count before they are added, sums of finite numbers stay finite.
    let share = 1 / Double(Swift.max(numbers.count, 1))
    var sum = 0.0
    for number in numbers {
      let number = Double(number)
      count += 1
      guard number.isFinite else {
        nonFiniteCount += 1
        continue
      }
      finiteCount += 1
      if number == 0 { zeroCount += 1 }
      largest = Swift.max(largest, number)
      smallest = Swift.min(smallest, number)
      sum += number * share
    }
    guard finiteCount > 0 else { return }
    (minimum, maximum) = (smallest, largest)
    let weight = Double(count) / Double(finiteCount)
    mean = sum * weight
    let half = maximum / 2 - minimum / 2
    let binCount = half > 0 ? Swift.max(binCount, 1) : 1
    bins = Array(repeating: 0, count: binCount)
    var squares = 0.0
    for number in numbers {
      let number = Double(number)
      guard number.isFinite else { continue }
      squares += (number - mean) * (number - mean) * share
      guard number != 0 else { continue }
      let position = half > 0 ? (number / 2 - minimum / 2) / half : 0
      bins[Swift.min(Int(position * Double(binCount)), binCount - 1)] += 1
    }
    standardDeviation = (squares * weight).squareRoot()
  }

  /// The limits of an interval of `bins`.
  public func range(ofBin index: Int) -> ClosedRange<Double> {
    let (count, half) = (Double(Swift.max(bins.count, 1)), maximum / 2 - minimum / 2)
    let lower = minimum + half * (2 * Double(index) / count)
    let upper = index + 1 >= bins.count ? maximum : minimum + half * (2 * Double(index + 1) / count)
    return lower...Swift.max(lower, upper)
  }
}
