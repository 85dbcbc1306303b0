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

  @Test("data without their option get it told, and a table's rows too")
  func dataWithoutTheirOption() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t.csv", Array(("x,y\n" + Self.rows).utf8))
    let told = try errors(["train", path, "--target", "y"], status: 64)
    #expect(told.contains("; data are named by an option: --data "), "\(told)")
    #expect(try errors(["train", "fashion"], status: 64).contains("option: --data fashion."))
    #expect(try errors(["bench", folder.path], status: 64).contains("option: --data-dir "))
    #expect(!(try errors(["train", "nothing.csv"], status: 64).contains("option: ")))
    #expect(!(try errors(["summary", path], status: 64).contains("option: ")))
  }

  @Test("what is told of tables and pictures in Chinese is told in Chinese alone")
  func notesInChinese() throws {
    let folder = try TemporaryFolder()
    let model = folder("m.safetensors")
    let path = try folder.write("t.csv", Array(("x,w,y\n" + Self.rows.replacing(",", with: ",red,")).utf8))
    _ = try errors(
      ["train", "--data", path, "--target", "y", "--epochs", "1", "--quiet", "--save", model], status: 0)
    let other = try folder.write("o.csv", Array("x,w,y\n1,green,a\n,red,a\n2,red,b\n".utf8))
    let picture = try folder.write("p.pgm", Array("P2 1 1 9 5".utf8))
    let strange = try folder.write("s.csv", Array("x,w,y\n1,red,c\n".utf8))
    let lacking = try folder.write("l.csv", Array("x,w\n1,red\n".utf8))
    let words = try Regex("[A-Za-z]['a-z]+ [a-z]['a-z]*,? [a-z]['a-z]+")
    for arguments in [
      ["predict", model, "--csv", other], ["evaluate", model, "--data", other],
      ["evaluate", model, "--data", path], ["predict", model, picture],
      ["evaluate", model, "--data", strange], ["evaluate", model, "--data", lacking],
      ["predict", path, "--csv", other],
    ] {
      let result = try CommandRunner.run(arguments, environment: ["LC_ALL": "zh_CN.UTF-8"])
      #expect(!result.errors.isEmpty)
      #expect(try words.firstMatch(in: result.errors) == nil, "\(arguments): \(result.errors)")
    }
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
