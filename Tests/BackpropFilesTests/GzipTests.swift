import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Gzip files")
struct GzipTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ path: String) throws -> [UInt8] { try ByteReader(path).bytes(.max) }

  @Test("several members in a row are one file; what the writer writes is read and always the same")
  func whole() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let members = try folder.write(
      "members", gzip(Array(bytes[..<70_000])) + gzip([]) + gzip(Array(bytes[70_000...])))
    #expect(try read(members) == bytes)
    for name in ["one", "other"] {
      let writer = GzipWriter(try OutputFile(folder(name)))
      try writer.write(Array(bytes[..<13]))
      try writer.write(Array(bytes[13...]))
      try writer.commit()
      #expect(try read(folder(name)) == bytes)
    }
    #expect(try contents(folder("one")) == contents(folder("other")))
  }

  @Test("what is cut off, changed or appended")
  func damagedGzip() throws {
    let good = gzip([UInt8](1...18))
    func refuse(_ bytes: [UInt8], offset: Int, expected: String, found: String) throws {
      let path = try folder.write("damaged", bytes)
      try expectError(file: path, offset: offset, expected: expected, found: found) { try read(path) }
    }
    let size = good.count
    for cut in [2, 9, size - 8, size - 1] {
      let error = try #require(throws: FileError.self) {
        try read(try folder.write("cut", Array(good[..<cut])))
      }
      #expect(error.expected == "more gzip data")
      #expect(error.found == "the end of the file after \(cut) bytes")
    }
    var wrongSum = good
    wrongSum[size - 8] ^= 1
    try refuse(
      wrongSum, offset: 18, expected: "whole gzip data",
      found: "a gzip checksum that does not fit the data near byte \(size - 4) of the file")
    var wrongLength = good
    wrongLength[size - 4] ^= 1
    try refuse(
      wrongLength, offset: 18, expected: "whole gzip data",
      found: "a gzip length that does not fit the data near byte \(size) of the file")
    var wrongMethod = good
    wrongMethod[2] = 7
    try refuse(
      wrongMethod, offset: 0, expected: "whole gzip data",
      found: "damaged gzip data near byte 4 of the file (unknown compression method)")
    let after = "the end of the file after the gzip data"
    for trail in [[0, 0], Array("garbage".utf8)] as [[UInt8]] {
      let error = try #require(throws: FileError.self) { try read(try folder.write("trail", good + trail)) }
      #expect(error.expected == after)
      #expect(error.found == "bytes that aren't gzip data at byte \(size) of the file")
    }
    #expect(throws: FileError.self) { try read(try folder.write("trail", good + [0x1F])) }
  }
}
