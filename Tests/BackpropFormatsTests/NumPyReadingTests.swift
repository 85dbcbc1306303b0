import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

/// Files that NumPy wrote.
@Suite struct NumPyReadingTests {
  private func read(_ name: String) throws -> StoredArray {
    let folder = try TemporaryFolder()
    return try NumPy.read(folder.write("a.npy", NumPyFiles.bytes(name)))
  }

  private func error(_ bytes: [UInt8]) throws -> FileError? {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.npy", bytes)
    do throws(FileError) {
      _ = try NumPy.read(path)
      return nil
    } catch {
      return error
    }
  }

  /// An array whose header is a text.
  private func file(_ header: String, version: UInt8 = 1, data: Int = 0) -> [UInt8] {
    let count = header.utf8.count
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(count & 255), UInt8(count >> 8)]
    if version > 1 { bytes += [0, 0] }
    return bytes + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  @Test(arguments: ["F8", "F4", "F2", "I8", "I4", "I2", "I1", "U8", "U4", "U2", "U1"])
  func bothOrdersOfBytesGiveTheSame(kind: String) throws {
    let (little, big) = (try read("little\(kind)"), try read("big\(kind)"))
    #expect(little == big)
    #expect(little.shape == [2, 3])
    #expect(little.bytes.count == 6 * little.kind.byteCount)
    let first: [UInt8] =
      switch kind {
      case "F8": [0, 0, 0, 0, 0, 0, 0x59, 0x40]
      case "F4": [0, 0, 0xC8, 0x42]
      case "F2": [0x40, 0x56]
      default: [100] + [UInt8](repeating: 0, count: little.kind.byteCount - 1)
      }
    let size = little.kind.byteCount
    #expect(Array(little.bytes[3 * size..<4 * size]) == first)
  }

  @Test func truthsSingleNumbersAndEmptyArraysAreRead() throws {
    #expect(try read("truths") == StoredArray(name: "", kind: .bool, shape: [3], bytes: [1, 0, 1]))
    #expect(try read("single").shape == [])
    #expect(try read("single").bytes == [0, 0, 0, 0, 0, 0, 4, 0x40])
    #expect(try read("empty") == StoredArray(name: "", kind: .float32, shape: [0, 3], bytes: []))
  }

  @Test func theOrderOfColumnsBecomesThatOfRows() throws {
    let array = try read("fortran")
    #expect(array.shape == [2, 3, 4])
    let numbers = (0..<24).flatMap { number in
      withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { Array($0) }
    }
    #expect(array.bytes == numbers)
  }

  @Test(arguments: ["version2", "version3"]) func laterVersionsAreRead(name: String) throws {
    let array = try read(name)
    #expect(
      array == StoredArray(name: "", kind: .int32, shape: [3], bytes: [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]))
  }

  @Test(arguments: [
    ("texts", "texts"), ("complexes", "complex numbers"), ("records", "records with fields"),
    ("dates", "dates"), ("objects", "pickled"),
  ])
  func whatIsntNumbersIsNamed(name: String, word: String) throws {
    let error = try #require(try error(NumPyFiles.bytes(name)))
    #expect(error.found.contains(word))
  }

  @Test func picklesAreNeverAdvised() throws {
    #expect(try error(NumPyFiles.bytes("objects"))?.advice.contains("never read") == true)
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n",
    "{'shape': (1,), 'descr': '=f4', 'fortran_order': False}",
    "{\"descr\": \"<f4\", \"fortran_order\": True, \"shape\": (1L, ), }   \n",
    " { 'descr' : 'f4' , 'fortran_order' : False , 'shape' : ( 1 , 1 ) } ",
  ])
  func dictionariesMayBeSpacedOtherwise(header: String) throws {
    #expect(try error(file(header, data: 4)) == nil)
  }

  @Test(arguments: [
    ("", "'{'"),
    ("{'descr': '<f4', 'fortran_order': False, }", "keys"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "keys"),
    ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "keys"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", "comma"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': [1]}", "'('"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "True or False"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "whole number"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "whole number"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (01,)}", "whole number"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + f()", "nothing but spaces"),
    ("{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}", "numbers"),
    ("{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}", "order of bytes"),
    ("{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}", "floating-point"),
    ("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}", "quotes"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1, ", count: 65)))}", "axes"),
  ])
  func otherDictionariesAreRefused(header: String, expected: String) throws {
    let error = try #require(try error(file(header, data: 4)))
    #expect(error.expected.contains(expected) || error.found.contains(expected), "\(error)")
    #expect(error.offset != nil)
  }

  @Test func sizesThatTheFileDoesntHaveAreRefusedBeforeMemoryIsAskedFor() throws {
    for shape in ["(1000000000000,)", "(4611686018427387904, 4)", "(3,)"] {
      let error = try error(file("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape)}", data: 16))
      #expect(error != nil)
    }
    let more = try error(file("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", data: 16))
    #expect(more?.found == "8 more bytes")
  }

  @Test(arguments: ["stored", "deflated", "streamed"])
  func archivesAreRead(name: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.npz", NumPyFiles.bytes(name))
    let arrays = try NumPy.readArchive(path)
    #expect(arrays.map(\.name) == ["weight", "bias"])
    #expect(arrays[0].shape == [2, 3])
    #expect(arrays[0].kind == .float32)
    #expect(arrays[1].bytes == [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8))
    let layouts = try NumPy.layouts(ofArchive: path)
    #expect(layouts.map(\.name) == arrays.map(\.name) && layouts.map(\.shape) == arrays.map(\.shape))
  }

  @Test func anArrayInAnArchiveThatIsWrongIsNamed() throws {
    let folder = try TemporaryFolder()
    let writer = ZipWriter(try OutputFile(folder("a.npz")))
    try writer.add("good.npy", NumPyFiles.bytes("single"))
    try writer.add("notes.txt", [1])
    try writer.add("bad.npy", NumPyFiles.bytes("objects"))
    try writer.commit()
    do {
      _ = try NumPy.readArchive(folder("a.npz"))
      Issue.record("it was read")
    } catch {
      #expect(error.expected.contains("“bad.npy”"))
    }
  }

  @Test func whatTorchSavedIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = folder("m.pt")
    let writer = ZipWriter(try OutputFile(path))
    try writer.add("m/data.pkl", [0x80, 2], method: .stored)
    try writer.add("m/data/0", [1, 2, 3, 4], method: .stored)
    try writer.commit()
    let error = try #require(throws: FileError.self) { try NumPy.readArchive(path) }
    #expect(error.found == "a file of torch.save's" && error.advice.contains("safetensors.torch.save_file"))
    #expect(throws: FileError.self) { try NumPy.layouts(ofArchive: path) }
  }
}
