import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Writing zip archives")
struct ZipWritingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private let noise: [UInt8] = {
    var numbers = SeededNumbers(state: 10)
    return (0..<100_000).map { _ in UInt8.random(in: 0..<9, using: &numbers) }
  }()

  /// Writes an archive of several entries, the last in parts.
  private func write(_ name: String, wideFrom: Int = 0xF000_0000) throws -> String {
    let writer = ZipWriter(try OutputFile(folder(name)), wideFrom: wideFrom)
    try writer.add("stored", Array("stored".utf8), method: .stored)
    try writer.add("a/empty", [])
    try writer.add("a/空", noise)
    try writer.begin("parts", byteCount: noise.count, method: .stored)
    for start in stride(from: 0, to: noise.count, by: 30_000) {
      try writer.write(Array(noise[start..<min(start + 30_000, noise.count)]))
    }
    try writer.commit()
    return folder(name)
  }

  @Test(
    "what is written is read, with numbers of 32 and of 64 bits", arguments: [0, 50, 100_000, 0xF000_0000])
  func roundTrip(wideFrom: Int) throws {
    let archive = try ZipArchive(try write("a.zip", wideFrom: wideFrom))
    #expect(archive.entries.map(\.name) == ["stored", "a/empty", "a/空", "parts"])
    #expect(archive.entries.map(\.method) == [.stored, .deflated, .deflated, .stored])
    #expect(
      try archive.entries.map { try archive.bytes(of: $0) } == [Array("stored".utf8), [], noise, noise])
    #expect(archive.entries[2].storedByteCount < noise.count / 2)
  }

  @Test("the same bytes give the same archive")
  func same() throws {
    #expect(try contents(write("a.zip")) == contents(write("b.zip")))
  }

  /// The sums are of archives that Python's `zipfile` and Info-ZIP's `unzip -t` found right. Stored entries only, as
  /// versions of zlib compress differently.
  @Test(
    "recorded archives",
    arguments: [
      (0xF000_0000, "7c7b4812e69bb236764ab7489a47e0ea97fed3d88bdf0c40bedd7f8fae7b6752"),
      (0, "8222ab0c4ac6a949275ff19fd0b3c9d043f21a1e381b6f9706c0b992a6463675"),
    ])
  func recorded(wideFrom: Int, sum: String) throws {
    let writer = ZipWriter(try OutputFile(folder("a.zip")), wideFrom: wideFrom)
    try writer.add("a", Array("one".utf8), method: .stored)
    try writer.add("b/β", Array("three".utf8), method: .stored)
    try writer.commit()
    #expect(try SHA256(ofFile: folder("a.zip")).hexadecimal == sum)
  }

  @Test("mistakes in writing are errors, and no archive comes of them")
  func mistakes() throws {
    let writer = ZipWriter(try OutputFile(folder("a.zip")))
    #expect(throws: FileError.self) { try writer.write([1]) }
    try writer.add("a", [1])
    #expect(throws: FileError.self) { try writer.write([1]) }
    #expect(throws: FileError.self) { try writer.begin("a", byteCount: 1) }
    #expect(throws: FileError.self) { try writer.begin("folder/", byteCount: 0) }
    #expect(throws: FileError.self) { try writer.begin(String(repeating: "x", count: 65_536), byteCount: 0) }
    try writer.begin("b", byteCount: 2)
    try writer.write([1])
    let few = try #require(throws: FileError.self) { try writer.commit() }
    #expect(few.expected == "2 bytes of “b”" && few.found == "1")
    let many = try #require(throws: FileError.self) { try writer.write([1, 2]) }
    #expect(many.expected == "2 bytes of “b”" && many.found == "more")
    #expect(try !folder.names().contains("a.zip"))
  }
}
