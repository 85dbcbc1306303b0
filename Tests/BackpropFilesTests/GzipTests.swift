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

  /// GNU gzip 1.12 uncompresses each of these without a word.
  @Test("zeros that fill up a block after the data are passed over", arguments: [1, 2, 511, 65_536, 200_000])
  func padding(count: Int) throws {
    let zeros = [UInt8](repeating: 0, count: count)
    #expect(try read(try folder.write("one", gzip([7, 8, 9]) + zeros)) == [7, 8, 9])
    #expect(try read(try folder.write("two", gzip([7]) + gzip([8, 9]) + zeros)) == [7, 8, 9])
    #expect(try read(try folder.write("none", gzip([]) + zeros)) == [])
  }

  @Test("data that end with the reader's buffer of 64 KiB, so that the padding comes with the next one")
  func paddingInTheNextBuffer() throws {
    var numbers = SeededNumbers(state: 11)
    let noise = (0..<65_536).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    let members = (65_470..<65_536).lazy.map {
      (data: noise.prefix($0), member: gzip(Array(noise.prefix($0))))
    }
    let full = try #require(members.first { $0.member.count == 65_536 })
    #expect(try read(try folder.write("zeros", full.member + [0, 0, 0])) == Array(full.data))
    #expect(try read(try folder.write("member", full.member + gzip([5]))) == full.data + [5])
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
    try refuse(
      good + Array("garbage".utf8), offset: 18, expected: after,
      found: "bytes that aren't gzip data at byte \(size) of the file")
    // GNU gzip leaves out what follows zeros, with a warning; a data set must not lose images that way.
    for trail in [Array("garbage".utf8), good, [1]] {
      try refuse(
        good + [0, 0] + trail, offset: 18, expected: after,
        found: "zeros and then other bytes at byte \(size + 2) of the file")
    }
    #expect(throws: FileError.self) { try read(try folder.write("trail", good + [0x1F])) }
  }
}
