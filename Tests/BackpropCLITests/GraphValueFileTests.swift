import BackpropFiles
import Foundation
import Testing

@Suite("backprop graph --set NAME=@FILE") struct GraphValueFileTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "values-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func run(_ bytes: [UInt8], _ arguments: [String] = ["--format", "json"]) throws -> CommandResult {
    let file = folder.appendingPathComponent("v")
    try Data(bytes).write(to: file)
    return try CommandRunner.run(["graph", "x", "--set", "x=@\(file.path)"] + arguments)
  }

  private func value(_ text: String) throws -> GraphOutput.Value {
    let result = try run(Array(text.utf8))
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(GraphOutput.self, from: Data(result.output.utf8)).value
  }

  /// By the rules of NumPy's `loadtxt`, and JSON.
  private static let readable: [(text: String, shape: [Int], scalars: [Double])] = [
    ("[[1, -2],\n [3e0, 4]]\n", [2, 2], [1.0, -2, 3, 4]),
    ("[\"nan\", -inf, NaN]", [3], [.nan, -.infinity, .nan]),
    (" 7\n", [], [7]), ("1 2\t3", [3], [1, 2, 3]), ("1\n2\n3\n", [3], [1, 2, 3]),
    ("1 2\r\n\r\n3 4\r\n", [2, 2], [1, 2, 3, 4]), ("# a, b\n1, 2\n3,4 # c\n", [2, 2], [1, 2, 3, 4]),
    (".5 1. +2 −3", [4], [0.5, 1, 2, -3]), ("1.500000000000000000e+00 inf", [2], [1.5, .infinity]),
    ("\u{FEFF}[1]", [1], [1]), ("[]", [0], []), ("[[], []]", [2, 0], []),
    ("1e400 -0", [2], [.infinity, -0.0]),
  ]

  @Test("reads lists and tables", arguments: readable)
  func values(text: String, shape: [Int], scalars: [Double]) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let value = try value(text)
    #expect(agree(value.scalars, scalars) && (value.shape == shape || scalars.isEmpty), "\(value)")
  }

  /// Every number that a double's own description writes, and longer ones, comes back as Swift itself reads it.
  @Test func numbersAreTheNearestDoubles() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var state: UInt64 = 1
    func random() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
    var texts = [
      "0.1", "9007199254740993", "1e22", "1e23", "123456789012345678", "4.9e-324", "2.2250738585072011e-308",
      "1.7976931348623157e308", "0.000001", "8.5e-7", "179769313486231580793e289", "0.30000000000000004",
    ]
    for _ in 0..<2000 {
      texts.append((Double(random()) / Double(1 << 53)).description)
      texts.append((Double(random() % 2_000_000) / 1000 - 1000).description)
      texts.append("\(random())e\(Int(random() % 81) - 40)")
    }
    let numbers = try value("[" + texts.joined(separator: ",\n") + "]").scalars
    #expect(numbers.map(\.bitPattern) == texts.compactMap { Double($0)?.bitPattern })
  }

  private static let wrong: [(text: String, place: String, words: String)] = [
    ("[1,\n 2,,3]", "line 2, column 4", "number or a list is missing"),
    ("[[1, 2],\n[3]]", "line 2, column 3", "ragged"),
    ("1 2\n3\n", "line 2, column 1", "ragged"), ("1 2\n3 x\n", "line 2, column 3", "isn't a"),
    ("1,,2", "line 1, column 3", "missing"), ("1,\n2", "line 1, column 3", "missing"),
    ("", "line 1, column 1", "empty"),
    ("# only\n", "line 2, column 1", "empty"), ("[1, 2", "line 1, column 6", "] is missing"),
    ("[苹, 1]", "line 1, column 2", "isn't a"), ("[1] 2", "line 1, column 5", "more after"),
    ("{\"a\": 1}", "line 1, column 1", "isn't a"), ("1.2.3", "line 1, column 1", "isn't a"),
  ]

  @Test("tells file, line and column of what is wrong", arguments: wrong)
  func mistakes(text: String, place: String, words: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try run(Array(text.utf8))
    #expect(result.status == 74 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: The value of x can't be read. "))
    #expect(
      result.errors.contains("(\(place) of \(folder.path)/v)") && result.errors.contains(words),
      "\(result.errors)")
  }

  @Test("refuses what is no text, no file, or too much")
  func refusals() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try run([0xFF, 0xFE, 0x31, 0]).errors.contains("line 1, column 1"))
    #expect(try run([0x31, 0, 0x32]).status == 74)
    for (path, words) in [
      ("missing", "No such file"), ("", "the path of a file must follow"), ("/dev/zero", "device"),
    ] {
      let result = try CommandRunner.run(["graph", "x", "--set", "x=@\(path)"])
      #expect(result.status == (path.isEmpty ? 64 : 74) && result.errors.contains(words), "\(result.errors)")
    }
    // An @ elsewhere is no file.
    #expect(try CommandRunner.run(["graph", "x", "--set", "x= @v"]).status == 64)
    let large = try run(Array("[".utf8) + Array(repeating: [UInt8](("1,").utf8), count: 10_000_001).joined())
    #expect(large.status == 74 && large.errors.contains("10000000 numbers, not more"), "\(large.errors)")
  }

  /// By hand: 1 + 2 + … + 200,000; more than the 128 KiB that one argument holds.
  @Test("holds more than a command line, plain or gzip, for --upstream, too")
  func large() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("large.json")
    try Data(("[" + (1...200_000).map(String.init).joined(separator: ",") + "]").utf8).write(to: file)
    let sum = try CommandRunner.run(["graph", "sum(x)", "--set", "x=@\(file.path)"])
    #expect(sum.output.contains("\nresult\n  20000100000\n"), "\(sum.output)")
    let product = try CommandRunner.run([
      "graph", "2 * x", "--set", "x=@\(file.path)", "--upstream", "@\(file.path)",
    ])
    #expect(product.output.contains("200000 numbers, from 2 to 400000"))
    let zipped = folder.appendingPathComponent("large.gz").path
    let writer = GzipWriter(try OutputFile(zipped))
    try writer.write([UInt8](try Data(contentsOf: file)))
    try writer.commit()
    #expect(
      try CommandRunner.run(["graph", "sum(x)", "--set", "x=@\(zipped)"]).output == sum.output)
  }
}
