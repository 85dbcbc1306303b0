import Backprop
import BackpropFiles
import BackpropTestSupport
import Testing

@testable import BackpropData

@Suite struct TableTrainingTests {
  private static let colours = ["red", "green", "blue"]

  /// A table of 40 rows: two columns of numbers, one of words, a constant one, and two targets.
  private func sample() throws -> DataTable {
    let numbers = (0..<40).map { Float($0 * 7 % 13) }
    return try DataTable([
      ("a", .numbers(numbers)), ("b", .numbers(numbers.map { $0 * $0 + 1000 })),
      ("c", .numbers(numbers.map { _ in 5 })),
      ("colour", .words((0..<40).map { Self.colours[$0 % 3] })),
      ("kind", .words((0..<40).map { $0 % 4 == 0 ? "10" : "2" })),
      ("y", .numbers(numbers.map { $0 * 2.5 - 1 })),
    ])
  }

  private func failure(_ table: DataTable, _ task: TableTask) throws -> FileError {
    try #require(throws: FileError.self) { try TableTraining(table, task) }
  }

  private func inputs(_ data: any Dataset<Float>) throws -> [Float] {
    try data.first(data.count).samples.tensor.scalars
  }

  @Test func trainingRowsAreStandardised() throws {
    let data = try TableTraining(sample(), TableTask(target: "kind", features: ["a", "b", "c"], seed: 3))
    #expect(data.training.count == 32)
    #expect(data.holdOut?.count == 8)
    #expect(data.validation == nil)
    #expect(data.constants == ["c"])
    let numbers = try inputs(data.training)
    for column in 0..<3 {
      let values = stride(from: column, to: numbers.count, by: 3).map { Double(numbers[$0]) }
      let mean = values.reduce(0, +) / 32
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 32
      #expect(abs(mean) < 1e-5)
      #expect(column == 2 ? variance == 0 : abs(variance - 1) < 1e-4)
    }
    guard case .number(let scale) = data.preparation.inputs[2].form else { Issue.record("no number"); return }
    #expect(scale == TablePreparation.Scale(mean: 5, deviation: 1))
    #expect(data.preparation.classNames == ["2", "10"])
  }

  @Test func wordsBecomeANumberEach() throws {
    let data = try TableTraining(sample(), TableTask(target: "kind", features: ["colour"], holdOut: 0))
    #expect(data.preparation.inputNames == ["colour=blue", "colour=green", "colour=red"])
    #expect(data.holdOut == nil)
    #expect(try Array(inputs(data.training).prefix(6)) == [0, 0, 1, 0, 1, 0])
  }

  @Test func theTargetTellsTheTask() throws {
    let table = try sample()
    #expect(try TableTraining(table, TableTask(target: "kind")).preparation.classNames?.count == 2)
    #expect(try TableTraining(table, TableTask(target: "y")).preparation.classNames == nil)
    #expect(
      try TableTraining(table, TableTask(target: "y", kind: .classify)).preparation.classNames?.first == "-1")
    #expect(try failure(table, TableTask(target: "colour", kind: .regress)).advice.contains("classify"))
    let digits = try DataTable([
      ("x", .numbers((0..<60).map { Float($0) * 1.5 })), ("digit", .numbers((0..<60).map { Float($0 % 3) })),
    ])
    #expect(try TableTraining(digits, TableTask(target: "digit")).preparation.classNames == ["0", "1", "2"])
    #expect(
      try TableTraining(digits, TableTask(target: "digit", kind: .regress)).preparation.classNames == nil)
  }

  @Test func classesKeepTheirShares() throws {
    let data = try TableTraining(sample(), TableTask(target: "kind", seed: 7))
    let held = try #require(data.holdOut)
    let labels = try held.first(held.count).targets.labels
    #expect(labels.filter { $0 == 1 }.count == 2)
    let again = try TableTraining(sample(), TableTask(target: "kind", seed: 7))
    #expect(try inputs(again.training) == inputs(data.training))
    let other = try TableTraining(sample(), TableTask(target: "kind", seed: 8))
    #expect(try inputs(other.training) != inputs(data.training))
  }

  /// The first table of many people: y is told from x = 1, 2, 3…
  @Test func whatCountsTheRowsIsBetterThanNothing() throws {
    let x: [Float] = (1...30).map { Float($0) }
    let both = try DataTable([
      ("x", .numbers(x)), ("id", .words(x.map { "N\($0)" })), ("y", .numbers(x.map { 2 * $0 + 1 })),
    ])
    let data = try TableTraining(both, TableTask(target: "y"))
    #expect(data.preparation.inputs.map(\.name) == ["x"])
    #expect(data.omissions.map(\.column) == ["id"])
    let ignored = try failure(both, TableTask(target: "y", ignored: ["x"]))
    #expect(ignored.found == "none that can be used: “x” (ignored), “id” (another word in each row)")
  }

  @Test func columnsThatTellNothingAreLeftOut() throws {
    let table = try DataTable([
      ("row", .numbers((1...40).map { Float($0) })), ("id", .words((0..<40).map { "N\($0)" })),
      ("many", .words((0..<40).map { "w\($0 % 25)" })), ("one", .words((0..<40).map { _ in "same" })),
      ("holes", .words((0..<40).map { $0 < 15 ? "x\($0 % 2)" : nil })),
      ("day", .words((0..<40).map { "2007-11-\($0 % 9 + 10)" })),
      ("none", .numbers((0..<40).map { _ in Float.nan })), ("x", .numbers((0..<40).map { Float($0 % 7) })),
      ("y", .words((0..<40).map { $0 % 2 == 0 ? "a" : "b" })),
    ])
    let data = try TableTraining(table, TableTask(target: "y"))
    #expect(data.preparation.inputs.map(\.name) == ["x"])
    #expect(
      data.omissions.map(\.reason) == [
        "the rows' numbers", "another word in each row", "25 different words in 40 rows",
        "the same word in all rows", "empty in 25 of 40 rows", "dates", "empty",
      ])
    #expect(data.droppedCount == 0)
    // What is asked for is taken, if it can be.
    let asked = try TableTraining(table, TableTask(target: "y", features: ["id", "row"]))
    #expect(asked.preparation.inputs.map(\.name) == ["row", "id"])
    #expect(try failure(table, TableTask(target: "y", features: ["day"])).found.contains("dates"))
    #expect(try failure(table, TableTask(target: "y", features: ["none"])).found.contains("empty"))
  }

  @Test func missingValuesFollowTheRule() throws {
    var numbers = (0..<40).map { Float($0 % 7) }
    numbers[3] = .nan
    var words: [String?] = (0..<40).map { Self.colours[$0 % 3] }
    words[5] = nil
    var targets: [String?] = (0..<40).map { $0 % 2 == 0 ? "a" : "b" }
    targets[9] = nil
    let table = try DataTable([("x", .numbers(numbers)), ("w", .words(words)), ("y", .words(targets))])
    let dropped = try TableTraining(table, TableTask(target: "y", holdOut: 0))
    #expect(dropped.droppedCount == 3)
    #expect(dropped.training.count == 37)
    #expect(dropped.missing.map(\.column) == ["x", "w", "y"])
    let filled = try TableTraining(table, TableTask(target: "y", missing: .mean, holdOut: 0))
    #expect(filled.training.count == 39)
    let samples = try inputs(filled.training)
    #expect(samples[3 * 4] == 0)
    #expect(Array(samples[(5 * 4 + 1)..<(6 * 4)]) == [0, 0, 0])
    #expect(try failure(table, TableTask(target: "y", missing: .error)).expected.contains("“x”"))
  }

  @Test("a column that costs many rows by itself is named")
  func costlyColumns() throws {
    let numbers = (0..<40).map { Float($0 % 7) }
    let rare = (0..<40).map { $0 % 3 == 0 ? Float.nan : Float($0) }
    let words = (0..<40).map { $0 % 2 == 0 ? "a" : "b" }
    let table = try DataTable([("x", .numbers(numbers)), ("rare", .numbers(rare)), ("y", .words(words))])
    let dropped = try TableTraining(table, TableTask(target: "y"))
    #expect(dropped.droppedCount == 14)
    #expect(dropped.remarks.contains { $0.hasPrefix("14 rows are left out for want of “rare” alone; ") })
    let filled = try TableTraining(table, TableTask(target: "y", missing: .mean))
    let chosen = try TableTraining(table, TableTask(target: "y", ignored: ["rare"]))
    let only = try TableTraining(table, TableTask(target: "y", features: ["rare"]))
    let unknown = try TableTraining(
      try DataTable([("x", .numbers(numbers)), ("z", .numbers(numbers)), ("rare", .numbers(rare))]),
      TableTask(target: "rare", kind: .regress))
    for other in [filled, chosen, only, unknown] {
      #expect(!other.remarks.contains { $0.contains("for want of") }, "\(other.remarks)")
    }
  }

  @Test func misspeltColumnsGetASuggestion() throws {
    let table = try sample()
    #expect(try failure(table, TableTask(target: "kinds")).advice == "Did you mean “kind”?")
    #expect(try failure(table, TableTask(target: "kind", features: ["A"])).advice == "Did you mean “a”?")
    #expect(
      try failure(table, TableTask(target: "kind", ignored: ["color"])).advice == "Did you mean “colour”?")
    #expect(try failure(table, TableTask(target: "kind", features: ["kind"])).found.contains("target"))
    #expect(
      try failure(table, TableTask(target: "kind", features: ["a"], ignored: ["a"])).found.contains("both"))
  }

  @Test func fewRowsAreEnough() throws {
    let two = try DataTable([("x", .numbers([1, 2])), ("y", .numbers([3.5, 4.25]))])
    let data = try TableTraining(two, TableTask(target: "y"))
    #expect(data.training.count == 1)
    #expect(data.holdOut?.count == 1)
    let one = try DataTable([("x", .numbers([1])), ("y", .numbers([3.5]))])
    #expect(try failure(one, TableTask(target: "y")).advice.contains("--hold-out 0"))
    #expect(try TableTraining(one, TableTask(target: "y", holdOut: 0)).training.count == 1)
    let classes = try DataTable([("x", .numbers([1, 2])), ("y", .words(["a", "b"]))])
    #expect(try TableTraining(classes, TableTask(target: "y")).training.count == 2)
    let same = try DataTable([("x", .numbers([1, 2])), ("y", .words(["a", "a"]))])
    #expect(try failure(same, TableTask(target: "y")).found.contains("only"))
  }

  /// Samples that are made batch by batch are those that are made at once.
  @Test func largeTablesGiveTheSameSamples() throws {
    let data = try TableTraining(sample(), TableTask(target: "y", holdOut: 0))
    let table = try sample()
    let large = TableSamples(
      table: table, match: try TableMatch(data.preparation, table),
      targets: try TableTargets(data.preparation, table), targetKind: data.preparation.targetKind,
      rows: (0..<40).map { Int32($0) })
    #expect(try inputs(large) == inputs(data.training))
    let positions: [Int64] = [7, 0, 39, 7]
    let (one, other) = (large.batch(at: positions), try data.training.batch(at: positions))
    #expect(one.samples.tensor == other.samples.tensor)
    guard case (.rows(let targets), .rows(let others)) = (one.targets, other.targets) else {
      Issue.record("no numbers")
      return
    }
    #expect(targets == others)
  }

  // MARK: - Preparations

  @Test func preparationsComeBackFromJSON() throws {
    for target in ["kind", "y"] {
      let preparation = try TableTraining(sample(), TableTask(target: target, missing: .mean)).preparation
      let json = try JSONValue(parsing: preparation.json.description, file: "test")
      #expect(TablePreparation(json: json) == preparation)
    }
    for text in [
      "{}", "[]", "{\"columns\":[],\"target\":{\"name\":\"y\"},\"missing\":\"drop\"}",
      "{\"columns\":[{\"name\":\"x\",\"mean\":0,\"deviation\":0}],\"target\":{\"name\":\"y\",\"mean\":0,\"deviation\":1},\"missing\":\"drop\"}",
      "{\"columns\":[{\"name\":\"x\",\"words\":[\"a\",\"a\"]}],\"target\":{\"name\":\"y\",\"mean\":0,\"deviation\":1},\"missing\":\"drop\"}",
    ] {
      #expect(TablePreparation(json: try JSONValue(parsing: text, file: "test")) == nil)
    }
  }

  @Test func numbersThatAFloatCantTellApartAreTold() throws {
    let times = (0..<60).map { Float(1_700_000_000 + Double($0)) }
    let table = try DataTable([
      ("t", .numbers(times)), ("x", .numbers((0..<60).map { Float($0 % 7) * 1e9 })),
      ("price", .numbers((0..<60).map { 25_000_000 + Float($0 * $0) * 1000 })),
      ("y", .numbers((0..<60).map { Float($0) })),
    ])
    let training = try TableTraining(table, TableTask(target: "y"))
    let remarks = training.remarks.filter { $0.contains("32-bit numbers") }
    #expect(remarks.count == 1 && remarks[0].contains("“t” are so"), "\(training.remarks)")
  }

  @Test func columnsAreFoundByTheirNames() throws {
    let preparation = try TableTraining(
      sample(), TableTask(target: "kind", features: ["a", "colour"], holdOut: 0)
    )
    .preparation
    let other = try DataTable([
      ("colour", .words(["blue", "pink", "red"])), ("extra", .numbers([1, 2, 3])),
      ("a", .numbers([0, 1, .nan])),
    ])
    let prepared = try PreparedTable(other, preparation)
    #expect(prepared.rows == [0, 1])
    #expect(prepared.remarks.count == 2)
    #expect(prepared.remarks.first?.contains("“pink”") == true)
    let samples = prepared.samples(0..<2).scalars
    #expect(Array(samples[1..<4]) == [1, 0, 0])
    #expect(Array(samples[5..<8]) == [0, 0, 0])
    let error = try #require(throws: FileError.self) {
      try PreparedTable(DataTable([("a", .numbers([1]))]), preparation)
    }
    #expect(error.expected == "a column “colour”")
    #expect(throws: FileError.self) { try prepared.dataset() }
  }

  @Test func aPreparationsColumnsAreReadAsWhatTheyWere() throws {
    let table = try DataTable([
      ("code", .words((0..<40).map { $0 % 3 == 0 ? "x" : "\($0 % 3)" })),
      ("y", .numbers((0..<40).map { Float($0) / 3 })),
    ])
    let preparation = try TableTraining(table, TableTask(target: "y")).preparation
    let folder = try TemporaryFolder()
    let path = try folder.write("t.csv", Array("code\n1\n2\n".utf8))
    let prepared = try PreparedTable(DataTable(csv: path, for: preparation), preparation)
    #expect(prepared.samples(0..<2).scalars == [1, 0, 0, 0, 1, 0])
  }

  @Test func aClassThatTrainingDidntHaveIsNamed() throws {
    let preparation = try TableTraining(sample(), TableTask(target: "kind", features: ["a"])).preparation
    let other = try DataTable([("a", .numbers([1, 2])), ("kind", .words(["2", "3"]))])
    let error = try #require(throws: FileError.self) { try PreparedTable(other, preparation).dataset() }
    #expect(error.found == "“3” in row 2")
  }

  /// Whatever a file holds, it is prepared or refused with a sentence.
  @Test func damagedTablesArePreparedOrRefused() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<12).map {
      "\($0 * 3 % 7),\(Self.colours[$0 % 3]),2024-01-1\($0 % 9),\($0 % 2 == 0 ? "a" : "b"),\($0).5"
    }
    let text = Array(("n,w,d,t,y\n" + rows.joined(separator: "\n")).utf8)
    var numbers = SeededNumbers(state: 5)
    var prepared = 0
    for round in 0..<4000 {
      let path = try folder.write("table.csv", damaged(text, &numbers))
      do throws(FileError) {
        let table = try DataTable(csv: path)
        let rule = TableTask.MissingRule.allCases[round % 3]
        let target = round % 2 == 0 ? "t" : "y"
        let data = try TableTraining(table, TableTask(target: target, missing: rule, validation: 0.2))
        #expect(data.training.count > 0)
        let again = try PreparedTable(DataTable(csv: path, for: data.preparation), data.preparation)
        _ = try again.dataset()
        prepared += 1
      } catch {
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
    #expect(prepared > 200)
  }
}
