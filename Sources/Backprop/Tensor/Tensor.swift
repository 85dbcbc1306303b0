/// Numbers arranged along any number of axes: a single number, a vector, a matrix, a batch of images.
///
/// A tensor is a value. Copies share their memory until one of them is changed. Elements lie in row-major
/// order without gaps, so that `reshaped` costs nothing and every loop runs over consecutive memory; `transposed`
/// and slices copy their elements. Arithmetic broadcasts as NumPy's does.
///
/// A mismatch of shapes stops the program with a sentence that names the operation, both shapes and the rule.
/// Where shapes come from data, check them first or use the forms that throw ``ShapeError``.
public struct Tensor<Scalar: RealScalar>: @unchecked Sendable {
  /// The sizes of the axes.
  public let shape: TensorShape

  // Changed only while no other tensor shares it, which is what makes a tensor safe to send.
  @usableFromInline
  var storage: TensorStorage?

  /// The element of a tensor that has only one and therefore no storage: a graph of numbers needs no memory for them.
  ///
  /// Room for eight bytes whatever `Scalar` is, because a tensor whose size depends on its type is copied through the
  /// runtime's tables. A larger number, such as a pair of two, has a storage.
  @usableFromInline
  var number: UInt64 = 0

  /// A tensor whose elements hold whatever the memory held before: only for code that then writes them all.
  @inlinable @inline(__always)
  init(uninitialized shape: TensorShape) {
    self.shape = shape
    if shape.elementCount != 1 || MemoryLayout<Scalar>.stride > 8 { storage = Tensor.storage(for: shape) }
  }

  @usableFromInline
  static func storage(for shape: TensorShape) -> TensorStorage {
    let (bytes, overflow) = shape.elementCount.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
    require(!overflow, "a tensor of shape \(shape) is larger than the address space")
    return TensorStorage.make(bytes: bytes)
  }

  @inlinable
  init(shape: TensorShape, storage: TensorStorage?, number: UInt64 = 0) {
    self.shape = shape
    self.storage = storage
    self.number = number
  }

  /// A single number, of shape `()`.
  @inlinable
  public init(_ scalar: Scalar) {
    let size = MemoryLayout<Scalar>.stride
    self.init(shape: .scalar, storage: size <= 8 ? nil : TensorStorage.make(bytes: size))
    withNewElements { $0.initialize(to: scalar) }
  }

  /// A vector of the given elements.
  public init(_ scalars: some Collection<Scalar>) {
    self.init(shape: TensorShape(vector: scalars.count), scalars)
  }

  /// A tensor of the given shape with its elements in row-major order; there must be as many as the shape has.
  public init(shape: TensorShape, _ scalars: some Collection<Scalar>) {
    require(
      scalars.count == shape.elementCount,
      "shape \(shape) has \(shape.elementCount) elements, but \(scalars.count) were given")
    self.init(uninitialized: shape)
    withNewElements { elements in
      _ = UnsafeMutableBufferPointer(start: elements, count: shape.elementCount).initialize(from: scalars)
    }
  }

  /// A tensor with the same number everywhere.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public init(repeating scalar: Scalar, shape: TensorShape) {
    self.init(uninitialized: shape)
    withNewElements { $0.initialize(repeating: scalar, count: shape.elementCount) }
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: TensorShape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// A tensor of ones.
  public static func ones(_ shape: TensorShape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// One-hot rows `(N, classes)`: row i is 1 at `indices[i]` and 0 elsewhere.
  ///
  /// Each index must be in `0 ..< classes`.
  public static func oneHot(_ indices: some Collection<Int>, classes: Int) -> Tensor {
    var rows = Tensor.zeros(TensorShape(rows: indices.count, columns: classes))
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

  /// The same elements in a shape that has as many.
  func viewed(as shape: TensorShape) -> Tensor {
    Tensor(shape: shape, storage: storage, number: number)
  }

  /// Calls a function with the elements in row-major order. The buffer must not be used afterwards.
  @inlinable @inline(__always)
  public func withUnsafeElements<Result>(_ body: (UnsafeBufferPointer<Scalar>) throws -> Result) rethrows
    -> Result
  {
    defer { withExtendedLifetime(storage) {} }
    let address = storage?.address.assumingMemoryBound(to: Scalar.self)
    var number = number
    return try withUnsafeMutablePointer(to: &number) { number in
      let number = UnsafeMutableRawPointer(number).assumingMemoryBound(to: Scalar.self)
      return try body(UnsafeBufferPointer(start: address ?? number, count: shape.elementCount))
    }
  }

  /// Calls a function with the elements in row-major order, to be changed in place.
  ///
  /// Copies them first when another tensor shares them.
  @inlinable @inline(__always)
  public mutating func withUnsafeMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    if storage != nil, !isKnownUniquelyReferenced(&storage) { copyStorage() }
    let count = shape.elementCount
    return try withNewElements { try body(UnsafeMutableBufferPointer(start: $0, count: count)) }
  }

  @usableFromInline
  mutating func copyStorage() {
    guard let shared = storage else { return }
    let bytes = shape.elementCount * MemoryLayout<Scalar>.stride
    let copy = TensorStorage.make(bytes: bytes)
    copy.address.copyMemory(from: shared.address, byteCount: bytes)
    storage = copy
  }

  /// Calls a function with the address of elements that no other tensor shares.
  @inlinable @inline(__always)
  mutating func withNewElements<Result>(
    _ body: (UnsafeMutablePointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    let address = storage?.address.assumingMemoryBound(to: Scalar.self)
    return try withUnsafeMutablePointer(to: &number) { number in
      try body(address ?? UnsafeMutableRawPointer(number).assumingMemoryBound(to: Scalar.self))
    }
  }

  /// A new tensor whose elements `body` writes, every one of them.
  @inlinable @inline(__always)
  static func make(_ shape: TensorShape, _ body: (UnsafeMutablePointer<Scalar>) -> Void) -> Tensor {
    var result = Tensor(uninitialized: shape)
    result.withNewElements(body)
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
    self.init(uninitialized: TensorShape([tensors.count] + Array(shape)))
    withNewElements { address in
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
}
