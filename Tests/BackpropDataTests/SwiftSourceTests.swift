import Backprop
import BackpropFiles
import BackpropTestSupport
import Foundation
import Testing

@testable import BackpropData

@Suite struct SwiftSourceTests {
  @Test func theSourceIsOneFunctionWithoutImports() throws {
    let description = try NetworkDescription("affine 4, relu, affine 3")
    let model: Model<Float> = try description.model(for: [5], targets: .classes(3))
    let source = try model.swiftSource(for: "a.swift", name: "scores")
    let lines = source.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("func ") }.count == 1)
    #expect(source.contains("func scores(_ input: [Float]) -> [Float] {"))
    #expect(!source.contains("import"))
    #expect(!source.contains("func softmax"))
  }

  @Test func largeNetworksAndNamesThatArentNamesAreRefused() throws {
    let description = try NetworkDescription("affine 1001")
    let model: Model<Float> = try description.model(for: [1000], targets: .classes(1001))
    #expect(throws: FileError.self) { try model.swiftSource(for: "a.swift") }
    let small: Model<Float> = try NetworkDescription("affine 2").model(for: [2], targets: .classes(2))
    for name in ["", "1a", "a b", "func", "class", "init", "switch", "a-b", "é", "_"] {
      #expect(throws: FileError.self) { try small.swiftSource(for: "a.swift", name: name) }
    }
  }

  /// Many networks' functions in one program, which prints their scores: they are the models'.
  @Test(.enabled(if: SwiftSourceTests.compiler != nil)) func compiledFunctionsAnswerAsTheModels() throws {
    var networks = GeneratedNetworks(seed: 11)
    var expected: [[Float]] = []
    var program = ""
    for number in 0..<30 {
      let network = try networks.next()
      let sample = Array(network.samples.scalars.prefix(network.samples.count / 3))
      program += try network.model.swiftSource(for: "a.swift", name: "network\(number)")
      program += "print(network\(number)([\(sample.map { "\($0)" }.joined(separator: ", "))]))\n"
      expected.append(Array(network.model.predict(network.samples).scalars.prefix(3)))
    }
    try expectPrints(program, expected)
  }

  /// A table's function takes columns as they stand in the table, and gives numbers in their unit.
  @Test(.enabled(if: SwiftSourceTests.compiler != nil)) func functionsOfTablesPrepareTheirColumns() throws {
    typealias Input = TablePreparation.Input
    let inputs = [
      Input(name: "a\n}", form: .number(.init(mean: -3.5, deviation: 0.25))),
      Input(name: "word", form: .words(["x", "y\"", "z"])),
      Input(name: "b", form: .number(.init(mean: 1e6, deviation: 1e4))),
    ]
    let prepared: [Float] = [2, 0, 1, 0, 0.4]
    var (program, expected): (String, [[Float]]) = ("", [])
    let targets: [TablePreparation.Target] = [
      .classes(["no", "yes"], areNumbers: false), .number(.init(mean: 100, deviation: 20)),
    ]
    for (number, target) in targets.enumerated() {
      let table = TablePreparation(inputs: inputs, targetName: "t", target: target, missing: .mean)
      let model: Model<Float> = try NetworkDescription("affine 4, tanh, affine").model(
        for: [5], targets: table.targetKind, seed: 3)
      program += try model.swiftSource(for: "a.swift", name: "row\(number)", table: table)
      for values in ["-3, 1, 1_004_000", ".nan, -1, 1_004_000"] {
        program += "print(row\(number)([\(values)]))\n"
      }
      let missing: [Float] = [0, 0, 0, 0, 0.4]
      for sample in [prepared, missing] {
        let scores = model.predict(Tensor(shape: [1, 5], sample)).scalars
        if case .number(let scale) = target {
          expected.append(scores.map { scale.restored($0) })
        } else {
          expected.append(scores)
        }
      }
    }
    try expectPrints(program, expected)
  }

  /// Compiles and runs a program that prints an array a line.
  private func expectPrints(_ program: String, _ expected: [[Float]]) throws {
    let compiler = try #require(Self.compiler)
    let folder = try TemporaryFolder()
    let path = try folder.write("main.swift", Array(program.utf8))
    let messages = try run(compiler, [path, "-o", folder("main")])
    try #require(messages.isEmpty, "\(messages.prefix(2000))")
    let lines = try run(folder("main"), []).split(separator: "\n")
    try #require(lines.count == expected.count)
    for (number, line) in lines.enumerated() {
      let scores = line.dropFirst().dropLast().split(separator: ", ").compactMap { Float($0) }
      #expect(distance(scores, expected[number]) < 1e-5, "line \(number)")
    }
  }

  static let compiler: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/swiftc" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// What a program prints.
  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
