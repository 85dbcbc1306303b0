/// The sizes of a tensor's axes, outermost first: `[]` for a number, `[3]` for a vector, `[2, 3]` for a matrix.
///
/// A shape is plain memory without references to count, because a graph makes and copies one for every node of every
/// training step. Up to four sizes below 2³² are held in place; longer lists and larger sizes are kept for the life of
/// the program, each list once.
public struct TensorShape: @unchecked Sendable, Hashable {
  private var axes: UInt32
  /// Whether the place of the sizes holds the address of their list.
  @usableFromInline private(set) var isListed = false
  // The sizes, 1 beyond the last axis, so that their product is the number of elements.
  @usableFromInline private(set) var size0: UInt32 = 1
  @usableFromInline private(set) var size1: UInt32 = 1
  @usableFromInline private(set) var size2: UInt32 = 1
  @usableFromInline private(set) var size3: UInt32 = 1

  /// The number of axes; 0 for a single number.
  public var rank: Int { Int(axes) }

  /// The product of all sizes: 1 for a single number, 0 when any axis is empty.
  @inlinable
  public var elementCount: Int {
    if isListed { return listedCount }
    return (Int(size0) &* Int(size1)) &* (Int(size2) &* Int(size3))
  }

  @usableFromInline
  var listedCount: Int { list.pointee.elementCount }

  private var list: UnsafePointer<SizeList> {
    guard let list = UnsafePointer<SizeList>(bitPattern: UInt(size0) | UInt(size1) << 32) else {
      stop("a shape has lost its list of sizes")
    }
    return list
  }

  /// A shape with the given sizes, which must not be negative and whose product must fit an `Int`.
  public init(_ sizes: some Collection<Int>) {
    guard let shape = TensorShape(exactly: sizes) else {
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
    axes = UInt32(sizes.count)
    if sizes.count > 4 || sizes.contains(where: { $0 > Int(UInt32.max) }) {
      let list = SizeLists.address(of: Array(sizes), elementCount: hasEmptyAxis ? 0 : count)
      isListed = true
      size0 = UInt32(truncatingIfNeeded: list)
      size1 = UInt32(truncatingIfNeeded: list >> 32)
    } else {
      for (axis, size) in sizes.enumerated() {
        switch axis {
        case 0: size0 = UInt32(size)
        case 1: size1 = UInt32(size)
        case 2: size2 = UInt32(size)
        default: size3 = UInt32(size)
        }
      }
    }
  }

  /// The shape of a single number.
  @usableFromInline
  static var scalar: TensorShape { TensorShape(axes: 0) }

  private init(axes: UInt32, _ size0: UInt32 = 1, _ size1: UInt32 = 1) {
    self.axes = axes
    self.size0 = size0
    self.size1 = size1
  }

  /// The shape of a vector of `size` elements.
  init(vector size: Int) {
    if let size = UInt32(exactly: size) {
      self.init(axes: 1, size)
    } else {
      self.init([size])
    }
  }

  /// The shape of images, or `nil` where there would be more numbers than an `Int` counts.
  init?(images: Int, channels: Int, height: Int, width: Int) {
    // The product of four sizes below 2¹⁵ fits. None is negative, whose first bit would be set.
    guard (images | channels | height | width) >> 15 == 0 else {
      self.init(exactly: [images, channels, height, width])
      return
    }
    self.init(axes: 4, UInt32(images), UInt32(channels))
    (size2, size3) = (UInt32(height), UInt32(width))
  }

  /// The shape of a matrix.
  init(rows: Int, columns: Int) {
    // Two sizes below 2³¹ have a product that fits.
    if let rows = Int32(exactly: rows), let columns = Int32(exactly: columns), rows >= 0, columns >= 0 {
      self.init(axes: 2, UInt32(rows), UInt32(columns))
    } else {
      self.init([rows, columns])
    }
  }
}

/// Sizes that don't fit in a shape, and their product.
private struct SizeList {
  var elementCount: Int
  var sizes: UnsafePointer<Int>
}

private enum SizeLists {
  private static let addresses = Lock<[[Int]: UInt]>([:])

  static func address(of sizes: [Int], elementCount: Int) -> UInt {
    addresses.withLock { addresses in
      if let known = addresses[sizes] { return known }
      let memory = UnsafeMutableBufferPointer<Int>.allocate(capacity: sizes.count)
      _ = memory.initialize(from: sizes)
      guard let first = memory.baseAddress else { stop("a list of sizes needs memory") }
      let list = UnsafeMutablePointer<SizeList>.allocate(capacity: 1)
      list.initialize(to: SizeList(elementCount: elementCount, sizes: first))
      let address = UInt(bitPattern: list)
      addresses[sizes] = address
      return address
    }
  }
}

extension TensorShape: RandomAccessCollection {
  /// The first axis.
  public var startIndex: Int { 0 }
  /// One past the last axis.
  public var endIndex: Int { rank }

  /// The size of an axis, counted from the outermost.
  public subscript(axis: Int) -> Int {
    require(axis >= 0 && axis < rank, "axis \(axis) is outside shape \(self), which has \(rank) axes")
    if isListed { return list.pointee.sizes[axis] }
    switch axis {
    case 0: return Int(size0)
    case 1: return Int(size1)
    case 2: return Int(size2)
    default: return Int(size3)
    }
  }
}

extension TensorShape: ExpressibleByArrayLiteral {
  /// A shape written as its sizes.
  public init(arrayLiteral sizes: Int...) {
    self.init(sizes)
  }
}

extension TensorShape: CustomStringConvertible {
  /// The sizes as NumPy writes them: `()`, `(3,)`, `(2, 3)`.
  public var description: String {
    rank == 1 ? "(\(self[0]),)" : "(" + map(String.init).joined(separator: ", ") + ")"
  }
}

extension TensorShape {
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
  func removing(axis: Int) -> TensorShape {
    if rank == 2 { return TensorShape(vector: self[1 - axis]) }
    var sizes = Array(self)
    sizes.remove(at: axis)
    return TensorShape(sizes)
  }

  /// This shape with one axis set to another size.
  func replacing(axis: Int, with size: Int) -> TensorShape {
    if rank == 2 {
      return axis == 0 ? TensorShape(rows: size, columns: self[1]) : TensorShape(rows: self[0], columns: size)
    }
    var sizes = Array(self)
    sizes[axis] = size
    return TensorShape(sizes)
  }

  /// The product of the sizes of some axes.
  func elementCount(ofAxes axes: Range<Int>) -> Int {
    var count = 1
    for axis in axes { count *= self[axis] }
    return count
  }
}
