import Testing

/// What is said of commands and options that there aren't, and of options that contradict each other.
@Suite struct SuggestionTests {
  private func errors(_ arguments: [String]) throws -> String {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty, "\(arguments): \(result)")
    return result.errors
  }

  @Test(
    "a misspelt command is named with the one that was meant, also where help is asked for",
    arguments: [
      (["grph"], "graph"), (["help", "grph"], "graph"), (["grph", "--help"], "graph"), (["Train"], "train"),
      (["fit"], "train"), (["benchmark"], "bench"), (["chek"], "check"), (["2*x", "--set", "x=1"], "graph"),
      (["version"], "--version"),
    ])
  func commands(_ arguments: [String], _ meant: String) throws {
    let name = arguments[0] == "help" ? arguments[1] : arguments[0]
    let text = try errors(arguments)
    #expect(
      text == """
        Error: There is no command '\(name)'. Did you mean '\(meant)'?
        Usage: backprop <subcommand>
          See 'backprop --help' for more information.

        """)
  }

  @Test func commandsLikeNone() throws {
    for arguments in [["nonsense"], ["help", "nonsense"], [""]] {
      #expect(try errors(arguments).hasPrefix("Error: There is no command '\(arguments.last ?? "")'.\n"))
    }
    #expect(
      try errors(["help", "graph", "train"]).hasPrefix(
        "Error: 'backprop help' explains one command; there are 2"))
    for arguments in [["help"], ["help", "help"], ["help", "train"], ["help", "--help"]] {
      #expect(try CommandRunner.run(arguments).status == 0)
    }
  }

  @Test(
    "an option that there isn't is named with the one that was meant",
    arguments: [
      (["--versoin"], "--version"), (["-version"], "--version"),
      (["train", "--lr", "0.1"], "--learning-rate"), (["train", "--batch", "5"], "--batch-size"),
      (["train", "--bs", "5"], "--batch-size"), (["train", "--batch_size=5"], "--batch-size"),
      (["train", "--epoch", "5"], "--epochs"), (["train", "-epochs", "3"], "--epochs"),
      (["train", "--iters", "5"], "--iterations"), (["train", "--output", "f"], "--report"),
      (["train", "--Seed", "5"], "--seed"), (["train", "--rate", "5"], "--learning-rate"),
      (["train", "--dir", "d"], "--data-dir"), (["train", "--workers", "2"], "--threads"),
      (["train", "--hist", "f"], "--history"), (["train", "--json"], "--format json"),
      (["check", "--eps", "1"], "--step"), (["check", "--steps", "1"], "--step"),
      (["bench", "--treads", "2"], "--threads"),
      (["graph", "-svg", "f", "x", "--set", "x=1"], "--svg"), (["graph", "-html"], "--html"),
      (["graph", "x", "-set", "x=1"], "--set"), (["graph", "x", "--set", "x=1", "--output", "f"], "--svg"),
    ])
  func options(_ arguments: [String], _ meant: String) throws {
    let given = try #require(arguments.first { $0.hasPrefix("-") && $0 != "--set" }).prefix { $0 != "=" }
    let text = try errors(arguments)
    #expect(
      text.hasPrefix("Error: Unknown option '\(given)'. Did you mean '\(meant)'?\nUsage: backprop "),
      "\(text)")
  }

  @Test(
    "an option like none is only called unknown, with the command that has it",
    arguments: [
      (["train", "--zebra"], "Unknown option '--zebra'."), (["-launch"], "Unknown option '-launch'."),
      (["check", "--epochs", "3"], "Unknown option '--epochs'; it belongs to backprop train."),
      (["--seed", "1", "train"], "Unknown option '--seed'; it belongs to backprop train, backprop check."),
      (["graph", "x", "--set", "x=1", "--lr", "1"], "Unknown option '--lr'."),
    ])
  func unknown(_ arguments: [String], _ sentence: String) throws {
    #expect(try errors(arguments).hasPrefix("Error: \(sentence)\n"))
  }

  @Test("a minus before a name still negates")
  func negation() throws {
    for arguments in [
      ["-svg", "--set", "svg=3"], ["--svgg", "--set", "x=1", "--set", "svgg=3"], ["-h*2", "--set", "h=1"],
      ["-height", "--set", "height=1"],
    ] {
      #expect(try CommandRunner.run(["graph"] + arguments).status == 0, "\(arguments)")
    }
  }

  @Test(
    "an option with two values that differ is refused with both",
    arguments: [
      (["train", "--seed", "1", "--seed", "2"], "--seed is given twice, as '1' and as '2'; give it once."),
      (
        ["train", "--hidden=5", "--hidden", "6"], "--hidden is given twice, as '5' and as '6'; give it once."
      ),
      (
        ["check", "--svg", "a\nb", "--svg", "b"],
        #"--svg is given twice, as 'a\u{A}b' and as 'b'; give it once."#
      ),
      (["train", "--plot", "--no-plot"], "--plot and --no-plot contradict each other; give one of the two."),
      (["check", "--svg", "a", "--svg", "b"], "--svg is given twice, as 'a' and as 'b'; give it once."),
      (
        ["bench", "--threads", "1", "--threads=2"],
        "--threads is given twice, as '1' and as '2'; give it once."
      ),
      (
        ["graph", "x", "--set", "x=1", "--format", "json", "--set", "y=1", "--format", "text"],
        "--format is given twice, as 'json' and as 'text'; give it once."
      ),
      (
        ["graph", "--network", "2,3", "--watch-nan"],
        "--watch-nan looks at values, which a network of --network hasn't; leave one of the two out."
      ),
    ])
  func repetition(_ arguments: [String], _ sentence: String) throws {
    let text = try errors(arguments)
    #expect(text.contains(sentence), "\(text)")
    #expect(text.contains("\nUsage: backprop \(arguments[0]) "))
  }

  @Test("the same value twice, and what belongs together, is taken")
  func sameValue() throws {
    for arguments in [
      ["graph", "x", "--set", "x=1", "--set", "y=2", "--format", "json", "--format=json"],
      [
        "train", "--data", "digits", "--iterations", "1", "--quiet", "--quiet", "--plot", "--seed", "3",
        "--seed", "3",
      ],
    ] {
      #expect(try CommandRunner.run(arguments).status == 0, "\(arguments)")
    }
  }
}
