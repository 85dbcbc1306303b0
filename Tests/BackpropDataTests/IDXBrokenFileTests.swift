import BackpropData
import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Broken IDX files")
struct IDXBrokenFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Reads the bytes as a plain file and as a gzip file and checks the error of both.
  private func refuse(
    _ bytes: [UInt8], axes: Int? = nil, elementType: IDXElementType? = nil, limit: Int = IDX.defaultLimit,
    offset: Int, expected: String, found: String, foundInGzip: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (name, stored, words) in [("plain", bytes, found), ("packed", gzip(bytes), foundInGzip ?? found)] {
      let path = try folder.write(name, stored)
      try expectError(
        file: path, offset: offset, expected: expected, found: words, sourceLocation: sourceLocation
      ) { try IDX.read(path, axes: axes, elementType: elementType, limit: limit) }
    }
  }

  @Test("too little for a header")
  func shortHeader() throws {
    let start = "an IDX file, which starts with 4 bytes"
    try refuse([], offset: 0, expected: start, found: "no data")
    try refuse([0], offset: 1, expected: start, found: "the end of the data after 1 byte")
    try refuse([0, 0, 8], offset: 3, expected: start, found: "the end of the data after 3 bytes")
    try refuse(
      [0, 0, 8, 3, 0, 0, 0, 1, 0], offset: 9, expected: "a header of 16 bytes with the sizes of 3 axes",
      found: "the end of the data after 9 bytes")
  }

  @Test("a wrong start, type code or number of axes")
  func wrongMagic() throws {
    try refuse(
      Array("PK\u{3}\u{4}....".utf8), offset: 0, expected: "an IDX file, which starts with the bytes 00 00",
      found: "the bytes 50 4B")
    try refuse(
      [0, 0, 0x0A, 1, 0, 0, 0, 1, 9], offset: 2,
      expected: "an IDX type code (0x08, 0x09, 0x0B, 0x0C, 0x0D or 0x0E)", found: "0x0A")
    try refuse(
      [0, 0, 0x0D, 1, 0, 0, 0, 0], elementType: .uint8, offset: 2,
      expected: "the IDX type code 0x08 (unsigned bytes)",
      found: "0x0D (32-bit floating-point numbers)")
    try refuse([0, 0, 8, 1, 0, 0, 0, 1, 9], axes: 3, offset: 3, expected: "3 axes", found: "1 axis")
    try refuse([0, 0, 8, 0, 9], offset: 3, expected: "a number of axes from 1 to 255", found: "0")
  }

  @Test("sizes that overflow or pass the limit")
  func hugeSizes() throws {
    let huge = UInt32.max
    let claim = "4294967295 x 4294967295 x 4294967295"
    try refuse(
      idxHeader(type: 0x0E, [huge, huge, huge]), offset: 4, expected: "at most 1073741824 bytes of data",
      found: "sizes of \(claim) in elements of 8 bytes")
    try refuse(
      idxHeader([huge, huge, huge]), limit: .max, offset: 8,
      expected: "sizes whose product fits in 63 bits", found: "sizes of \(claim) in elements of 1 byte")
    try refuse(
      idxHeader([0, huge, huge]), offset: 8, expected: "at most 1073741824 bytes of data",
      found: "sizes of 0 x 4294967295 x 4294967295 in elements of 1 byte")
    // The product is 2 to the power of 63, less 1.
    try refuse(
      idxHeader([153_092_023, 92_737, 649_657]), limit: .max, offset: 12,
      expected: "sizes whose product fits in 63 bits",
      found: "sizes of 153092023 x 92737 x 649657 in elements of 1 byte")
    try refuse(
      idxHeader([1 << 31]), offset: 4, expected: "at most 1073741824 bytes of data",
      found: "sizes of 2147483648 in elements of 1 byte")
    try refuse(
      idxHeader([11]) + [UInt8](repeating: 0, count: 11), limit: 10, offset: 4,
      expected: "at most 10 bytes of data", found: "sizes of 11 in elements of 1 byte")
  }

  @Test("too few data")
  func shortData() throws {
    try refuse(
      idxHeader([2, 3]) + [1, 2, 3, 4, 5], offset: 17,
      expected: "18 bytes in all by the header's sizes 2 x 3",
      found: "the end of the data after 17 bytes")
    try refuse(
      idxHeader(type: 0x0C, [2]), offset: 8, expected: "16 bytes in all by the header's sizes 2",
      found: "the end of the data after 8 bytes")
  }

  @Test("too many data")
  func longData() throws {
    try refuse(
      idxHeader([2, 3]) + [1, 2, 3, 4, 5, 6, 7, 8], offset: 18,
      expected: "the end of the data after 18 bytes in all by the header's sizes 2 x 3",
      found: "2 more bytes", foundInGzip: "more data")
    try refuse(
      idxHeader([0]) + [1], offset: 8,
      expected: "the end of the data after 8 bytes in all by the header's sizes 0",
      found: "1 more byte", foundInGzip: "more data")
  }

  @Test("the description tells file, place, what was wrong and what to do")
  func description() throws {
    let path = try folder.write("labels", idxHeader([3]) + [1, 2])
    let error = try fileError { try IDX.read(path) }
    #expect(
      error.description == "\(path): at byte 10 of the uncompressed data expected "
        + "11 bytes in all by the header's sizes 3, but found the end of the data after 10 bytes. "
        + "The file is cut off or its header is wrong; fetch or copy it again.")
  }
}
