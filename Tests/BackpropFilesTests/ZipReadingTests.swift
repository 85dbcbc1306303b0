import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Reading zip archives")
struct ZipReadingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ bytes: [UInt8], limits: ZipArchive.Limits = .init()) throws -> ZipArchive {
    try ZipArchive(folder.write("a.zip", bytes), limits: limits)
  }

  /// Checks that an archive is refused, when it is opened or when all of it is read.
  private func refuse(
    _ bytes: [UInt8], expected: String = "a whole zip archive", found: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = try #require(throws: FileError.self, sourceLocation: sourceLocation) {
      let archive = try open(bytes)
      for entry in archive.entries { _ = try archive.bytes(of: entry) }
    }
    #expect(error.file == folder("a.zip"), sourceLocation: sourceLocation)
    #expect(error.expected == expected, sourceLocation: sourceLocation)
    #expect(error.found == found, sourceLocation: sourceLocation)
    #expect(error.advice.hasSuffix("."), sourceLocation: sourceLocation)
  }

  /// An archive of two stored entries: `a` with "one" from byte 31 on and `b` with "three", whose header stands at 34;
  /// the directory's entries stand at 70 and 117, its end at 164.
  private func pair(wideFrom: Int = 0xF000_0000) throws -> [UInt8] {
    let writer = ZipWriter(try OutputFile(folder("pair.zip")), wideFrom: wideFrom)
    try writer.add("a", Array("one".utf8), method: .stored)
    try writer.add("b", Array("three".utf8), method: .stored)
    try writer.commit()
    return try contents(folder("pair.zip"))
  }

  private func changed(_ bytes: [UInt8], _ changes: [Int: UInt8]) -> [UInt8] {
    var bytes = bytes
    for (place, byte) in changes { bytes[place] = byte }
    return bytes
  }

  @Test("archives of Python's are read")
  func python() throws {
    let mixed = try open(PythonArchives.bytes(PythonArchives.mixed))
    #expect(mixed.entries.map(\.name) == ["weights/", "weights/W1.txt", "weights/β.txt", "empty"])
    #expect(mixed.entries.map(\.isFolder) == [true, false, false, false])
    #expect(mixed.entries.map(\.method) == [.stored, .deflated, .stored, .deflated])
    #expect(mixed.entries.map(\.byteCount) == [0, 440, 6, 0])
    #expect(
      try mixed.entries.map { try mixed.bytes(of: $0) } == [
        [], PythonArchives.text, Array("stored".utf8), [],
      ])
    #expect(mixed["weights/β.txt"] == mixed.entries[2])
    #expect(mixed["β.txt"] == nil)
    for text in [PythonArchives.streamed, PythonArchives.wide] {
      let archive = try open(PythonArchives.bytes(text))
      #expect(archive.entries.map(\.method) == [.deflated, .stored])
      for entry in archive.entries { #expect(try archive.bytes(of: entry) == PythonArchives.text) }
    }
    #expect(try open(PythonArchives.bytes(PythonArchives.empty)).entries.isEmpty)
  }

  @Test("an entry is read in parts of any size")
  func parts() throws {
    let archive = try open(PythonArchives.bytes(PythonArchives.mixed))
    let entry = try #require(archive["weights/W1.txt"])
    for size in [1, 2, 7, 439, 440, 441] {
      let reader = archive.reader(of: entry)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
      defer { buffer.deallocate() }
      var bytes: [UInt8] = []
      var count = try reader.read(into: buffer)
      while count > 0 {
        bytes += buffer[..<count]
        count = try reader.read(into: buffer)
      }
      #expect(bytes == PythonArchives.text)
      #expect(try reader.read(into: buffer) == 0)
    }
  }

  @Test("what is no archive, cut off or followed by something")
  func incomplete() throws {
    let good = try pair()
    let expected = "a zip archive, which ends with its directory"
    for bytes in [
      [], Array("PK".utf8), [UInt8](repeating: 0, count: 100_000), Array(good.dropLast()), good + [0],
    ] {
      try refuse(bytes, expected: expected, found: "no such end")
    }
    try refuse([0] + good, found: "a directory of 94 bytes at byte 70, whose end stands at byte 165")
    for count in good.indices { #expect(throws: FileError.self) { try open(Array(good[..<count])) } }
  }

  @Test("a directory that lies about itself")
  func directory() throws {
    let good = try pair()
    #expect(good.count == 186 && good[164...167] == [0x50, 0x4B, 5, 6])
    try refuse(changed(good, [168: 1]), expected: "an archive in one file", found: "a part of one in several")
    try refuse(
      changed(good, [172: 3, 174: 3]), found: "a directory of 94 bytes for 3 entries")
    try refuse(
      changed(good, [172: 1, 174: 1]), found: "47 bytes more in the directory than its entries take")
    try refuse(
      changed(good, [176: 93]), found: "a directory of 93 bytes at byte 70, whose end stands at byte 164")
    try refuse(
      changed(good, [176: 0xFF, 177: 0xFF, 178: 0xFF, 179: 0xFF]),
      found: "a directory of 4294967295 bytes at byte 70, whose end stands at byte 164")
    try refuse(changed(good, [70: 0]), found: "no entry at byte 0 of the directory")
    try refuse(changed(good, [145: 9]), found: "an entry at byte 47 of the directory that is cut off")
  }

  @Test("numbers of 64 bits that lie")
  func wideDirectory() throws {
    let good = try pair(wideFrom: 0)
    let (record, locator, end) = (good.count - 98, good.count - 42, good.count - 22)
    #expect(try open(good).entries.map(\.byteCount) == [3, 5])
    try refuse(
      changed(good, [locator: 0]),
      found: "a directory of 4294967295 bytes at byte 4294967295, whose end stands at byte \(end)")
    try refuse(
      changed(good, [locator + 15: 0xFF]),
      found: "the end of a directory at byte \(0xFF00_0000_0000_0000 | UInt64(record))")
    try refuse(changed(good, [record: 0]), found: "no end of a directory at byte \(record)")
    try refuse(changed(good, [record + 4: 45]), found: "no end of a directory at byte \(record)")
    let parts = "an archive in one file"
    try refuse(changed(good, [locator + 16: 2]), expected: parts, found: "a part of one in several")
    try refuse(changed(good, [record + 24: 3]), expected: parts, found: "a part of one in several")
    try refuse(
      changed(good, [record + 31: 0x80, record + 39: 0x80]), expected: "at most 65536 entries",
      found: "9223372036854775810")
    let size = UInt64(record) - UInt64(good[record + 48])
    try refuse(
      changed(good, [record + 47: 0xFF]),
      found: "a directory of \(0xFF00_0000_0000_0000 | size) bytes at byte \(good[record + 48]), "
        + "whose end stands at byte \(record)")
    // The size of `a` in the first entry's extra field, and the field's own number.
    let extra = Int(good[record + 48]) + 46 + 1
    try refuse(
      changed(good, [extra + 4 + 7: 0x80]), found: "“a” with 9223372036854775811 bytes")
    try refuse(changed(good, [extra: 2]), found: "“a” without its sizes")
    try refuse(changed(good, [extra + 2: 23]), found: "“a” without all its sizes")
    try refuse(changed(good, [extra + 2: 0xFF]), found: "“a” without its sizes")
  }

  @Test("numbers of 64 bits where those of 32 would do, as PyTorch writes them")
  func needlesslyWide() throws {
    let wide = try pair(wideFrom: 0)
    let (record, end) = (wide.count - 98, wide.count - 22)
    // The count, the size and the place of the directory, as the record of 64 bits has them.
    var changes: [Int: UInt8] = [:]
    for (from, to, count) in [(24, 8, 2), (32, 10, 2), (40, 12, 4), (48, 16, 4)] {
      for byte in 0..<count { changes[end + to + byte] = wide[record + from + byte] }
    }
    let archive = try open(changed(wide, changes))
    #expect(archive.entries.map(\.name) == ["a", "b"])
    #expect(
      try archive.entries.map { try archive.bytes(of: $0) } == [Array("one".utf8), Array("three".utf8)])
    for place in [10, 12, 16] {
      var others = changes
      others[end + place]! += 1
      try refuse(changed(wide, others), found: "two ends of the directory that differ")
    }
  }

  @Test("headers that differ from the directory")
  func headers() throws {
    let good = try pair()
    let differs = "a header at byte 34 of the file that differs from the directory's “b”"
    // Flags, method, checksum, both sizes, and the name.
    for place in [40, 42, 48, 52, 56, 64] {
      try refuse(changed(good, [place: good[place] ^ 8]), found: differs)
    }
    try refuse(changed(good, [34: 0]), found: "no header of “b” at byte 34 of the file")
  }

  @Test("sizes that lie and data that don't fit")
  func sizes() throws {
    let good = try pair()
    // The size of `b` in the directory and in its own header.
    try refuse(changed(good, [141: 4, 56: 4]), found: "“b” with 4 bytes, of which the archive holds 5")
    try refuse(changed(good, [137: 6, 52: 6, 141: 6, 56: 6]), found: "“b” in the bytes of the directory")
    try refuse(changed(good, [94: 36, 18 + 4: 3]), found: "“a” with 36 bytes, of which the archive holds 3")
    try refuse(changed(good, [90: 4, 18: 4, 94: 4, 22: 4]), found: "“b” in the bytes of another entry")
    // Two entries that share one header, as bombs do.
    try refuse(
      changed(good, [116 + 1 + 42: 0, 116 + 1 + 46: UInt8(ascii: "a")]), found: "the name “a” twice")
    try refuse(changed(good, [116 + 1 + 42: 0]), found: "“b” in the bytes of another entry")
    try refuse(
      changed(good, [31: UInt8(ascii: "O")]), expected: "data that match its checksum in the entry “a”",
      found: "data that don't")
  }

  @Test("deflated data that are more, less or no data")
  func deflated() throws {
    let writer = ZipWriter(try OutputFile(folder("one.zip")))
    try writer.add("a", PythonArchives.text)
    try writer.commit()
    let good = try contents(folder("one.zip"))
    let archive = try open(good)
    #expect(try archive.bytes(of: archive.entries[0]) == PythonArchives.text)
    let entry = good.count - 22 - 47
    // 440 bytes are 0x1B8; the size stands in the header and in the directory.
    try refuse(
      changed(good, [22: 0xB7, entry + 24: 0xB7]), expected: "439 bytes of it in the entry “a”",
      found: "more data")
    try refuse(
      changed(good, [22: 0xB9, entry + 24: 0xB9]), expected: "441 bytes of it in the entry “a”",
      found: "the end after 440 bytes")
    try refuse(
      changed(good, [25: 1, entry + 27: 1]),
      found: "“a” with 16777656 bytes, of which the archive holds \(archive.entries[0].storedByteCount)")
    // 7 is a kind of block that there isn't.
    try refuse(
      changed(good, [31: 7]), expected: "whole deflated data in the entry “a”",
      found: "damage after 0 bytes of it (invalid block type)")
  }

  @Test(
    "names that lead out of the folder or nowhere",
    arguments: [
      "/etc/passwd", "../a", "a/../../b", "a/..", "..", ".", "./a", "a//b", "", "/", "C:a", "c:/a",
      "a\\..\\b", "\\a", "a\0b",
    ])
  func names(name: String) throws {
    // Written with a harmless name as long, then changed in both places.
    let writer = ZipWriter(try OutputFile(folder("name.zip")))
    try writer.add(String(repeating: "x", count: max(name.utf8.count, 1)), [1], method: .stored)
    try writer.commit()
    var bytes = try contents(folder("name.zip"))
    let directory = bytes.count - 22 - 46 - max(name.utf8.count, 1)
    if name.isEmpty {
      // Without its only letter, in the directory alone.
      bytes.remove(at: directory + 46)
      bytes[directory + 28] = 0
      bytes[bytes.count - 10] -= 1
    } else {
      bytes.replaceSubrange(30..<30 + name.utf8.count, with: name.utf8)
      bytes.replaceSubrange(directory + 46..<directory + 46 + name.utf8.count, with: name.utf8)
    }
    let found = name.contains("\0") ? "a zero character in the name of an entry" : "the name “\(name)”"
    try refuse(bytes, expected: "names of files below the archive's folder", found: found)
    #expect(throws: FileError.self) {
      let writer = ZipWriter(try OutputFile(folder("refused.zip")))
      try writer.add(name, [1])
    }
  }

  @Test("forms that aren't read: encrypted, other methods, names that aren't UTF-8")
  func forms() throws {
    let good = try pair()
    let forms = "entries that are stored or deflated"
    try refuse(changed(good, [6: 1, 78: 1]), expected: forms, found: "another form of “a”")
    try refuse(changed(good, [8: 12, 80: 12]), expected: forms, found: "another form of “a”")
    try refuse(
      changed(good, [30: 0xFF, 116: 0xFF]), expected: "names in UTF-8",
      found: "another name at byte 0 of the directory")
  }

  @Test("limits to the number of entries and to their size together")
  func limits() throws {
    let good = try pair()
    #expect(try open(good, limits: .init(entryCount: 2, byteCount: 8)).entries.count == 2)
    let many = try #require(throws: FileError.self) { try open(good, limits: .init(entryCount: 1)) }
    #expect(many.expected == "at most 1 entry" && many.found == "2")
    let large = try #require(throws: FileError.self) { try open(good, limits: .init(byteCount: 7)) }
    #expect(large.expected == "at most 7 bytes in all entries" && large.found == "more")
  }

  @Test("damaged archives give an error or the same bytes")
  func mutations() throws {
    var numbers = SeededNumbers(state: 9)
    let texts = [PythonArchives.mixed, PythonArchives.streamed, PythonArchives.wide]
    for good in texts.map(PythonArchives.bytes) + [try pair(), try pair(wideFrom: 0)] {
      let archive = try open(good)
      let whole = try archive.entries.map { try archive.bytes(of: $0) }
      var refused = 0
      for round in 0..<400 {
        let path = try folder.write("damaged.zip", damaged(good, &numbers))
        do throws(FileError) {
          let archive = try ZipArchive(path)
          for entry in archive.entries where !entry.isFolder {
            // A checksum of 32 bits lets no other data through; only what is not data may have changed.
            #expect(whole.contains(try archive.bytes(of: entry)), "round \(round)")
          }
        } catch {
          refused += 1
          #expect(!error.expected.isEmpty && !error.found.isEmpty && error.advice.hasSuffix("."))
        }
      }
      #expect(refused > 200)
    }
  }
}
