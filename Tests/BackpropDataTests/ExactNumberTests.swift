import Backprop
import BackpropFiles
import BackpropTestSupport
import Testing

@testable import BackpropData

/// Whole numbers beyond 2²⁴, of which a Float rounds many to one.
@Suite struct ExactNumberTests {
  private func table(_ text: String) throws -> DataTable {
    let folder = try TemporaryFolder()
    return try DataTable(csv: folder.write("table.csv", Array(text.utf8)))
  }

  private func labelled(_ labels: [String], _ count: Int = 40) -> String {
    "x,id\n" + (0..<count).map { "\($0 % 7).5,\(labels[$0 % labels.count])\n" }.joined()
  }

  @Test(arguments: [
    ["16777217", "16777216"], ["-16777217", "-16777216"], ["9007199254740993", "9007199254740992"],
    ["123456789012345678901234567890", "123456789012345678901234567891"],
    ["16777216", "16777217", "3", "-1"],
    ["18014398509481985", "18014398509481984", "100000000000000000000"],
  ])
  func classesStayApart(_ labels: [String]) throws {
    let data = try TableTraining(
      try table(labelled(labels)), TableTask(target: "id", kind: .classify, holdOut: 0))
    let names = try #require(data.preparation.classNames)
    #expect(Set(names) == Set(labels))
    let told = try data.training.first(labels.count).targets.labels.map { names[$0] }
    #expect(told == labels)
    // Classes are in the order of their numbers.
    #expect(
      names.first == labels.min { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) } || labels[0].hasPrefix("-"))
  }

  @Test func theTargetsKindIsFoundByExactNumbers() throws {
    let data = try TableTraining(try table(labelled(["16777217", "16777216"])), TableTask(target: "id"))
    #expect(data.preparation.classNames == ["16777216", "16777217"])
  }

  /// A Float has no fraction of such numbers, but the table has.
  @Test(arguments: [
    ["9000000.3", "9000001.7"], ["5000000.1", "5000000.9"], ["100000000.5", "-1"], ["1e20", "1.5"],
  ])
  func fractionsAreNoClasses(_ labels: [String]) throws {
    let told = try TableTraining(try table(labelled(labels)), TableTask(target: "id"))
    #expect(told.preparation.classNames == nil)
    let data = try TableTraining(
      try table(labelled(labels)), TableTask(target: "id", kind: .classify, holdOut: 0))
    let names = try #require(data.preparation.classNames)
    #expect(try data.training.first(2).targets.labels.map { Double(names[$0]) } == labels.map { Double($0) })
  }

  @Test func oneNumberWrittenInSeveralWaysIsOneClass() throws {
    let text = labelled(["16777217", "+16777217", "016777217", "16777217.0", "1.6777217e7", "5"])
    let data = try TableTraining(try table(text), TableTask(target: "id", kind: .classify))
    #expect(data.preparation.classNames == ["5", "16777217"])
  }

  @Test func anotherTableHasTheSameClasses() throws {
    let data = try TableTraining(
      try table(labelled(["16777217", "16777216", "16777219"])), TableTask(target: "id"))
    let prepared = try PreparedTable(try table(labelled(["16777219", "16777216"])), data.preparation)
    #expect(try prepared.dataset().first(2).targets.labels == [2, 0])
    // One that Floats round to a class is none.
    let other = try PreparedTable(try table(labelled(["16777215", "16777218"])), data.preparation)
    let error = try #require(throws: FileError.self) { try other.dataset() }
    #expect(error.found.contains("16777215"))
    let near = try PreparedTable(try table(labelled(["16777216", "16777221"])), data.preparation)
    #expect(try #require(throws: FileError.self) { try near.dataset() }.found.contains("16777221"))
  }

  @Test func featuresThatLoseDigitsAreTold() throws {
    let text = "id,y\n" + (0..<40).map { "\(16_777_216 + $0 % 2),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    let data = try TableTraining(try table(text), TableTask(target: "y"))
    #expect(data.remarks.contains { $0.contains("“id”") && $0.contains("round differences away") })
  }

  @Test func manyLargeNumbersAreNoClasses() throws {
    let text = "x,id\n" + (0..<70_000).map { "\($0 % 9),\(1 << 60 + $0)\n" }.joined()
    let large = try table(text)
    #expect(throws: FileError.self) { try TableTraining(large, TableTask(target: "id", kind: .classify)) }
    #expect(large.number(row: 3, column: 1) == Float(1 << 60))
  }

  @Test func wholeNumbersThatFloatsHaveAreNamedInFull() {
    #expect(NumberClasses.name(of: 1_125_899_906_842_624) == "1125899906842624")
    #expect(NumberClasses.name(of: -2) == "-2")
    #expect(NumberClasses.name(of: 0.5) == "0.5")
    #expect(ExactNumbers.exactText("16777218") == nil)
    #expect(ExactNumbers.exactText("-0") == nil)
    #expect(ExactNumbers.exactText("0.1") == nil)
  }
}
