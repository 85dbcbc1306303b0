import Synchronization

/// The sizes of a tensor's axes, outermost first: `[]` for a number, `[3]` for a vector, `[2, 3]` for a matrix.
///
/// A shape is plain memory without references to count, because a graph makes and copies one for every node of every
/// training step. Up to four axes are held in place; lists of further sizes are kept for the life of the program, each
/// once.
public struct Shape: @unchecked Sendable, Hashable {
  /// The number of axes; 0 for a single number.
  public let rank: Int

  /// The product of all sizes: 1 for a single number, 0 when any axis is empty.
  public let elementCount: Int

  private var first = 0
  private var second = 0
  private var third = 0
  private var fourth = 0
  /// The sizes from the fifth axis on, the same address for equal lists.
  private var others: UnsafePointer<Int>?

  /// A shape with the given sizes, which must not be negative and whose product must fit an `Int`.
  public init(_ sizes: some Collection<Int>) {
    guard let shape = Shape(exactly: sizes) else {
      stop(
        "shape \(Array(sizes)): every size must be 0 or more and the number of elements must fit an Int")
    }
    self = shape
  }

  /// A shape with the given sizes, or `nil` when one is negative or their product overflows.
  ///
  /// This is the form for sizes that come from a file or a person.
  public init?(exactly sizes: some Collection<Int>) {
    var count = 1
    var hasEmptyAxis = false
    for size in sizes {
      if size < 0 { return nil }
      if size == 0 {
        hasEmptyAxis = true
        continue
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      count = product
    }
    rank = sizes.count
    elementCount = hasEmptyAxis ? 0 : count
    for (axis, size) in sizes.enumerated() {
      switch axis {
      case 0: first = size
      case 1: second = size
      case 2: third = size
      case 3: fourth = size
      default: break
      }
    }
    if rank > 4 { others = LongShapes.address(of: Array(sizes.dropFirst(4))) }
  }

  /// The shape of a single number.
  static let scalar = Shape()

  private init() {
    rank = 0
    elementCount = 1
  }

  /// The shape of a vector of `size` elements.
  init(vector size: Int) {
    rank = 1
    elementCount = size
    first = size
  }

  /// The shape of a matrix.
  init(rows: Int, columns: Int) {
    rank = 2
    elementCount = rows * columns
    first = rows
    second = columns
  }
}

/// The lists of sizes that don't fit in a shape.
private enum LongShapes {
  private static let addresses = Mutex<[[Int]: Int]>([:])

  static func address(of sizes: [Int]) -> UnsafePointer<Int>? {
    let address = addresses.withLock { addresses in
      if let known = addresses[sizes] { return known }
      let memory = UnsafeMutableBufferPointer<Int>.allocate(capacity: sizes.count)
      _ = memory.initialize(from: sizes)
      let address = Int(bitPattern: memory.baseAddress)
      addresses[sizes] = address
      return address
    }
    return UnsafePointer(bitPattern: address)
  }
}

extension Shape: RandomAccessCollection {
  /// The first axis.
  public var startIndex: Int { 0 }
  /// One past the last axis.
  public var endIndex: Int { rank }

  /// The size of an axis, counted from the outermost.
  public subscript(axis: Int) -> Int {
    require(axis >= 0 && axis < rank, "axis \(axis) is outside shape \(self), which has \(rank) axes")
    switch axis {
    case 0: return first
    case 1: return second
    case 2: return third
    case 3: return fourth
    default: return others?[axis - 4] ?? 1
    }
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape written as its sizes.
  public init(arrayLiteral sizes: Int...) {
    self.init(sizes)
  }
}

extension Shape: CustomStringConvertible {
  /// The sizes as NumPy writes them: `()`, `(3,)`, `(2, 3)`.
  public var description: String {
    rank == 1 ? "(\(first),)" : "(" + map(String.init).joined(separator: ", ") + ")"
  }
}

extension Shape {
  /// The distance in memory between neighbours along each axis of a row-major tensor.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * Swift.max(self[axis + 1], 1)
    }
    return strides
  }

  /// `axis` counted from the front, or `nil` when there is no such axis; −1 is the last one.
  func position(ofAxis axis: Int) -> Int? {
    let position = axis < 0 ? axis + rank : axis
    return indices.contains(position) ? position : nil
  }

  /// This shape without one axis.
  func removing(axis: Int) -> Shape {
    if rank == 2 { return Shape(vector: self[1 - axis]) }
    var sizes = Array(self)
    sizes.remove(at: axis)
    return Shape(sizes)
  }

  /// This shape with one axis set to another size.
  func replacing(axis: Int, with size: Int) -> Shape {
    if rank == 2 {
      return axis == 0 ? Shape(rows: size, columns: self[1]) : Shape(rows: self[0], columns: size)
    }
    var sizes = Array(self)
    sizes[axis] = size
    return Shape(sizes)
  }

  /// The product of the sizes of some axes.
  func elementCount(ofAxes axes: Range<Int>) -> Int {
    var count = 1
    for axis in axes { count *= self[axis] }
    return count
  }
}
