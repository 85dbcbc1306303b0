import BackpropData
import BackpropFiles
import BackpropTestSupport
import Testing

/// Files damaged in many ways, the same ones in every run.
@Suite("Damaged files never stop the program")
struct IDXMutationTests {
  private func check(_ good: [UInt8], _ original: IDXArray, seed: UInt64, isGzip: Bool) throws {
    let folder = try TemporaryFolder()
    var numbers = SeededNumbers(state: seed)
    var refused = 0
    for round in 0..<1000 {
      let path = try folder.write("damaged", damaged(good, &numbers))
      do {
        let array = try IDX.read(path)
        #expect(array.shape.reduce(1, *) == array.count, "round \(round)")
        #expect(array.count * array.elementType.byteCount == array.bytes.count, "round \(round)")
        #expect(array.doubles.count == array.count, "round \(round)")
        // The checksum lets no other data through; only what is not data may have changed.
        if isGzip { #expect(array == original, "round \(round)") }
      } catch {
        refused += 1
        #expect(error.file == path)
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
    // Most kinds of damage show; a changed element of a plain file cannot.
    #expect(refused > 500)
  }

  @Test("a thousand damaged plain files of unsigned bytes and of numbers with 64 bits")
  func plain() throws {
    let bytes = try IDXArray(shape: [2, 3, 2], elements: [UInt8](0..<12))
    try check(idxHeader([2, 3, 2]) + bytes.bytes, bytes, seed: 1, isGzip: false)
    let doubles = try IDXArray(shape: [3], elements: [1.5, -2, .pi])
    try check(idxHeader(type: 0x0E, [3]) + doubles.bytes, doubles, seed: 2, isGzip: false)
  }

  @Test("a thousand damaged gzip files")
  func packed() throws {
    var numbers = SeededNumbers(state: 3)
    let elements = (0..<300).map { _ in UInt8.random(in: 0..<4, using: &numbers) }
    let array = try IDXArray(shape: [3, 10, 10], elements: elements)
    let good = gzip(idxHeader([3, 10, 10]) + elements)
    try check(good, array, seed: 4, isGzip: true)
  }

  @Test("every single length of a gzip file but the whole is refused")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let whole = gzip(idxHeader([4, 5]) + [UInt8](0..<20))
    for count in 0..<whole.count {
      let path = try folder.write("cut", Array(whole[..<count]))
      #expect(throws: FileError.self) { try IDX.read(path) }
    }
  }

  @Test("every single byte of a gzip file changed gives an error or the same data")
  func flipped() throws {
    let folder = try TemporaryFolder()
    let array = try IDXArray(shape: [4, 5], elements: [UInt8](0..<20))
    let whole = gzip(idxHeader([4, 5]) + array.bytes)
    for place in whole.indices {
      for change in [0x01, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[place] ^= change
        let path = try folder.write("flipped", bytes)
        if let read = try? IDX.read(path) { #expect(read == array) }
      }
    }
  }
}
