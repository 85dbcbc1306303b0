import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite struct NumPyWritingTests {
  @Test(arguments: [
    "littleF8", "littleF4", "littleF2", "littleI8", "littleI1", "littleU2", "truths", "single", "empty",
  ])
  func filesAreNumPysOwnToTheByte(name: String) throws {
    let folder = try TemporaryFolder()
    let array = try NumPy.read(folder.write("a.npy", NumPyFiles.bytes(name)))
    try NumPy.write(array, to: folder("b.npy"))
    #expect(try contents(folder("b.npy")) == NumPyFiles.bytes(name))
    #expect(try NumPy.layout(folder("b.npy")).shape == array.shape)
  }

  @Test(arguments: [NumPy.Compression.none, .deflate])
  func archivesReadBack(compression: NumPy.Compression) throws {
    let folder = try TemporaryFolder()
    let arrays = NumberKind.allCases.filter { $0 != .bfloat16 }.enumerated().compactMap { place, kind in
      StoredArray(
        name: "\(place).body.weight", kind: kind, shape: [2, place],
        bytes: [UInt8](repeating: 1, count: 2 * place * kind.byteCount))
    }
    try NumPy.writeArchive(arrays, to: folder("a.npz"), compression: compression)
    #expect(arrays.count == 12)
    #expect(try NumPy.readArchive(folder("a.npz")) == arrays)
  }

  @Test func bfloat16BecomesFloat32() throws {
    let folder = try TemporaryFolder()
    let array = try #require(StoredArray(name: "", kind: .bfloat16, shape: [1], bytes: [0x80, 0x3F]))
    try NumPy.write(array, to: folder("a.npy"))
    let read = try NumPy.read(folder("a.npy"))
    #expect(read == StoredArray(name: "", kind: .float32, shape: [1], bytes: [0, 0, 0x80, 0x3F]))
  }

  @Test(arguments: ["../up", "a", "/root"]) func namesThatAnArchiveMustntHaveAreRefused(name: String) throws {
    let folder = try TemporaryFolder()
    let array = try #require(StoredArray(name: "a", kind: .uint8, shape: [], bytes: [1]))
    var other = array
    other.name = name
    #expect(throws: FileError.self) { try NumPy.writeArchive([array, other], to: folder("a.npz")) }
    #expect(try folder.names().isEmpty)
  }
}
