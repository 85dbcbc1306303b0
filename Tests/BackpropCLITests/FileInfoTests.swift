import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropCLI

/// What `info` counts, and that it takes no more memory than what it looks at.
@Suite struct FileInfoTests {
  @Test("numbers are looked at piece by piece, each twice, and told as a whole")
  func pieces() throws {
    let numbers = (0..<200_000).map { Double($0 % 1000) }
    var (asked, largest) = (0, 0)
    let statistics = ArrayStatistics(numbers.count) { range in
      asked += range.count
      largest = max(largest, range.count)
      return Array(numbers[range])
    }
    let found = try #require(statistics)
    #expect(asked == 400_000 && largest <= 1 << 16)
    #expect(found.least == 0 && found.greatest == 999 && abs(found.mean - 499.5) < 1e-9)
    #expect(abs(found.deviation - (999_999.0 / 12).squareRoot()) < 1e-9)
    #expect(ArrayStatistics(0) { _ in [] } == nil)
  }

  @Test("numbers of each kind of file are those that the whole array has")
  func kinds() throws {
    let floats = (0..<70_000).map { Float($0) - 35_000 }
    let array = StoredArray(name: "a", shape: [70_000], floats)
    #expect(array.doubles(in: 65_536..<65_539) == [30_536, 30_537, 30_538])
    #expect(array.doubles(in: 70_000..<70_000) == [])
    let words = try IDXArray(shape: [2, 3], elements: [1, -2, 3, -4, 5, -6] as [Int16])
    #expect(words.doubles(in: 1..<4) == [-2, 3, -4] && words.doubles == [1, -2, 3, -4, 5, -6])
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("info-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.npz").path
    try NumPy.writeArchive([array, StoredArray(name: "b", shape: [2], [Int64(3), 5])], to: path)
    let info = try FileInfo.npz(path)
    #expect(info.arrays.map(\.name) == ["a", "b"])
    #expect(info.arrays[0].statistics?.least == -35_000 && info.arrays[0].statistics?.greatest == 34_999)
    #expect(info.arrays[1].statistics?.mean == 4)
  }

  @Test("a file that is cut off within its header is told to be", arguments: ["safetensors", "idx"])
  func cutOff(kind: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("info-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = folder.appendingPathComponent("whole").path
    let cut = folder.appendingPathComponent("cut")
    if kind == "idx" {
      try IDX.write(try IDXArray(shape: [2, 3], elements: [0, 1, 2, 3, 4, 5] as [UInt8]), to: whole)
    } else {
      let array = StoredArray(name: String(repeating: "n", count: 200), shape: [2], [1 as Float, 2])
      try SafetensorsFile.write([array], metadata: [:], to: whole)
    }
    let bytes = try #require(FileManager.default.contents(atPath: whole))
    for count in kind == "idx" ? [4, 6, 11, 14] : [9, 100, bytes.count - 1] {
      try bytes.prefix(count).write(to: cut)
      let result = try CommandRunner.run(["info", cut.path])
      #expect(result.status == 74 && result.errors.contains("cut off"), "\(count): \(result.errors)")
    }
  }

  @Test("a sample isn't sent through a network that would need gigabytes for it")
  func hugeSamples() throws {
    // Some systems know no limit of memory.
    guard try CommandRunner.shell("ulimit -v 1000000; \"$backprop\" --version").status == 0 else { return }
    var file = ONNXFile()
    file.operatorSets[""] = 17
    let extents: [ONNXValue.Extent] = [.named("N"), .number(1 << 28)]
    file.graph.inputs = [ONNXValue("x", elementType: 1, extents: extents)]
    file.graph.outputs = [ONNXValue("y", elementType: 1, extents: extents)]
    file.graph.nodes = [ONNXNode("Relu", ["x"], ["y"])]
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).onnx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try file.write(to: path)
    let result = try CommandRunner.shell("ulimit -v 1000000; \"$backprop\" info '\(path)'")
    #expect(result.status == 0 && result.output.contains("relu"), "\(result.errors)")
  }
}
