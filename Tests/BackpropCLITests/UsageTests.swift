import Testing

@Suite struct UsageTests {
  @Test func version() throws {
    let result = try CommandRunner.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: ".").count == 3)
  }

  @Test(
    "every command explains itself", arguments: [[], ["train"], ["check"], ["summary"], ["graph"], ["bench"]])
  func help(_ command: [String]) throws {
    let result = try CommandRunner.run(command + ["--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: backprop"))
    #expect(result.errors.isEmpty)
  }

  @Test(
    "wrong usage is reported on standard error, with status 64 and nothing on standard output",
    arguments: [
      ["nonsense"], ["--nonsense"], ["train", "--hidden", "0"], ["train", "--hidden", "50,,50"],
      ["train", "--hidden", ""], ["train", "--hidden", "99999999999999999999"],
      ["train", "--iterations", "-1"],
      ["train", "--iterations", "9223372036854775807"],
      ["train", "--epochs", "9223372036854775807"], ["train", "--iterations", "5", "--epochs", "5"],
      ["train", "--batch-size", "0"], ["train", "--batch-size", "9223372036854775807"],
      ["train", "--learning-rate", "nan"], ["train", "--learning-rate", "inf"],
      ["train", "--learning-rate", "-1"],
      ["train", "--init-std", "-1"], ["train", "--init-std", "much"], ["train", "--activation", "none"],
      ["train", "--threads", "0"], ["train", "--threads", "100000"], ["train", "--seed", "-1"],
      ["train", "--seed", "18446744073709551616"], ["train", "--data", "cifar"],
      ["train", "--format", "xml"],
      ["train", "--data", "digits", "--data-dir", "."], ["train", "--test-data", "auto"], ["train", "extra"],
      ["train", "--data", "digits", "--hidden", "1000000,1000000"],
      ["check", "--samples", "0"], ["check", "--samples", "1000000"], ["check", "--step", "0"],
      ["check", "--step", "nan"], ["check", "--hidden", "-5"],
      ["bench", "--filter", "nothing of that name"], ["bench", "--threads", "0"],
      ["bench", "--format", "xml"],
      ["bench", "--time-scale", "nan"], ["bench", "--time-scale", "0"],
    ])
  func wrongUsage(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Error: "))
  }

  @Test("options that would do nothing are refused, with what they are for")
  func withoutEffect() throws {
    let graph = ["graph", "2 * x", "--set", "x=1"]
    let cases: [([String], String)] = [
      (graph + ["--drawing", "always", "--format", "json"], "--drawing draws beside text"),
      (
        ["graph", "--network", "3,2", "--drawing", "always", "--format", "json"],
        "--drawing draws beside text"
      ),
      (graph + ["--width", "500"], "--width is for the drawings of --svg, --png and --pdf"),
      (graph + ["--activation", "relu"], "--activation is for --network"),
    ]
    for (arguments, says) in cases {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == 64 && result.errors.contains(says), "\(arguments): \(result)")
      #expect(result.output.isEmpty)
    }
    #expect(try CommandRunner.run(graph + ["--drawing", "never", "--format", "json"]).status == 0)
    let training = ["train", "--data", "digits", "--iterations", "1", "--hidden", "2"]
    let told = try CommandRunner.run(training + ["--plot", "--format", "json"])
    #expect(told.status == 0 && told.errors.contains("Warning: --plot draws nothing"), "\(told)")
    #expect(try CommandRunner.run(training + ["--plot"]).errors.isEmpty)
  }

  @Test(
    "files that can't be read are reported with status 74",
    arguments: [
      ["train", "--data-dir", "/nowhere/at/all"], ["check", "--data-dir", "/dev/null"],
      ["train", "--data", "digits", "--test-data-dir", "/nowhere/at/all"],
      ["bench", "--filter", "whole job", "--format", "json", "--data-dir", "/nowhere/at/all"],
    ])
  func inputAndOutput(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 74)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(arguments.last!))
  }

  @Test("errors after parsing show the usage of the command that they are about")
  func usage() throws {
    for (arguments, name) in [
      (["train", "--data", "digits", "--hidden", "100000,100000"], "train"),
      (["bench", "--filter", "nothing of that name"], "bench"),
      (["graph", "x", "--set", "x=1", "--svg", "a", "--html", "a"], "graph"),
    ] {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == 64)
      #expect(result.errors.contains("\nUsage: backprop \(name) "), "\(result.errors)")
      #expect(result.errors.hasSuffix("  See 'backprop \(name) --help' for more information.\n"))
    }
  }

  @Test(
    "a misspelt option is called unknown, and the one that was meant is named",
    arguments: [
      (["train", "--svgg", "a"], "--svgg"), (["graph", "x", "--set", "x=1", "--svgg", "a"], "--svgg"),
      (["graph", "--svgg", "a", "x", "--set", "x=1"], "--svgg"),
      (["graph", "x", "--fromat=json"], "--fromat"),
      (["graph", "--htm"], "--htm"), (["graph", "x", "--colour", "red"], "--colour"),
    ])
  func unknownOption(arguments: [String], option: String) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: Unknown option '\(option)'"), "\(result.errors)")
    let meant = ["--svgg": "--svg", "--fromat": "--format", "--htm": "--html"][option]
    if arguments[0] == "graph", let meant { #expect(result.errors.contains("Did you mean '\(meant)'?")) }
  }

  @Test("two minuses before a name are still a double negation")
  func doubleNegation() throws {
    #expect(
      try CommandRunner.run(["graph", "--x", "--set", "x=3", "--format", "json"]).output.hasPrefix(
        #"{"value":3"#))
    #expect(try CommandRunner.run(["graph", "--st", "--set", "st=3"]).status == 0)
    #expect(try CommandRunner.run(["graph", "--set", "svgg=3", "--", "--svgg"]).status == 0)
  }

  @Test("help and version that can't be written end with status 74")
  func fullOutput() throws {
    for arguments in ["--help", "help train", "train --help", "--version", "", "graph x --set x=1"] {
      let result = try CommandRunner.shell("\"$backprop\" \(arguments) >/dev/full")
      #expect(result.status == 74 && result.errors.contains("can't write to standard output"), "\(arguments)")
    }
    // Whoever has read enough goes: that is no error to be told. 141 is what a shell makes of SIGPIPE.
    let piped = try CommandRunner.shell("\"$backprop\" --help | true; echo ${PIPESTATUS[0]}")
    #expect(["0\n", "141\n"].contains(piped.output) && piped.errors.isEmpty, "\(piped)")
  }

  @Test("the help has one table of exit statuses")
  func statuses() throws {
    let help = try CommandRunner.run(["--help"]).output
    for status in [0, 1, 3, 64, 74, 129, 141] { #expect(help.contains("\(status)   "), "\(help)") }
  }

  @Test(
    "what steers a terminal is made visible in every message",
    arguments: [
      ["train", "--\u{1B}[31mred"], ["\u{1B}]0;title\u{07}"], ["train", "--data", "\u{202E}stigid"],
      ["train", "--hidden", "\u{1B}[2J"], ["train", "--learning-rate", "\u{2066}1"],
      ["train", "--init-std", "\u{1B}c"], ["train", "--data-dir", "/no\u{1B}[1m\u{202E}where"],
      ["graph", "x\u{1B}[31m"], ["graph", "1", "--set", "\u{1B}=1"], ["graph", "1", "--\u{200F}a=3"],
      ["bench", "--filter", "\u{1B}[31m\u{2067}"], ["check", "--step", "\u{85}"],
      ["check", "--svg", "/\u{9B}31m/x"],
      ["train", "--data", "digits", "--report", "/missing\u{1B}[0m/x"], ["graph", "a", "b\u{2028}\u{1B}"],
    ])
  func steeringCharacters(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 64 || result.status == 74 || result.status == 0)
    for scalar in (result.output + result.errors).unicodeScalars where scalar != "\n" {
      #expect(
        scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl, "\(arguments)")
    }
  }

  @Test("an argument's own lines can't be taken for the program's")
  func lines() throws {
    let result = try CommandRunner.run(["train", "--x\nError: all is well"])
    #expect(result.status == 64)
    #expect(!result.errors.split(separator: "\n").contains("Error: all is well'"))
    #expect(result.errors.contains(#"--x\u{A}Error: all is well"#), "\(result.errors)")
  }
}
