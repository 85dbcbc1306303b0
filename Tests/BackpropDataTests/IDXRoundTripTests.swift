import BackpropData
import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("IDX files written and read back")
struct IDXRoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func roundTrip<Element: IDXElement & Equatable>(_ elements: [Element], shape: [Int]) throws {
    let array = try IDXArray(shape: shape, elements: elements)
    for compression in [IDX.Compression.none, .gzip] {
      let path = folder("\(Element.self)")
      try IDX.write(array, to: path, compression: compression)
      let again = try IDX.read(path, axes: shape.count, elementType: Element.idxType)
      #expect(again == array)
      #expect(again.shape == shape)
      #expect(again.count == elements.count)
      #expect(again.elements(as: Element.self) == elements)
      #expect(again.doubles == elements.map(\.doubleValue))
    }
    // No temporary file is left.
    #expect(try folder.names().allSatisfy { !$0.hasPrefix(".") })
  }

  @Test("every element type keeps its values")
  func elementTypes() throws {
    try roundTrip([0, 1, 127, 128, 255, 7] as [UInt8], shape: [2, 3])
    try roundTrip([0, 1, 127, -128, -1, 7] as [Int8], shape: [3, 2])
    try roundTrip([0, 1, .max, .min, -1, 258] as [Int16], shape: [6])
    try roundTrip([0, 1, .max, .min, -1, 16_909_060] as [Int32], shape: [1, 6])
    try roundTrip([0, 1, -0.5, .pi, .infinity, -.leastNonzeroMagnitude] as [Float], shape: [6, 1])
    try roundTrip([0, 1, -0.5, .pi, .infinity, -.leastNonzeroMagnitude] as [Double], shape: [1, 2, 3])
  }

  @Test("the bytes of a file are those of the format")
  func format() throws {
    let array = try IDXArray(shape: [2, 1], elements: [258, -2] as [Int16])
    let path = folder("format")
    try IDX.write(array, to: path)
    #expect(try contents(path) == [0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 0xFF, 0xFE])
    #expect(array.elements(as: UInt8.self) == nil)
  }

  @Test("sizes of 0 and 255 axes are fine")
  func unusualShapes() throws {
    try roundTrip([] as [UInt8], shape: [0])
    try roundTrip([] as [Int32], shape: [3, 0, 2])
    try roundTrip([5] as [UInt8], shape: [Int](repeating: 1, count: 255))
  }

  @Test("data larger than the buffers come back")
  func large() throws {
    var numbers = SeededNumbers(state: 1)
    let bytes = (0..<700_001).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    try roundTrip(bytes, shape: [700_001])
  }

  @Test("gzip is known by its contents, not by its name")
  func names() throws {
    let array = try IDXArray(shape: [3], elements: [1, 2, 3] as [UInt8])
    try IDX.write(array, to: folder("plain.gz"))
    try IDX.write(array, to: folder("packed"), compression: .gzip)
    #expect(try contents(folder("packed")).prefix(2) == [0x1F, 0x8B])
    #expect(try IDX.read(folder("plain.gz")) == array)
    #expect(try IDX.read(folder("packed")) == array)
  }

  @Test("gzip members in a row are one stream")
  func members() throws {
    let whole = idxHeader([2, 3]) + [1, 2, 3, 4, 5, 6]
    for cut in [1, 3, 5, 12, 13, 17] {
      let path = try folder.write(
        "members", gzip(Array(whole[..<cut])) + gzip([]) + gzip(Array(whole[cut...])) + gzip([]))
      #expect(try IDX.read(path).bytes == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test("an array whose shape does not fit its elements is refused")
  func badShapes() throws {
    try expectError(
      file: "IDX array", offset: nil, expected: "6 elements for the shape 2 x 3", found: "5"
    ) { try IDXArray(shape: [2, 3], elements: [1, 2, 3, 4, 5] as [UInt8]) }
    try expectError(file: "IDX array", offset: 3, expected: "a number of axes from 1 to 255", found: "0") {
      try IDXArray(shape: [], elements: [1] as [UInt8])
    }
    try expectError(
      file: "IDX array", offset: 8, expected: "a size from 0 to 4294967295", found: "-1"
    ) { try IDXArray(shape: [1, -1], elements: [] as [UInt8]) }
    #expect(throws: FileError.self) {
      try IDXArray(shape: [Int](repeating: 1, count: 256), elements: [1] as [UInt8])
    }
    #expect(throws: FileError.self) {
      try IDXArray(shape: [4_294_967_295, 4_294_967_295, 0], elements: [] as [UInt8])
    }
  }
}
