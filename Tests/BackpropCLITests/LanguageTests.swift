import BackpropArguments
import BackpropDrawing
import Foundation
import Testing

@testable import BackpropCLI

/// Help and errors in Chinese where the locale is Chinese.
@Suite struct LanguageTests {
  private static let chinese = ["LC_ALL": "zh_CN.UTF-8"]

  /// POSIX: LC_ALL before LC_MESSAGES before LANG. GNU gettext: LANGUAGE before them, unless the locale is C.
  @Test(arguments: [
    (["LANG": "zh_CN.UTF-8"], true), (["LANG": "zh_TW.utf8"], true), (["LC_MESSAGES": "zh_CN.UTF-8"], true),
    (["LC_ALL": "zh_CN.UTF-8", "LANG": "C"], true),
    (["LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"], false),
    (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true),
    (["LC_MESSAGES": "C.UTF-8", "LANG": "zh_CN.UTF-8"], false),
    (["LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"], true),
    (["LANGUAGE": "en:zh", "LANG": "zh_CN.UTF-8"], false),
    (["LANGUAGE": "zh_CN"], false), (["LANG": "zh_CN.GB18030"], false), (["LANG": "zh_CN"], false),
    (["LANG": "zh_CN.UTF-8@pinyin"], true), (["LANG": "de_DE.UTF-8"], false), ([:], false),
  ])
  func locale(_ environment: [String: String], _ isChinese: Bool) {
    #expect((MessageLanguage(environment: environment) == .chinese) == isChinese)
  }

  private static let screens: [any ParsableCommand.Type] =
    [BackpropCommand.self] + BackpropCommand.configuration.subcommands

  @Test("every paragraph of the help has a translation, and every translation a paragraph")
  func completeness() throws {
    var screens = ""
    for command in Self.screens {
      let help = CommandHelp(of: command, root: BackpropCommand.self).screen(
        columns: HelpTranslation.unwrapped)
      screens += help
      var translation = HelpTranslation(book: .chineseHelp, columns: 80)
      _ = translation.translation(of: help)
      #expect(translation.missing == [], "ChineseHelp.swift needs these paragraphs of \(command)")
    }
    for phrase in PhraseBook.chineseHelp.phrases {
      #expect(screens.contains(phrase), "ChineseHelp.swift translates what no help says: \(phrase)")
    }
  }

  @Test("the help is Chinese in a Chinese locale, and no line wider than the terminal")
  func help() throws {
    for command in ["train", "check", "summary", "graph", "bench", ""] {
      let arguments = command.isEmpty ? ["--help"] : [command, "--help"]
      let result = try CommandRunner.run(
        arguments, environment: Self.chinese.merging(["COLUMNS": "80"]) { $1 })
      #expect(result.status == 0 && result.errors.isEmpty)
      #expect(result.output.hasPrefix("概述：") && result.output.contains("\n用法： backprop"))
      #expect(!result.output.contains("OPTIONS") && !result.output.contains("USAGE"))
      let isUsage = { (line: Substring) in line.hasPrefix("用法") || line.hasPrefix("       backprop") }
      for line in result.output.split(separator: "\n") where !isUsage(line) {
        #expect(line.displayWidth <= 80 || line.contains("  backprop "), "\(line)")
      }
    }
    let train = try CommandRunner.run(
      ["train", "--help"], environment: Self.chinese.merging(["COLUMNS": "200"]) { $1 }
    ).output
    #expect(train.contains("  --batch-size <batch-size>"))
    #expect(train.contains("一个 mini-batch 的图像数。（默认：100；自己的图像不足 3,000 张时为其三十分之一，至少 8）"))
    #expect(train.contains("可选值：text, json；默认：text"))
    #expect(train.contains("（默认：处理器的核心数）"))
  }

  @Test(
    "errors are Chinese in a Chinese locale",
    arguments: [
      (["train", "--batch-size", "0"], "错误：--batch-size 必须是 1 到 100,000 之间的整数，而不是 0。\n用法：backprop"),
      (["train", "--bach-size", "1"], "错误：没有选项“--bach-size”。是否指 '--batch-size'？"),
      (["train", "--seed"], "错误：选项“--seed <seed>”缺少值"),
      (["train", "--format", "xml"], "错误：“xml”不能用作“--format <format>”的值，可选的值是 'text', 'json'。"),
      (["train", "--data-dir", "/nowhere"], "请检查文件夹的路径。"),
      (["graph", "2 *"], "错误：算式在应当有值的地方结束了。（算式第 4 列）\n  2 *\n     ^"),
      (["graph", "expp(1)"], "错误：没有函数 expp。是否指 exp？（算式第 1 列）"),
      (["graph", "x", "--set", "x=[1,2"], "x 的值读不出来。"),
    ])
  func errors(_ arguments: [String], _ message: String) throws {
    let result = try CommandRunner.run(arguments, environment: Self.chinese)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.status == 64 || result.status == 74)
    #expect(result.output.isEmpty)
    // The same status and the English sentences elsewhere.
    let english = try CommandRunner.run(arguments)
    #expect(english.status == result.status && english.errors.hasPrefix("Error: "))
    #expect(!english.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
  }

  /// Commands that are wrong in as many ways as there are sentences about it.
  private static let mistakes: [[String]] =
    [
      "", "mean([])", "max([])", "exp", "sigmod(1)", "2x", "1.2.3", ".", "[1,[2]]", "[[1,2],[3]]", "[1,x]",
      "exp(1,2)",
      "exp()", "cross_entropy([1])", "sum([1],0)", "sum([1],axis=x)", "sum([1],axis=3)", "sum(x,axis=0)",
      "reshape([1],1.5)", "reshape([1,2],3)", "reshape([1,2],-1,-1)", "reshape(x)", "y*2", "x=2", "1+_x",
      "np.dot(x,W)",
      "np.sin(x)", "(x).y", "x.T", "ln(x)", "abs(x)", "maximum(x,0)", "array(1)", "5//2", "2·3", "√2", "（3",
      "3²",
      "e**2", "2*pi", "dot(1)", "(1,2)", "x @ [1,2]", "[1,2] @ [1,2,3]", "[[1,2]] @ [[1,2]]", "[1,2]+[1,2,3]",
      "a$b",
      "1 2", "[1", "(1", "1)", "]", "softmax(1)", "mean([],axis=0)", "max([],axis=0)",
      "conv2d([1])", "conv2d(x,stride=1)", "conv2d([1],[1])", "conv2d([[[[1]]]],[1])",
      "conv2d([[[[1]]]],[[[[1],[2]]]])",
      "conv2d([[[[1]]]],[[[[1]],[[1]]]])", "conv2d([[[[1]]]],[[[[1]]]],[1,2])",
      "conv2d([[[[1]]]],[[[[1]]]],1,2)",
      "conv2d([[[[1]]]],[[[[1]]]],stride=0)", "conv2d([[[[1]]]],[[[[1]]]],padding=-1)",
      "conv2d([[[[1]]]],[[[[1],[2],[3],[4]]]],padding=1)", "max_pool2d([1])", "max_pool2d([1],2)",
      "max_pool2d([1],x)",
      "max_pool2d([1],2,3)", "max_pool2d([1],2,stride=x)", "max_pool2d([1],2,stride=1,stride=1)",
      "max_pool2d([1],2,padding=1+1)", "avg_pool2d([[[[1]]]],2)", "avg_pool2d([[[[1]]]],2,padding=2)",
      "maxpool(x,2)", "sum([1],axis=0+1)", "reshape([1],1+1)", "layer_norm(1)", "layer_norm([])",
      "softmax_with_loss([1,2],[1,2,3])", "'x'", "max(x,y)", "3 % 2", "|x|", "2 – 1", "【1】", "{1}", "x,",
    ].map { ["graph", "--set", "x=1", "--", $0] }
    + [
      "x", "=1", "1x=2", "x=", "x=[1,2", "x=[1,,2]", "x=[[1,2],[3]]", "x=[1,[2]]", "x=[[1],2]", "x=1 2",
      "x=007",
      "x={}", "x=@", "x=@/none", "x=@/dev/null", "x=@/tmp", "x=[1 2]", "x=[[1,2],[3,4,5]]",
    ].map { ["graph", "x", "--set", $0] }
    + [
      "", "affine,", "afine", "lstm", "affine 50 relu", "relu)", "affine(5)", "affine -1", "affine 5 6",
      "conv",
      "conv 3 0", "conv 3 3 padding 1", "conv 3 3 7", "conv 3 3 pad", "conv 3 3 pad 1 pad 2", "dropout 1",
      "relu 3",
      "residual (relu", "residual (relu) shortcut relu", "weights hee, affine", "weights he affine",
      "weights",
      "affine, weights he", "affine, affine", "maxpool 40", "conv 4 3 groups 3", "residual (affine 3)",
      "affine 100000, affine 100000", "affine 1000000000", "affine 3", "globalavgpool, maxpool 2",
      "conv 3 40",
    ].map { ["summary", "--network", $0] }
    + [
      ["grph"], ["help", "grph"], ["help", "graph", "x"], ["--versoin"], ["train", "--lr", "1"],
      ["check", "--epochs", "1"],
      ["train", "--seed", "1", "--seed", "2"], ["train", "--plot", "--no-plot"], ["train", "--seed"],
      ["train", "--iterations", "1", "--epochs", "1"], ["train", "--data", "cifar"], ["train", "extra"],
      ["check", "--seed", "-1"], ["check", "--samples", "0"], ["check", "--step", "2"],
      ["bench", "--filter", "nix"],
      ["train", "--data-dir", "/nowhere"], ["train", "--data-dir", "/dev"],
      ["bench", "--data-dir", "/nowhere"], ["train", "digits"], ["train", "/dev"],
      ["train", "--data", "digits", "--hidden", "90000", "--batch-size", "100000"],
      ["train", "--data", "digits", "--hidden", "90000,90000"],
      ["train", "--data", "digits", "--report", "/dev"],
      ["graph", "x", "--set", "x=1", "--upstream", "[1,2]"],
      ["graph", "x", "--set", "x=1", "--svg", "/dev/none/a"],
      ["graph", "--network", "2,3", "--set", "x=1"], ["graph", "--network", "2,3", "--watch-nan"],
      ["graph", "--network", "2"], ["graph", "--network", "90000,90000"], ["graph"], ["graph", "1", "2"],
      ["summary"], ["summary", "--network", "mlpp"], ["summary", "--network", "x/y"],
      ["summary", "--network", "mlp", "--input", "0x3"], ["train", "--network", "mlp", "--hidden", "3"],
      ["train", "--optimizer", "adm"], ["train", "--momentum", "0.5"], ["train", "--label-smoothing", "2"],
      ["train", "--schedule", "step 0.1"], ["train", "--schedule", "cosinus"], ["train", "--clip", "0"],
      ["train", "--weight-decay", "-1"], ["train", "--optimizer", "momentum", "--momentum", "1"],
      ["graph", "log(x)", "--set", "x=0", "--watch-nan"],
      ["graph", "sqrt(x)", "--set", "x=[0,0]", "--watch-nan"],
      [
        "train", "--data", "digits", "--iterations", "2", "--hidden", "2", "--quiet", "--learning-rate",
        "1e30",
      ],
      [
        "train", "--data", "digits", "--iterations", "2", "--hidden", "2", "--quiet", "--init-std", "1e30",
        "--watch-nan",
      ],
    ]

  /// Three English words in a row are no name and no option; what the system says of an error stays as it is.
  @Test("no sentence about a mistake is left half in English", arguments: mistakes)
  func wholeSentences(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments, environment: Self.chinese)
    #expect(result.status != 0)
    let sentences = result.errors.split(separator: "\n")
      .filter { !$0.hasPrefix(" ") && !$0.hasPrefix("用法") }
      .map {
        $0.replacing(try! Regex("（(No such file or directory|Not a directory|Is a directory)）"), with: "")
      }
    let english = try Regex("[A-Za-z]['a-z]+ [a-z]['a-z]*,? [a-z]['a-z]+")
    #expect(!sentences.isEmpty)
    for sentence in sentences {
      #expect(try english.firstMatch(in: sentence) == nil, "\(sentence)")
    }
  }

  @Test("files that are no data set are told in Chinese, with the place of the fault")
  func brokenFiles() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 2)
    let labels = URL(fileURLWithPath: data.path + "/train-labels-idx1-ubyte")
    for (bytes, sentence) in [
      ("hello", "（解压后第 0 字节）：应为以字节 00 00 开头的 IDX 文件，实际为字节 68 65。请检查"),
      ("\0\0\u{8}\u{1}\0\0\0\u{2}ab", "应为5 个标签，与 "),
    ] {
      try Data(bytes.utf8).write(to: labels)
      let result = try CommandRunner.run(["train", "--data-dir", data.path], environment: Self.chinese)
      #expect(result.status == 74 && result.errors.contains(sentence), "\(result.errors)")
    }
    let help = try CommandRunner.run(["train", "--threads="], environment: Self.chinese)
    #expect(help.errors.contains("\n帮助：  --threads <threads>  使用的线程数。\n"), "\(help.errors)")
  }

  @Test("every advice about files has a translation")
  func advice() throws {
    var count = 0
    for folder in ["BackpropFiles", "BackpropData", "BackpropCLI"] {
      for path in try Repository.swiftFiles(under: "Sources/\(folder)") {
        let source = try Repository.text(path)
        for part in source.components(separatedBy: "advice: \"").dropFirst() {
          // A sentence with gaps is tried with one in each.
          guard let end = part.firstRange(of: ".\"") else { continue }
          let sentence = String(part[..<end.lowerBound]) + "."
          guard !sentence.contains("\\") else { continue }
          count += 1
          #expect(
            PhraseBook.chineseMessages.translation(of: sentence) != nil,
            "ChineseMessages.swift needs the advice of \(path): \(sentence)")
        }
      }
    }
    #expect(count > 40)
  }

  @Test("what programs read is the same in every locale")
  func listings() throws {
    for arguments in [
      ["graph", "2 * x", "--set", "x=3"], ["graph", "2 * x", "--set", "x=3", "--format", "json"],
    ] {
      let chinese = try CommandRunner.run(arguments, environment: Self.chinese)
      #expect(chinese.output == (try CommandRunner.run(arguments).output))
      #expect(chinese.status == 0)
    }
  }

  @Test(
    "no line of the phrase books is missing: phrases are English, translations Chinese")
  func pairing() {
    func isChinese(_ text: String) -> Bool {
      text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) || $0.value >= 0xFF00 }
    }
    for book in [PhraseBook.chineseMessages, .chineseHelp] {
      #expect(book.phrases.count > 50)
      // Examples may have signs of either language; a missing line would make translations of all phrases after it.
      #expect(book.phrases.filter(isChinese).count <= 2)
      #expect(book.phrases.filter { !isChinese(book.translation(of: $0) ?? "") }.count <= 2)
    }
  }

  @Test("phrases with gaps take what stands between their words, and the most certain phrase comes first")
  func phrases() {
    let book = PhraseBook(
      """
      # Settings
      {} is set
      {1} 已设置
      {} is set to {}, not {}
      {1} 是 {2}，不是 {3}

      none
      无
      {}, {}
      {2}、{1}
      """)
    #expect(book.phrases == ["{} is set", "{} is set to {}, not {}", "none", "{}, {}"])
    #expect(book.translation(of: "x is set") == "x 已设置")
    #expect(book.translation(of: "x is set to 1, not 2, 3") == "x 是 1，不是 2, 3")
    #expect(book.translation(of: "none") == "无")
    #expect(book.translation(of: "{2}, {1}") == "{1}、{2}")
    #expect(book.translation(of: "nothing of the kind") == nil)
    let nested = PhraseBook("{} is {}\n{1} 是 {2*}\n~none\n无")
    #expect(nested.translation(of: "none is none") { nested.translation(of: "~" + $0) ?? $0 } == "none 是 无")
    #expect(nested.translation(of: "none") == nil)
  }

  @Test("lines break beside Chinese characters, but not before signs that close or after ones that open")
  func lineBreaking() {
    #expect("把计算图画成文件。".brokenIntoLines(of: 8) == ["把计算图", "画成文", "件。"])
    #expect("计算（默认：10）".brokenIntoLines(of: 6) == ["计算", "（默", "认：", "10）"])
    #expect("用 --data-dir 指定".brokenIntoLines(of: 10) == ["用", "--data-dir", "指定"])
    #expect("a longword b".brokenIntoLines(of: 4) == ["a", "longword", "b"])
    #expect("".brokenIntoLines(of: 4) == [""])
  }
}
