import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

/// A safetensors file of a header and data.
private func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
  let length = length ?? UInt64(header.utf8.count)
  return withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(header.utf8)
    + [UInt8](repeating: 0, count: data)
}

/// A header with one tensor `a`, parts of which may be others.
private func one(
  dtype: String = "\"F32\"", shape: String = "[2]", offsets: String = "[0,8]", more: String = ""
) -> String {
  "{\"a\":{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)\(more)}}"
}

/// A file that must be refused, and a part of what the error says.
struct Attack: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let says: String

  init(_ name: String, _ bytes: [UInt8], _ says: String) {
    (self.name, self.bytes, self.says) = (name, bytes, says)
  }

  var testDescription: String { name }

  static let all: [Attack] = lengths + syntax + tensors + layouts

  static let lengths: [Attack] = [
    Attack("no byte", [], "no data"),
    Attack("seven bytes", [2, 0, 0, 0, 0, 0, 0], "7 bytes"),
    Attack("a length alone", file("", length: 2), "a length of 2"),
    Attack("a header of no byte", file(""), "an empty header"),
    Attack("a header beyond the file", file("{}", length: 3), "a length of 3"),
    Attack("a length near 2⁶⁴", file("{}", length: .max), "18446744073709551615"),
    Attack("a length of 2⁶³", file("{}", length: 1 << 63), "9223372036854775808"),
    Attack("a length beyond the limit", file("{}", length: 100_000_001), "at most 100000000 bytes"),
    Attack("no brace at the start", file(" {}"), "the byte 0x20"),
    Attack("a list", file("[]"), "the byte 0x5B"),
  ]

  static let syntax: [Attack] = [
    Attack("no end", file("{"), "the end of the header"),
    Attack("something after the end", file("{}x"), "only spaces"),
    Attack("a second object", file("{}{}"), "only spaces"),
    Attack("a zero after the end", file("{}\0"), "the byte 0x00"),
    Attack("a comma too many", file("{\"__metadata__\":{},}"), "a name in quotation marks"),
    Attack("nesting", file("{\"a\":" + String(repeating: "{\"a\":", count: 1000)), "each once"),
    Attack("nested lists", file("{\"a\":" + String(repeating: "[", count: 1000)), "an object that describes"),
    Attack("no UTF-8", file("{\"a", length: 6) + [0xFF, 0x22, 0x7D], "UTF-8"),
    Attack("a control character", file("{\"a\n\":1}"), "a character of a string"),
    Attack("an unknown escape", file("{\"a\\x\":1}"), "one of the escapes"),
    Attack("half of a surrogate pair", file("{\"a\\ud800\":1}"), "both halves"),
    Attack("the halves in the wrong order", file("{\"a\\udc00\\ud800\":1}"), "both halves"),
    Attack("a short escape", file("{\"a\\u00e\":1}"), "four hexadecimal digits"),
    Attack("metadata that are a text", file("{\"__metadata__\":\"a\"}"), "metadata, which are an object"),
    Attack("metadata with a number", file("{\"__metadata__\":{\"a\":1}}"), "the text of a key"),
    Attack("metadata with a key twice", file("{\"__metadata__\":{\"a\":\"b\",\"a\":\"b\"}}"), "once more"),
    Attack(
      "metadata of very many keys",
      file("{\"__metadata__\":{" + (0...1 << 16).map { "\"\($0)\":\"\"" }.joined(separator: ",") + "}}"),
      "at most 65536 keys"),
    Attack("metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}"), "once more"),
  ]

  static let tensors: [Attack] = [
    Attack(
      "a name twice", file(String(one().dropLast()) + "," + one().dropFirst(), data: 8), "“a” once more"),
    Attack("an unknown type", file(one(dtype: "\"F7\""), data: 8), "“F7”"),
    Attack("a type in lower case", file(one(dtype: "\"f32\""), data: 8), "“f32”"),
    Attack("a type that is a number", file(one(dtype: "32"), data: 8), "the name of a type"),
    Attack("a negative extent", file(one(shape: "[-2]"), data: 8), "an integer of at least 0"),
    Attack(
      "an extent with a fraction", file(one(shape: "[2.0]"), data: 8), "a comma or the end of the array"),
    Attack(
      "an extent with an exponent", file(one(shape: "[2e0]"), data: 8), "a comma or the end of the array"),
    Attack("an extent with a leading zero", file(one(shape: "[02]"), data: 8), "without leading zeros"),
    Attack("an extent of 2⁶³", file(one(shape: "[9223372036854775808]"), data: 8), "at most"),
    Attack("an extent in words", file(one(shape: "[\"2\"]"), data: 8), "an integer of at least 0"),
    Attack(
      "extents whose product is too large", file(one(shape: "[4294967296,4294967296]"), data: 8),
      "bytes can be counted, but found F32 of the shape"),
    Attack(
      "extents whose product is too large before a zero",
      file(one(shape: "[4294967296,4294967296,0]", offsets: "[0,0]")),
      "bytes can be counted, but found F32 of the shape"),
    Attack(
      "bytes that are too many by the kind", file(one(shape: "[4611686018427387904]"), data: 8),
      "bytes can be counted, but found F32 of the shape"
    ),
    Attack(
      "65 axes",
      file(one(shape: "[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]"), data: 8), "64"),
    Attack("another size", file(one(shape: "[3]"), data: 8), "12 bytes"),
    Attack("one offset", file(one(offsets: "[8]"), data: 8), "[8]"),
    Attack("three offsets", file(one(offsets: "[0,8,8]"), data: 8), "after 2 numbers"),
    Attack("offsets backwards", file(one(offsets: "[8,0]"), data: 8), "[8, 0]"),
    Attack("an end beyond the file", file(one(offsets: "[4,12]"), data: 8), "within 8 bytes"),
    Attack(
      "an end far beyond", file(one(offsets: "[9223372036854775799,9223372036854775807]"), data: 8), "within"),
    Attack("a part too much", file(one(more: ",\"extra\":1"), data: 8), "“extra”"),
    Attack("a part twice", file(one(more: ",\"shape\":[2]"), data: 8), "“shape”"),
    Attack("no type", file("{\"a\":{\"shape\":[0],\"data_offsets\":[0,0]}}"), "no dtype"),
    Attack("no shape", file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", data: 4), "no shape"),
    Attack("no offsets", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[0]}}"), "no data_offsets"),
  ]

  static let layouts: [Attack] = [
    Attack("a hole at the start", file(one(offsets: "[4,12]"), data: 12), "leaves a hole"),
    Attack("bytes behind the last tensor", file(one(), data: 9), "9 bytes"),
    Attack("bytes without a tensor", file("{}", data: 1), "1 byte"),
    Attack("an overlap", file(two("[0,8]", "[4,12]"), data: 12), "overlaps"),
    Attack("the same bytes", file(two("[0,8]", "[0,8]"), data: 8), "overlaps"),
    Attack("a hole", file(two("[0,8]", "[12,20]"), data: 20), "leaves a hole"),
  ]

  private static func two(_ first: String, _ second: String) -> String {
    let second = one(offsets: second).dropFirst().replacing("\"a\"", with: "\"b\"", maxReplacements: 1)
    return String(one(offsets: first).dropLast()) + "," + second
  }
}

@Suite struct SafetensorsTests {
  @Test(arguments: Attack.all)
  func hostileFilesAreRefused(attack: Attack) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("hostile.safetensors", attack.bytes)
    let error = try #require(throws: FileError.self) { _ = try SafetensorsFile(path) }
    #expect("\(error)".contains(attack.says), "\(error)")
    #expect(error.file == path && error.advice.hasSuffix("."))
    #expect(throws: FileError.self) { _ = try SafetensorsFile(bytes: attack.bytes) }
  }

  @Test func whatTheFormatAllowsIsRead() throws {
    let spaces = try SafetensorsFile(bytes: file("{}" + String(repeating: " ", count: 70_000)))
    #expect(spaces.tensors.isEmpty && spaces.metadata.isEmpty)
    let blanks = "{ \"a\" :\n{\t\"shape\" : [ ] , \"data_offsets\":[0, 4],\"dtype\":\"F32\"}\r\n}"
    let rankZero = try SafetensorsFile(bytes: file(blanks, data: 4))
    #expect(rankZero.tensors.map(\.shape) == [[]])
    let escaped = file("{\"__metadata__\":{\"k\\u00e9\\n\":\"\\ud83d\\ude00\\\"\\/\"}}")
    #expect(try SafetensorsFile(bytes: escaped).metadata == ["ké\n": "😀\"/"])
    let empty = file(one(shape: "[0,9223372036854775807]", offsets: "[0,0]"))
    #expect(try SafetensorsFile(bytes: empty).tensors.map(\.byteRange) == [0..<0])
    let large = String(repeating: "x", count: 200_000)
    #expect(
      try SafetensorsFile(bytes: file("{\"__metadata__\":{\"k\":\"\(large)\"}}")).metadata["k"] == large)
  }

  @Test func namesThatOnlyLookTheSameAreDifferent() throws {
    let arrays = [
      StoredArray(name: "\u{E9}", shape: [1], [1 as Float]),
      StoredArray(name: "e\u{301}", shape: [1], [2 as Float]),
    ]
    let file = try SafetensorsFile(bytes: try SafetensorsFile.bytes(of: arrays))
    #expect(file.tensors.count == 2)
    #expect(try file.array(try #require(file.tensor("e\u{301}"))).floats == [2])
  }

  @Test func everythingComesBackToTheBit() throws {
    let floats: [Float] = [
      0, -0.0, .nan, -.nan, Float(bitPattern: 0x7F80_0001), .infinity, .leastNonzeroMagnitude,
    ]
    let arrays = [
      StoredArray(name: "floats", shape: [7], floats),
      StoredArray(name: "doubles", shape: [1, 2, 1], [Double.nan, -.infinity]),
      StoredArray(name: "integers", shape: [], [Int64.min]),
      StoredArray(name: "empty", shape: [3, 0, 2], [Float]()),
      StoredArray(name: "", shape: [1], [1 as Double]),
    ]
    let metadata = ["a": "", "": "b", "c\u{0}\u{1F}\u{2028}": "😀\u{7F}\\"]
    let file = try SafetensorsFile(bytes: try SafetensorsFile.bytes(of: arrays, metadata: metadata))
    #expect(Set(try file.arrays()) == Set(arrays))
    #expect(file.metadata == metadata)
    let read = try file.array(try #require(file.tensor("floats")))
    #expect(read.floats.map(\.bitPattern) == floats.map(\.bitPattern))
    #expect((8 + file.headerByteCount) % 8 == 0)
  }

  @Test func whatNoFileCanHoldIsntWritten() throws {
    let folder = try TemporaryFolder()
    let array = StoredArray(name: "a", shape: [1], [1 as Float])
    let metadata = StoredArray(name: "__metadata__", shape: [1], [1 as Float])
    for arrays in [[array, array], [metadata]] {
      #expect(throws: FileError.self) { try SafetensorsFile.write(arrays, to: folder("never")) }
    }
    #expect(try folder.names().isEmpty)
    #expect(StoredArray(name: "a", kind: .float32, shape: [2], bytes: [0, 0, 0, 0]) == nil)
    #expect(StoredArray(name: "a", kind: .float32, shape: [-1], bytes: []) == nil)
    #expect(StoredArray(name: "a", kind: .float64, shape: [.max, .max], bytes: []) == nil)
  }

  @Test func aHugeHeaderOfGarbageIsRefusedAtItsStart() throws {
    let folder = try TemporaryFolder()
    let garbage = [UInt8](repeating: UInt8(ascii: "["), count: 100_000_000 - 5)
    let path = try folder.write(
      "garbage",
      withUnsafeBytes(of: UInt64(100_000_000).littleEndian) { Array($0) } + Array("{\"a\":".utf8) + garbage)
    let error = try #require(throws: FileError.self) { _ = try SafetensorsFile(path) }
    #expect(error.offset == 13)
  }

  @Test func damagedFilesNeverStopTheProgram() throws {
    let arrays = [
      StoredArray(name: "0.weight", shape: [2, 3], [1, 2, 3, 4, 5, 6] as [Float]),
      StoredArray(name: "0.bias", shape: [2], [1, 2] as [Double]),
      StoredArray(name: "n", shape: [], [7] as [Int64]),
    ]
    let good = try SafetensorsFile.bytes(of: arrays, metadata: ["format": "pt", "é": "\u{1}"])
    var numbers = SeededNumbers(state: 19)
    var refused = 0
    for _ in 0..<5000 {
      let bytes = damaged(good, &numbers)
      do {
        let file = try SafetensorsFile(bytes: bytes)
        for array in try file.arrays() {
          #expect(array.count == array.floats.count && array.count == array.doubles.count)
          _ = array.integers
        }
      } catch {
        refused += 1
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
    #expect(refused > 2500)
  }

  @Test func everyLengthButTheWholeIsRefused() throws {
    let good = try SafetensorsFile.bytes(of: [StoredArray(name: "a", shape: [2], [1, 2] as [Float])])
    for count in 0..<good.count {
      #expect(throws: FileError.self) { _ = try SafetensorsFile(bytes: Array(good[..<count])) }
    }
  }
}
