import BackpropFiles

/// The contents of an IDX file: numbers of one type in an array with one or more axes.
///
/// The elements are in row-major order: the last axis varies fastest. An `IDXArray` is always whole:
/// its bytes are as many as its shape and element type ask for.
public struct IDXArray: Sendable, Equatable {
  /// The type of the elements.
  public let elementType: IDXElementType

  /// The sizes of the axes, from 1 to 255 of them, each from 0 to 4 294 967 295.
  public let shape: [Int]

  /// The elements as in the file, each with its most significant byte first.
  ///
  /// For the element type `.uint8` these are the elements themselves.
  public let bytes: [UInt8]

  /// The number of elements, the product of the shape.
  public var count: Int { bytes.count / elementType.byteCount }

  /// Makes an array from its elements.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes; their product must be the number of elements.
  ///   - elements: The elements in row-major order.
  /// - Throws: `FileError` if an IDX file can't have the shape or it does not fit the elements.
  public init<Element: IDXElement>(shape: [Int], elements: [Element]) throws(FileError) {
    let layout = try IDXLayout(shape: shape, elementType: Element.idxType, file: "IDX array")
    guard layout.elementCount == elements.count else {
      throw FileError(
        file: "IDX array", expected: "\(layout.elementCount) elements for the shape \(Wording.sizes(shape))",
        found: "\(elements.count)", advice: "Give a shape whose sizes multiply to the number of elements.")
    }
    let bytes: [UInt8]
    if Element.self == UInt8.self {
      bytes = elements.withUnsafeBytes { Array($0) }
    } else {
      bytes = Self.bigEndianBytes(of: elements, byteCount: layout.byteCount)
    }
    self.init(layout: layout, bytes: bytes)
  }

  /// Makes an array of as many bytes as its shape and type ask for.
  private init(elementType: IDXElementType, shape: [Int], bytes: [UInt8]) {
    (self.elementType, self.shape, self.bytes) = (elementType, shape, bytes)
  }

  /// Makes an array from a layout and as many bytes as it asks for.
  init(layout: IDXLayout, bytes: [UInt8]) {
    self.elementType = layout.elementType
    self.shape = layout.shape
    self.bytes = bytes
  }

  /// The elements as numbers of their own type.
  ///
  /// - Parameter type: The Swift type of the file's elements.
  /// - Returns: The elements in row-major order, or `nil` if the file holds another type.
  public func elements<Element: IDXElement>(as type: Element.Type) -> [Element]? {
    guard type.idxType == elementType else { return nil }
    return numbers(as: type)
  }

  /// The elements as `Double`, which holds the numbers of each of the six types exactly.
  public var doubles: [Double] {
    switch elementType {
    case .uint8: bytes.map(Double.init)
    case .int8: numbers(as: Int8.self).map(\.doubleValue)
    case .int16: numbers(as: Int16.self).map(\.doubleValue)
    case .int32: numbers(as: Int32.self).map(\.doubleValue)
    case .float32: numbers(as: Float.self).map(\.doubleValue)
    case .float64: numbers(as: Double.self)
    }
  }

  /// The elements from one place up to another as `Double`.
  package func doubles(in range: Range<Int>) -> [Double] {
    let width = elementType.byteCount
    let part = Array(bytes[range.lowerBound * width..<range.upperBound * width])
    return IDXArray(elementType: elementType, shape: [range.count], bytes: part).doubles
  }

  private func numbers<Element: IDXElement>(as type: Element.Type) -> [Element] {
    let width = type.idxType.byteCount
    var numbers: [Element] = []
    numbers.reserveCapacity(bytes.count / width)
    var bits: UInt64 = 0
    var taken = 0
    for byte in bytes {
      bits = bits << 8 | UInt64(byte)
      taken += 1
      if taken == width {
        numbers.append(Element(idxBits: bits))
        bits = 0
        taken = 0
      }
    }
    return numbers
  }

  private static func bigEndianBytes<Element: IDXElement>(of elements: [Element], byteCount: Int) -> [UInt8] {
    let width = Element.idxType.byteCount
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for element in elements {
      let bits = element.idxBits
      for place in stride(from: (width - 1) * 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(place)))
      }
    }
    return bytes
  }
}
