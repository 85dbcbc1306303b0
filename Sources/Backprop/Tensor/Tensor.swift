/// Numbers arranged along any number of axes: a single number, a vector, a matrix, a batch of images.
///
/// A tensor is a value. Copies share their memory until one of them is changed. Elements lie in row-major
/// order without gaps, so that `reshaped` costs nothing and every loop runs over consecutive memory; `transposed`
/// and slices copy their elements. Arithmetic broadcasts as NumPy's does.
///
/// A mismatch of shapes stops the program with a sentence that names the operation, both shapes and the rule.
/// Where shapes come from data, check them first or use the forms that throw ``ShapeError``.
public struct Tensor<Scalar: TensorScalar>: @unchecked Sendable {
  /// The sizes of the axes.
  public let shape: Shape

  // Changed only while no other tensor shares it, which is what makes a tensor safe to send.
  var storage: TensorStorage

  /// A tensor whose elements hold whatever the memory held before: only for code that then writes them all.
  init(uninitialized shape: Shape) {
    self.shape = shape
    let (bytes, overflow) = shape.elementCount.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
    require(!overflow, "a tensor of shape \(shape) is larger than the address space")
    storage = TensorStorage.make(bytes: bytes)
  }

  init(shape: Shape, storage: TensorStorage) {
    self.shape = shape
    self.storage = storage
  }

  /// A single number, of shape `()`.
  public init(_ scalar: Scalar) {
    self.init(uninitialized: .scalar)
    storage.address.assumingMemoryBound(to: Scalar.self).initialize(to: scalar)
  }

  /// A vector of the given elements.
  public init(_ scalars: some Collection<Scalar>) {
    self.init(shape: Shape(vector: scalars.count), scalars)
  }

  /// A tensor of the given shape with its elements in row-major order; there must be as many as the shape has.
  public init(shape: Shape, _ scalars: some Collection<Scalar>) {
    require(
      scalars.count == shape.elementCount,
      "shape \(shape) has \(shape.elementCount) elements, but \(scalars.count) were given")
    self.init(uninitialized: shape)
    let address = storage.address.assumingMemoryBound(to: Scalar.self)
    _ = UnsafeMutableBufferPointer(start: address, count: shape.elementCount).initialize(from: scalars)
  }

  /// A tensor with the same number everywhere.
  public init(repeating scalar: Scalar, shape: Shape) {
    self.init(uninitialized: shape)
    storage.address.assumingMemoryBound(to: Scalar.self).initialize(
      repeating: scalar, count: shape.elementCount)
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// One-hot rows `(N, classes)`: row i is 1 at `indices[i]` and 0 elsewhere.
  ///
  /// Each index must be in `0 ..< classes`.
  public static func oneHot(_ indices: some Collection<Int>, classes: Int) -> Tensor {
    var rows = Tensor.zeros(Shape(rows: indices.count, columns: classes))
    rows.withUnsafeMutableElements { elements in
      for (row, index) in indices.enumerated() {
        require(
          index >= 0 && index < classes,
          "label \(index) in row \(row) is outside 0 ..< \(classes), the classes")
        elements[row * classes + index] = 1
      }
    }
    return rows
  }
}

extension Tensor {
  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var count: Int { shape.elementCount }

  /// The elements in row-major order.
  public var scalars: [Scalar] {
    withUnsafeElements { Array($0) }
  }

  /// The number in a tensor that holds exactly one.
  public var item: Scalar {
    require(count == 1, "item needs a tensor of one element, but this one has shape \(shape)")
    return withUnsafeElements { $0[0] }
  }

  /// Calls a function with the elements in row-major order. The buffer must not be used afterwards.
  @inline(__always)
  public func withUnsafeElements<Result>(_ body: (UnsafeBufferPointer<Scalar>) throws -> Result) rethrows
    -> Result
  {
    defer { withExtendedLifetime(storage) {} }
    let address = UnsafePointer(storage.address.assumingMemoryBound(to: Scalar.self))
    return try body(UnsafeBufferPointer(start: address, count: shape.elementCount))
  }

  /// Calls a function with the elements in row-major order, to be changed in place.
  ///
  /// Copies them first when another tensor shares them.
  @inline(__always)
  public mutating func withUnsafeMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    if !isKnownUniquelyReferenced(&storage) { copyStorage() }
    defer { withExtendedLifetime(storage) {} }
    let address = storage.address.assumingMemoryBound(to: Scalar.self)
    return try body(UnsafeMutableBufferPointer(start: address, count: shape.elementCount))
  }

  private mutating func copyStorage() {
    let bytes = shape.elementCount * MemoryLayout<Scalar>.stride
    let copy = TensorStorage.make(bytes: bytes)
    copy.address.copyMemory(from: storage.address, byteCount: bytes)
    storage = copy
  }

  /// A new tensor whose elements `body` writes, every one of them.
  @inline(__always)
  static func make(_ shape: Shape, _ body: (UnsafeMutablePointer<Scalar>) -> Void) -> Tensor {
    let result = Tensor(uninitialized: shape)
    body(result.storage.address.assumingMemoryBound(to: Scalar.self))
    return result
  }
}

extension Tensor: Equatable {
  /// Whether both have the same shape and equal elements; NaN equals nothing.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeElements { left in right.withUnsafeElements { right in left.elementsEqual(right) } }
  }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// A single number.
  public init(floatLiteral value: Double) { self.init(Scalar(value)) }

  /// A single number.
  public init(integerLiteral value: Int) { self.init(Scalar(value)) }

  /// Tensors of one shape stacked along a new first axis, so that nested lists read as in NumPy.
  public init(arrayLiteral elements: Tensor...) {
    self.init(stacking: elements)
  }

  /// Tensors of one shape stacked along a new first axis; an empty list has shape `(0,)`.
  public init(stacking tensors: [Tensor]) {
    guard let shape = tensors.first?.shape else {
      self.init(uninitialized: [0])
      return
    }
    self.init(uninitialized: Shape([tensors.count] + Array(shape)))
    let address = storage.address.assumingMemoryBound(to: Scalar.self)
    for (position, tensor) in tensors.enumerated() {
      require(
        tensor.shape == shape,
        "a list needs elements of one shape, but element 0 has shape \(shape) and element \(position) \(tensor.shape)"
      )
      tensor.withUnsafeElements { elements in
        let start = address + position * shape.elementCount
        _ = UnsafeMutableBufferPointer(start: start, count: elements.count).initialize(from: elements)
      }
    }
  }
}
