import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

/// Files of the reference, which Scripts/safetensors-files.py wrote.
@Suite struct SafetensorsReferenceTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded").path

  private func file(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile("\(Self.folder)/\(name).safetensors")
  }

  @Test func everyKindOfNumberIsRead() throws {
    let file = try file("kinds")
    #expect(file.metadata == ["format": "pt"])
    for kind in NumberKind.allCases where kind != .bool {
      let array = try #require(try file.arrays().first { $0.kind == kind && $0.shape == [2, 3] })
      #expect(array.floats == [1, 2, 3, 4, 5, 100], "\(kind)")
      #expect(array.doubles == [1, 2, 3, 4, 5, 100], "\(kind)")
      #expect(array.integers == [1, 2, 3, 4, 5, 100], "\(kind)")
    }
    let bool = try file.array(try #require(file.tensor("bool")))
    #expect(bool.floats == [1, 0, 1])
    #expect(bool.integers == [1, 0, 1])
    let odd = try file.array(try #require(file.tensor("aé\"\\\n\t\u{1}\u{7F}😀")))
    #expect(odd.floats[0].sign == .minus && odd.floats[1] == .infinity && odd.floats[2] == -.infinity)
    #expect(odd.floats[3].isNaN)
    #expect(odd.integers == nil)
    #expect(try file.array(try #require(file.tensor("empty"))).floats == [])
    #expect(try file.array(try #require(file.tensor("single"))).doubles == [2.5])
  }

  @Test func numbersOf16BitsAreThoseOfPyTorch() throws {
    let file = try file("small-floats")
    for name in ["half", "brain", "tiny"] {
      let small = try file.array(try #require(file.tensor(name)))
      let wide = try file.array(try #require(file.tensor("\(name).float")))
      for (a, b) in zip(small.floats, wide.floats) {
        #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(name): \(a), not \(b)")
      }
    }
  }

  @Test(arguments: ["kinds", "empty", "small-floats"])
  func whatIsReadIsWrittenWithTheSameBytes(name: String) throws {
    let original = try contents("\(Self.folder)/\(name).safetensors")
    let file = try SafetensorsFile(bytes: original)
    // In another order than the file's.
    let arrays = Array(try file.arrays().reversed())
    #expect(try SafetensorsFile.bytes(of: arrays, metadata: file.metadata) == original)
    let folder = try TemporaryFolder()
    try SafetensorsFile.write(arrays, metadata: file.metadata, to: folder("again"))
    #expect(try contents(folder("again")) == original)
    #expect(try folder.names() == ["again"])
  }
}
