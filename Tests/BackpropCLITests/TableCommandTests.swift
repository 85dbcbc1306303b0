import BackpropFiles
import Foundation
import Testing

@testable import BackpropCLI

/// `backprop train` on tables.
@Suite struct TableCommandTests {
  /// A folder with tables of a test's own.
  fileprivate final class Tables {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "backprop-tables-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws -> String {
      let path = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: path)
      return path.path
    }
  }

  /// Points in a square, of which the sum tells the class, with a word, a day and a name for each.
  private static func points(_ count: Int, separator: String = ",", header: String? = nil) -> String {
    var lines = [header ?? ["x", "y", "corner", "day", "name", "sum", "side"].joined(separator: separator)]
    for row in 0..<count {
      let (x, y) = (Double(row * 37 % 101) / 101, Double(row * 53 % 103) / 103)
      let fields = [
        "\(x)", "\(y)", x < 0.5 ? "left" : "right", "2024-0\(row % 9 + 1)-1\(row % 8)", "p\(row)",
        "\(x + y * 2)",
        x + y > 1 ? "above" : "below",
      ]
      lines.append(fields.joined(separator: separator))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ arguments: [String]) throws -> [[(String, JSONValue)]] {
    let result = try CommandRunner.run(["train", "--format", "json"] + arguments)
    try #require(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").map {
      try #require(JSONValue(parsing: String($0), file: "output").asObject)
    }
  }

  private func summary(_ arguments: [String]) throws -> JSONValue {
    .object(try #require(lines(arguments + ["--quiet"]).last))
  }

  private func errors(_ arguments: [String], status: Int32) throws -> String {
    let result = try CommandRunner.run(["train"] + arguments)
    #expect(result.status == status, "\(result.errors)")
    return result.errors
  }

  @Test("words are told, with a part held out, and everything decided is said")
  func classes() throws {
    let path = try Tables().writeKept("points.csv", Self.points(300))
    let all = try lines(["--data", path.path, "--target", "side", "--ignore", "sum", "--seed", "1"])
    let table = JSONValue.object(try #require(all.first))
    #expect(table["event"]?.asString == "table")
    #expect(table["rows"]?.asInt == 300)
    #expect(table["columns"]?.asInt == 7)
    #expect(table["training_rows"]?.asInt == 240)
    #expect(table["hold_out_rows"]?.asInt == 60)
    #expect(table["inputs"]?.asInt == 4)
    let omissions = try #require(table["left_out"]?.asArray).map { $0["column"]?.asString }
    #expect(omissions == ["day", "name", "sum"])
    let summary = JSONValue.object(try #require(all.last))
    #expect(summary["task"]?.asString == "classify")
    #expect(summary["hold_out_accuracy"]?.asDouble ?? 0 > 0.9)
    #expect(summary["hold_out_r2"] == nil)
    #expect(summary["test_accuracy"] == nil)
    #expect(summary["validation_accuracy"] == nil)
    #expect(summary["seconds"]?.asDouble ?? 0 > 0)
    #expect(summary["dataset"]?.asString == "points.csv")
  }

  @Test("numbers are told, in the target's own unit")
  func numbers() throws {
    let path = try Tables().writeKept("points.tsv", Self.points(300, separator: "\t"))
    let summary = try summary(["--data", path.path, "--target", "sum", "--features", "x,y", "--seed", "2"])
    #expect(summary["task"]?.asString == "regress")
    #expect(summary["hold_out_r2"]?.asDouble ?? 0 > 0.98)
    #expect(summary["hold_out_accuracy"] == nil)
    #expect(summary["hold_out_mean_absolute_error"]?.asDouble ?? 1 < 0.15)
  }

  @Test("from 10,000 rows on some are kept to validate with, and options change that")
  func validation() throws {
    let path = try Tables().writeKept("points.csv", Self.points(13_000))
    let arguments = ["--data", path.path, "--target", "side", "--features", "x,y", "--epochs", "2"]
    let usual = try summary(arguments)
    #expect(usual["validation_rows"]?.asInt == 1040)
    #expect(usual["validation_accuracy"]?.asDouble != nil)
    #expect(usual["best_epoch"]?.asInt != nil)
    let none = try summary(arguments + ["--validation", "0", "--hold-out", "0"])
    #expect(none["validation_rows"]?.asInt == 0)
    #expect(none["training_rows"]?.asInt == 13_000)
    #expect(none["validation_accuracy"] == nil)
    let half = try summary(arguments + ["--validation", "0.5", "--hold-out", "0.5"])
    #expect(half["training_rows"]?.asInt == 3250)
  }

  @Test("a table of its own is measured with, its columns found by their names")
  func testTable() throws {
    let tables = try Tables()
    let path = try tables.write("train.csv", Self.points(300))
    let test = try tables.write(
      "test.csv", "side,extra,y,x\nabove,1,0.9,0.9\nbelow,2,0.1,0.2\nabove,3,0.8,0.7\nbelow,4,NA,0.1\n")
    let summary = try summary(["--data", path, "--target", "side", "--features", "x,y", "--test", test])
    #expect(summary["training_rows"]?.asInt == 300)
    #expect(summary["hold_out_rows"]?.asInt == 3)
    #expect(summary["hold_out_accuracy"]?.asDouble == 1)
    let missing = try tables.write("missing.csv", "side,x\nabove,0.9\n")
    let told = try errors(
      ["--data", path, "--target", "side", "--features", "x,y", "--test", missing], status: 74)
    #expect(told.contains("expected a column “y”"))
  }

  @Test("networks, optimisers and lengths are as ever")
  func options() throws {
    let path = try Tables().writeKept("points.csv", Self.points(200))
    let base = ["--data", path.path, "--target", "side", "--features", "x,y"]
    let described = try summary(base + ["--network", "affine 8, tanh, affine", "--epochs", "5"])
    #expect(described["network"]?.asString == "affine 8, tanh, affine")
    #expect(described["parameters"]?.asInt == 42)
    let sized = try summary(
      base + ["--hidden", "7,5", "--iterations", "10", "--optimizer", "sgd", "--batch-size", "20"])
    #expect(sized["iterations"]?.asInt == 10)
    #expect(sized["parameters"]?.asInt == 21 + 40 + 12)
    let (one, other) = (try summary(base + ["--threads", "1"]), try summary(base + ["--threads", "2"]))
    #expect(one["parameters_sha256"]?.asString == other["parameters_sha256"]?.asString)
  }

  @Test("text says what was decided, and history and report are written")
  func text() throws {
    let tables = try Tables()
    let path = try tables.write("points.csv", Self.points(300).replacing("0.5,", with: "?,"))
    let report = tables.folder.appendingPathComponent("report.html").path
    let history = tables.folder.appendingPathComponent("history.csv").path
    for target in ["side", "sum"] {
      let result = try CommandRunner.run([
        "train", "--data", path, "--target", target, "--epochs", "3", "--report", report, "--history",
        history,
      ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("Table points.csv: 300 rows, 7 columns"))
      #expect(
        result.output.contains(target == "side" ? "2 classes (above, below)" : "a number, standardised"))
      #expect(result.output.contains("corner (2)"))
      #expect(result.output.contains("dates"))
      #expect(result.output.contains(target == "side" ? "hold-out accuracy" : "hold-out R²"))
      let page = try String(contentsOfFile: report, encoding: .utf8)
      #expect(page.contains("points.csv"))
      // The figure that tells how well it does is among the first ones.
      let (figure, chinese) = target == "side" ? ("test accuracy", "测试正确率") : ("test R²", "测试 R²")
      let summary = page.firstRange(of: "id=\"curves\"").map { page[..<$0.lowerBound] } ?? ""
      #expect(summary.contains(figure) && summary.contains(chinese), "\(figure)")
    }
  }

  @Test("reports on tables speak of samples, in both languages, and show none as pictures")
  func reports() throws {
    let tables = try Tables()
    let path = try tables.write("points.csv", Self.points(60))
    let place = { (name: String) in tables.folder.appendingPathComponent(name).path }
    let train = try CommandRunner.run([
      "train", "--data", path, "--target", "side", "--epochs", "2", "--validation", "0.2", "--quiet",
      "--report", place("train.html"), "--save", place("model"),
    ])
    let evaluate = try CommandRunner.run([
      "evaluate", place("model"), "--data", path, "--report", place("evaluate.html"),
    ])
    #expect(train.status == 0 && evaluate.status == 0, "\(train)\(evaluate)")
    for (name, words) in [
      ("train.html", ["training samples", "One sample, layer by layer", "validation rows", "training rows"]),
      ("evaluate.html", ["of 60 samples are told right", "what a sample is"]),
    ] {
      let page = try String(contentsOfFile: place(name), encoding: .utf8)
      for word in words { #expect(page.contains(word), "\(name) lacks “\(word)”") }
      for word in ["images", "One image", "an image", "图像"] {
        #expect(!page.contains(word), "\(name) has “\(word)”")
      }
    }
  }

  @Test("a saved model knows its table: it predicts and is measured by columns' names")
  func savedModel() throws {
    let tables = try Tables()
    let path = try tables.write("points.csv", Self.points(300))
    for target in ["side", "sum"] {
      let model = tables.folder.appendingPathComponent("\(target).safetensors").path
      let trained = try summary([
        "--data", path, "--target", target, "--features", "x,y,corner", "--hold-out", "0", "--save", model,
      ])
      let measured = try CommandRunner.run(["evaluate", model, "--data", path, "--format", "json"])
      for (option, value) in [("--part", "train"), ("--labels", path)] {
        let refused = try CommandRunner.run(["evaluate", model, "--data", path, option, value])
        #expect(refused.status == 64 && refused.errors.contains("--data names a table"), "\(refused)")
      }
      #expect(measured.status == 0, "\(measured.errors)")
      let figures = try JSONValue(parsing: measured.output, file: "output")
      if target == "side" {
        #expect(figures["accuracy"]?.asDouble == trained["train_accuracy"]?.asDouble)
      } else {
        let (one, other) = (figures["r_squared"]?.asDouble ?? 0, trained["train_r2"]?.asDouble ?? 1)
        #expect(abs(one - other) < 1e-6)
      }
      let other = try tables.write("other.csv", "corner,y,x\nright,0.9,0.9\nleft,0.1,0.1\nmiddle,0.5,\n")
      let told = try CommandRunner.run(["predict", model, "--csv", other, "--format", "json"])
      #expect(told.status == 0, "\(told.errors)")
      #expect(told.errors.contains("“middle”"))
      #expect(told.errors.contains("1 row with missing values is left out"))
      let piped = try CommandRunner.shell(
        "\"$backprop\" predict '\(model)' --csv - --format csv < '\(other)' | cut -d, -f1-2")
      #expect(piped.output == "input,index\nstandard input,0\nstandard input,1\n", "\(piped)")
      let rows = try told.output.split(separator: "\n").map {
        try JSONValue(parsing: String($0), file: "output")
      }
      #expect(rows.map { $0["index"]?.asInt } == [0, 1])
      if target == "side" {
        #expect(rows.map { $0["class"]?.asString } == ["above", "below"])
      } else {
        let sums = rows.compactMap { $0["scores"]?.asArray?.first?.asDouble }
        #expect(sums.count == 2 && abs(sums[0] - 2.7) < 0.4 && abs(sums[1] - 0.3) < 0.4)
      }
      let missing = try tables.write("missing.csv", "x,y\n1,2\n")
      let refused = try CommandRunner.run(["predict", model, "--csv", missing])
      #expect(refused.status == 74 && refused.errors.contains("expected a column “corner”"))
    }
  }

  @Test("what is wrong is said with its place and what to do")
  func mistakes() throws {
    let tables = try Tables()
    let path = try tables.write("points.csv", Self.points(100))
    #expect(try errors(["--data", path, "--target", "sid"], status: 74).contains("Did you mean “side”?"))
    #expect(try errors(["--data", path], status: 64).contains("x, y, corner"))
    #expect(try errors(["--target", "side"], status: 64).contains("--data FILE.csv"))
    for option in [["--augment"], ["--grey"], ["--colour"], ["--transpose"], ["--size", "28x28"]] {
      let told = try errors(["--data", path, "--target", "side"] + option, status: 64)
      #expect(told.contains("\(option[0]) is for images"))
    }
    #expect(
      try errors(["--data", path, "--target", "side", "--hold-out", "1"], status: 64).contains("below 1"))
    #expect(
      try errors(["--data", path, "--target", "side", "--delimiter", "ab"], status: 64).contains("comma"))
    #expect(
      try errors(["--data", path, "--target", "sum", "--label-smoothing", "0.1"], status: 64).contains(
        "classes"))
    #expect(
      try errors(["--data", path, "--target", "side", "--network", "affine 4, relu, affine 7"], status: 64)
        .contains("the table has 2 classes"))
    let wrong = try tables.write("wrong.csv", Self.points(100) + "0.5,abc,left,2024-01-01,p,1,above\n")
    let told = try errors(["--data", wrong, "--target", "side"], status: 74)
    #expect(told.contains("in line 102, column 5"))
    #expect(told.contains("found “abc”"))
    #expect(told.contains("--ignore"))
    // Which is then done, as it is where the column isn't among the features.
    for options in [["--ignore", "y"], ["--features", "x"]] {
      let without = try CommandRunner.run(
        ["train", "--data", wrong, "--target", "side", "--epochs", "1", "--quiet"] + options)
      #expect(without.status == 0, "\(without)")
    }
    #expect(
      try errors(["--data", wrong, "--target", "side", "--features", "y"], status: 74).contains("“abc”"))
    let missing = try errors(
      ["--data", try tables.write("m.csv", "a,b\n1,x\n,y\n2,x\n"), "--target", "b", "--missing", "error"],
      status: 74)
    #expect(missing.contains("in line 3, column 1"))
  }

  @Test("errors about tables are Chinese in a Chinese locale")
  func chinese() throws {
    let tables = try Tables()
    let path = try tables.write("points.csv", Self.points(100))
    let ragged = try tables.write("ragged.csv", "a,b\n1,2\n3\n")
    let quoted = try tables.write("quoted.csv", "a,b\n1,\"2\n")
    for arguments in [
      ["--data", path, "--target", "sid"], ["--data", ragged, "--target", "b"],
      ["--data", quoted, "--target", "b"],
      ["--data", path], ["--target", "x"], ["--data", path, "--target", "side", "--task", "regress"],
    ] {
      let result = try CommandRunner.run(["train"] + arguments, environment: ["LC_ALL": "zh_CN.UTF-8"])
      #expect(result.status != 0)
      let sentences = result.errors.split(separator: "\n").filter { $0.hasPrefix("错误") }
      #expect(!sentences.isEmpty)
      let english = try Regex("[A-Za-z]['a-z]+ [a-z]['a-z]*,? [a-z]['a-z]+")
      for sentence in sentences { #expect(try english.firstMatch(in: sentence) == nil, "\(sentence)") }
    }
  }

  /// Points of which two cells hold other words than numbers.
  private static func points(_ count: Int, with word: String) -> String {
    var rows = points(count).split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    rows[3][0] = word
    rows[8][1] = word
    return rows.map { [$0[0], $0[1], $0[6]].joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  @Test(
    "a cell that is no number, as programs write NaN, counts as missing, and is told",
    arguments: ["nan", "NaN", "-nan", "NAN", "-NAN"])
  func notANumber(_ word: String) throws {
    let tables = try Tables()
    let clean = try tables.write("clean.csv", Self.points(60))
    let path = try tables.write("cells.csv", Self.points(60, with: word))
    let all = ["--data", path, "--target", "side", "--epochs", "2"]
    let quiet = try CommandRunner.run(["train", "--quiet"] + all)
    #expect(quiet.status == 0 && quiet.output.contains("; 2 rows left out for want of a value"), "\(quiet)")
    let summary = try summary(all)
    #expect(summary["dropped_rows"]?.asInt == 2 && summary["training_rows"]?.asInt == 46)
    #expect(try errors(all + ["--missing", "error"], status: 74).contains("but found “\(word)”"))
    let filled = try CommandRunner.run(["train"] + all + ["--missing", "mean"])
    #expect(filled.status == 0 && filled.output.contains("filled with means"), "\(filled)")
    #expect(!filled.output.contains("left out"))

    let model = tables.folder.path + "/model.safetensors"
    let columns = ["--data", clean, "--target", "side", "--features", "x,y", "--epochs", "2"]
    let tested = try CommandRunner.run(["train", "--test", path, "--save", model] + columns)
    #expect(tested.status == 0 && tested.output.contains("2 rows with missing values are left out"))
    let predicted = try CommandRunner.run(["predict", model, "--csv", path, "--format", "csv"])
    #expect(predicted.status == 0 && predicted.output.split(separator: "\n").count == 59)
    #expect(!predicted.output.contains("nan"))
    let evaluated = try CommandRunner.run(["evaluate", model, "--data", path])
    #expect(evaluated.status == 0 && evaluated.output.contains("58 samples"), "\(evaluated)")
    for result in [predicted, evaluated] {
      #expect(result.errors.contains("2 rows with missing values are left out"))
    }
  }

  @Test("a cell without bounds is refused, by line and column", arguments: ["inf", "-Infinity", "1e999"])
  func infinite(_ word: String) throws {
    let tables = try Tables()
    let clean = try tables.write("clean.csv", Self.points(60))
    let path = try tables.write("cells.csv", Self.points(60, with: word))
    let place = "in line 4, column 1"
    for options in [[], ["--quiet"], ["--missing", "mean"], ["--format", "json"]] {
      let message = try errors(["--data", path, "--target", "side", "--epochs", "1"] + options, status: 74)
      #expect(message.contains(place) && message.contains("but found “\(word)”"), "\(message)")
    }
    let model = tables.folder.path + "/model.safetensors"
    let columns = ["--data", clean, "--target", "side", "--features", "x,y", "--epochs", "1"]
    #expect(try errors(columns + ["--test", path], status: 74).contains(place))
    #expect(try CommandRunner.run(["train", "--quiet", "--save", model] + columns).status == 0)
    for arguments in [["predict", model, "--csv", path], ["evaluate", model, "--data", path]] {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == 74 && result.output.isEmpty)
      #expect(result.errors.contains(place) && result.errors.contains("but found “\(word)”"), "\(result)")
    }
  }

  @Test("numbers that are too large are no words, be they all of a column", arguments: [1, 30])
  func tooLarge(_ count: Int) throws {
    let tables = try Tables()
    let rows = (0..<30).map { "0.\($0),\(29 - $0)\($0 < count ? ",\($0 + 5).5e39" : ",2")" }
    let path = try tables.write("large.csv", (["a,b,c"] + rows).joined(separator: "\n") + "\n")
    for target in ["a", "c"] {
      let message = try errors(["--data", path, "--target", target], status: 74)
      #expect(message.contains("in line 2, column 8"), "\(message)")
      #expect(message.contains("expected a number of 3.4e38 at most in column “c”, but found “5.5e39”"))
    }
    // What has letters besides is a word, such as the sums of files.
    let sums = (0..<30).map { "0.\($0),\($0 % 2 == 0 ? "12e\(400 + $0)" : "a\($0)f"),\($0 % 3)" }
    let other = try tables.write("sums.csv", (["a,b,c"] + sums).joined(separator: "\n") + "\n")
    let known = try CommandRunner.run(["train", "--data", other, "--target", "c", "--epochs", "1"])
    #expect(known.status == 0 && known.output.contains("left out: b (another word in each row)"), "\(known)")
    // So are digits, however many.
    let long = String(repeating: "7", count: 43)
    let ids = (0..<30).map { "0.\($0),\(long)\(10 + $0),\($0 % 3)" }
    let named = try tables.write("ids.csv", (["a,b,c"] + ids).joined(separator: "\n") + "\n")
    let taken = try CommandRunner.run(["train", "--data", named, "--target", "c", "--epochs", "1"])
    #expect(taken.status == 0 && taken.output.contains("left out: b (another word in each row)"), "\(taken)")
  }

  @Test("a class that training didn't have is refused by line and column")
  func unknownClass() throws {
    let tables = try Tables()
    let rows = (0..<20).map { "\($0 % 7),\($0 % 3);\($0 % 5 == 0 ? "v" : "u");\($0 % 2 == 0 ? "p" : "q")" }
    let path = try tables.write("known.csv", (["a;b;kind"] + rows).joined(separator: "\n") + "\n")
    // Lines that are no rows: the second of a cell in quotes, and an empty one.
    let other = try tables.write("other.csv", "a;b;kind\n0,5;\"u\nv\";p\n\n1,5;u;fox\n")
    let model = tables.folder.path + "/model.safetensors"
    let trained = ["--data", path, "--target", "kind", "--epochs", "1"]
    #expect(try CommandRunner.run(["train", "--quiet", "--save", model] + trained).status == 0)
    let evaluated = try CommandRunner.run(["evaluate", model, "--data", other])
    #expect(evaluated.status == 74)
    let chinese = ["LC_ALL": "zh_CN.UTF-8"]
    let translated = try CommandRunner.run(["evaluate", model, "--data", other], environment: chinese)
    #expect(translated.errors.contains("应为“kind”中的类别 p, q，实际为“fox”。"), "\(translated)")
    let unseen = try tables.write("unseen.csv", "a;b\n0,5;w\n;u\n3e38;u\n-3e38;u\n")
    let words = try CommandRunner.run(["predict", model, "--csv", unseen], environment: chinese)
    #expect(words.status == 0 && words.errors.contains("列“b”中有 1 个训练时没有的词：“w”。"), "\(words)")
    #expect(words.errors.contains("略去了 1 行有缺失值的数据；"), "\(words)")
    for message in [evaluated.errors, try errors(trained + ["--test", other], status: 74)] {
      #expect(
        message.contains("other.csv: in line 5, column 7 (byte 28) expected the classes p, q"), "\(message)")
      #expect(message.contains("but found “fox”. Leave such rows out"), "\(message)")
    }
  }

  @Test("what a table was read with, others are, too", arguments: [":", "space"])
  func delimiters(_ delimiter: String) throws {
    let tables = try Tables()
    let mark = delimiter == "space" ? " " : delimiter
    let rows = (0..<20).map { "\($0 % 7),\($0 % 3),\($0 % 2 == 0 ? "p" : "q")" }
    let text = (["a,b,kind"] + rows).joined(separator: "\n").replacing(",", with: mark) + "\n"
    let (path, model) = (try tables.write("t.txt", text), tables.folder.path + "/model.safetensors")
    let option = ["--delimiter", delimiter]
    let trained = try CommandRunner.run(
      ["train", "--data", path, "--target", "kind", "--epochs", "1", "--quiet", "--save", model] + option)
    #expect(trained.status == 0, "\(trained)")
    for arguments in [["predict", model, "--csv", path], ["evaluate", model, "--data", path]] {
      #expect(try CommandRunner.run(arguments).status == 74)
      let result = try CommandRunner.run(arguments + option)
      // Of a table that was learnt from, evaluate says so.
      let isQuiet = result.errors.isEmpty || result.errors.contains("learnt from “t.txt”")
      #expect(result.status == 0 && isQuiet, "\(result)")
    }
    let info = try CommandRunner.run(["info", path] + option)
    #expect(info.status == 0 && info.output.contains("columns: 3"), "\(info)")
    let wrong = ["--delimiter", "ab"]
    for arguments in [
      ["predict", model, "--csv", path] + wrong, ["predict", model, path] + option, ["info", path] + wrong,
      ["evaluate", model, "--data", path] + wrong,
    ] {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == 64 && result.errors.contains("--delimiter"), "\(result)")
    }
  }

  @Test(
    "names are listed as a table writes them",
    arguments: [
      ("a,b", ["a", "b"]), (" a , b ", ["a", "b"]), ("\"a, b\",c", ["a, b", "c"]),
      ("a \"x\",b", ["a \"x\"", "b"]),
      ("\"a \"\"x\"\", y\",b", ["a \"x\", y", "b"]), ("\"\"\"\"", ["\""]), (" \"a\" ,b", ["a", "b"]),
    ])
  func names(text: String, expected: [String]) throws {
    #expect(try TableOptions.names(text, "--features") == expected)
    let error = #expect(throws: (any Error).self) { try TableOptions.names(text + ",\"a", "--features") }
    #expect("\(String(describing: error))".contains("a quote that isn't closed"))
  }

  @Test("a line's end in a name doesn't break what is said of the table")
  func lineEndInName() throws {
    let tables = try Tables()
    let rows = (0..<20).map { "\($0 % 7),\($0 % 3),\"\($0 % 2)\nx\"" }
    let path = try tables.write("lines.csv", (["a,b,\"kind\nof\""] + rows).joined(separator: "\n") + "\n")
    let result = try CommandRunner.run(["train", "--data", path, "--target", "kind\nof", "--epochs", "1"])
    #expect(result.status == 0)
    let line = "  target: kind\\u{A}of, classified: 2 classes (0\\u{A}x, 1\\u{A}x)"
    #expect(result.output.split(separator: "\n").contains { $0 == line }, "\(result.output)")
  }

  @Test("info tells a table's columns, their kinds and what their numbers are like")
  func info() throws {
    let tables = try Tables()
    let path = try tables.write("t.csv", "height,colour,weight\n1,red,2\n3,blue,\n5,red,4\n")
    let text = try CommandRunner.run(["info", path])
    #expect(text.status == 0 && text.output.contains("t.csv: CSV"), "\(text)")
    #expect(text.output.contains("height: numbers from 1 to 5, mean 3"), "\(text)")
    #expect(text.output.contains("colour: words, 2 different: "), "\(text)")
    #expect(text.output.contains("weight: numbers from 2 to 4, mean 3, deviation 1; 1 missing"), "\(text)")
    let json = try CommandRunner.run(["info", path, "--format", "json"])
    let parsed = try JSONValue(parsing: json.output, file: "info")
    #expect(parsed["rows"]?.asInt == 3 && parsed["columns"]?.asInt == 3)
    #expect(parsed["table_columns"]?.asArray?.map { $0["name"]?.asString } == ["height", "colour", "weight"])
  }

  /// A table with its folder, which lives as long.
  fileprivate struct KeptFile {
    let path: String
    let tables: Tables
  }
}

extension TableCommandTests.Tables {
  fileprivate func writeKept(_ name: String, _ text: String) throws -> TableCommandTests.KeptFile {
    TableCommandTests.KeptFile(path: try write(name, text), tables: self)
  }
}
