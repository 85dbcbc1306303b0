/// Numbers in arrays of any depth, such as `[[Double]]`: a number itself, or an array of such.
///
/// Not to be adopted by types of other packages. Requirements that begin with an underscore are no use outside of this
/// one.
public protocol NestedNumbers {
  /// The type of number within.
  associatedtype Number

  /// How many arrays are one within the other: 0 for a number.
  static var _depth: Int { get }
  /// The sizes along the axes; throws where parts differ. `path` says where this stands, as in `[0][2]`.
  func _shape(at path: String) throws(ShapeError) -> TensorShape
  /// Appends the numbers in row-major order.
  func _append(to numbers: inout [Number])
  /// The numbers in arrays of the given sizes.
  init(_nesting numbers: ArraySlice<Number>, sizes: ArraySlice<Int>)
}

extension Array: NestedNumbers where Element: NestedNumbers {
  public typealias Number = Element.Number

  public static var _depth: Int { Element._depth + 1 }

  public func _shape(at path: String) throws(ShapeError) -> TensorShape {
    guard let first else { return TensorShape(vector: 0) }
    let shape = try first._shape(at: path + "[0]")
    for (position, part) in enumerated().dropFirst() {
      let other = try part._shape(at: path + "[\(position)]")
      guard other == shape else {
        throw ShapeError(
          operation: "a tensor",
          operands: [
            .init(name: path + "[0]", shape: shape), .init(name: path + "[\(position)]", shape: other),
          ],
          rule: "the parts of a nested array must have one shape")
      }
    }
    return TensorShape([count] + Array<Int>(shape))
  }

  public func _append(to numbers: inout [Element.Number]) { for part in self { part._append(to: &numbers) } }

  public init(_nesting numbers: ArraySlice<Element.Number>, sizes: ArraySlice<Int>) {
    let (count, inner) = (sizes.first ?? 0, sizes.dropFirst())
    let run = inner.reduce(1, *)
    self = (0..<count).map { position in
      let start = numbers.startIndex + position * run
      return Element(_nesting: numbers[start..<start + run], sizes: inner)
    }
  }
}

extension NestedNumbers where Number == Self {
  public static var _depth: Int { 0 }

  public func _shape(at path: String) -> TensorShape { .scalar }

  public func _append(to numbers: inout [Self]) { numbers.append(self) }

  public init(_nesting numbers: ArraySlice<Self>, sizes: ArraySlice<Int>) {
    self = numbers[numbers.startIndex]
  }
}

extension Float: NestedNumbers { public typealias Number = Float }
extension Double: NestedNumbers { public typealias Number = Double }
extension Int: NestedNumbers { public typealias Number = Int }
extension Int8: NestedNumbers { public typealias Number = Int8 }
extension Int16: NestedNumbers { public typealias Number = Int16 }
extension Int32: NestedNumbers { public typealias Number = Int32 }
extension Int64: NestedNumbers { public typealias Number = Int64 }
extension UInt: NestedNumbers { public typealias Number = UInt }
extension UInt8: NestedNumbers { public typealias Number = UInt8 }
extension UInt16: NestedNumbers { public typealias Number = UInt16 }
extension UInt32: NestedNumbers { public typealias Number = UInt32 }
extension UInt64: NestedNumbers { public typealias Number = UInt64 }

// MARK: - Tensors of nested arrays

extension Tensor {
  /// A tensor of numbers in nested arrays, each level of which becomes an axis.
  ///
  /// Throws a ``ShapeError`` where rows have different lengths. For nested arrays that come from data.
  public init<Part: NestedNumbers>(validating parts: [Part]) throws(ShapeError) where Part.Number == Scalar {
    let shape = try parts._shape(at: "")
    var numbers: [Scalar] = []
    numbers.reserveCapacity(shape.elementCount)
    parts._append(to: &numbers)
    self.init(shape: shape, numbers)
  }

  /// A tensor of whole numbers in nested arrays, each level of which becomes an axis.
  ///
  /// Throws a ``ShapeError`` where rows have different lengths. For nested arrays that come from data.
  public init<Part: NestedNumbers>(validating parts: [Part]) throws(ShapeError)
  where Part.Number: BinaryInteger {
    let shape = try parts._shape(at: "")
    var numbers: [Part.Number] = []
    numbers.reserveCapacity(shape.elementCount)
    parts._append(to: &numbers)
    self.init(shape: shape, numbers.map { Int(exactly: $0).map { Scalar($0) } ?? Scalar(Double($0)) })
  }

  /// A tensor of numbers in nested arrays, such as `[[Double]]`, each level of which becomes an axis.
  ///
  /// Rows of different lengths stop with a sentence; ``init(validating:)`` throws instead.
  public init<Part: NestedNumbers>(_ parts: [[Part]]) where Part.Number == Scalar {
    self = orStop { () throws(ShapeError) in try Tensor(validating: parts) }
  }

  /// A tensor of whole numbers in nested arrays, such as `[[Int]]`, each level of which becomes an axis.
  ///
  /// Rows of different lengths stop with a sentence; ``init(validating:)`` throws instead.
  public init<Part: NestedNumbers>(_ parts: [[Part]]) where Part.Number: BinaryInteger {
    self = orStop { () throws(ShapeError) in try Tensor(validating: parts) }
  }

  /// A vector of whole numbers.
  public init<Integer: BinaryInteger & NestedNumbers>(_ numbers: [Integer]) where Integer.Number == Integer {
    self = orStop { () throws(ShapeError) in try Tensor(validating: numbers) }
  }
}

extension Array where Element: NestedNumbers, Element.Number: RealScalar {
  /// The elements of a tensor in nested arrays, one level an axis: `[[Double]](matrix)`.
  ///
  /// The tensor must have as many axes as the type has levels.
  public init(_ tensor: Tensor<Element.Number>) {
    require(
      tensor.rank == Self._depth,
      "\(Self.self) holds tensors of \(Self._depth) \(Self._depth == 1 ? "axis" : "axes"), but this one has shape \(tensor.shape)"
    )
    self.init(_nesting: tensor.scalars[...], sizes: Array<Int>(tensor.shape)[...])
  }
}
