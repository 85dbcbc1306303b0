import BackpropFiles
import BackpropTestSupport
import Testing

/// What is said of users' own data that isn't as it should be.
@Suite("Sentences about one's own data") struct OwnDataSentenceTests {
  private func errors(_ arguments: [String], status: Int32 = 74) throws -> String {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == status, "\(result.errors)")
    return result.errors
  }

  private static let rows = (0..<40).map { "\($0 % 7).5,\($0 % 2 == 0 ? "a" : "b")\n" }.joined()

  @Test func aTableWithALineOfNamesOnly() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("names.csv", Array("a,b,c\n".utf8))
    let errors = try errors(["train", "--data", path, "--target", "c"])
    #expect(errors.contains("Add rows below the line with the names"))
  }

  @Test func anEmptyFolder() throws {
    let folder = try TemporaryFolder()
    let path = try folder.makeFolder("empty")
    #expect(try errors(["train", "--data", path]).contains("Make a folder for each class"))
    try folder.write("empty/notes.txt", [65])
    #expect(try errors(["train", "--data", path]).contains("only “notes.txt”"))
  }

  @Test func predictionsAdviseWhatTheyCanDo() throws {
    let folder = try TemporaryFolder()
    let (table, model) = (
      try folder.write("t.csv", Array(("x,y\n" + Self.rows).utf8)), folder("m.safetensors")
    )
    _ = try errors(
      ["train", "--data", table, "--target", "y", "--epochs", "1", "--quiet", "--save", model], status: 0)
    let wrong = try folder.write("wrong.csv", Array("x\n1\ntwo\n".utf8))
    let errors = try errors(["predict", model, "--csv", wrong])
    #expect(errors.contains("“two”") && errors.contains("line 3"))
    #expect(!errors.contains("--ignore"))
  }

  @Test func aTargetOfOneNumber() throws {
    let folder = try TemporaryFolder()
    let text = "x,y\n" + (0..<40).map { "\($0 % 7).5,3.25\n" }.joined()
    let path = try folder.write("t.csv", Array(text.utf8))
    #expect(
      try errors(["train", "--data", path, "--target", "y", "--task", "regress"]).contains("only 3.25 in the")
    )
  }

  @Test func aTargetWithAnotherWordInNearlyEachRow() throws {
    let folder = try TemporaryFolder()
    let text = "x,y\n" + (0..<90).map { "\($0 % 7).5,w\($0 % 60)\n" }.joined()
    let path = try folder.write("t.csv", Array(text.utf8))
    let result = try CommandRunner.run(["train", "--data", path, "--target", "y", "--epochs", "1"])
    #expect(result.status == 0)
    #expect(result.output.contains("“y” has 60 classes in 90 rows"), "\(result.output)")
  }

  @Test func largeWholeNumbersAsClasses() throws {
    let folder = try TemporaryFolder()
    let text =
      "x,id\n" + (0..<60).map { "\($0 % 2 == 0 ? 1 : 5).\($0 % 7),\(16_777_216 + $0 % 2)\n" }.joined()
    let (path, model) = (try folder.write("t.csv", Array(text.utf8)), folder("m.safetensors"))
    let trained = try CommandRunner.run(["train", "--data", path, "--target", "id", "--save", model])
    #expect(trained.output.contains("2 classes (16777216, 16777217)"), "\(trained.output)")
    let told = try CommandRunner.run(["predict", model, "--csv", path, "--format", "csv"])
    #expect(told.output.contains("p_16777216,p_16777217"), "\(told.output)")
  }
}
