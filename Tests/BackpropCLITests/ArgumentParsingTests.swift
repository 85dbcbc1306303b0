import Testing

@testable import BackpropArguments

/// Command lines, and how they reach a command's properties.
@Suite struct ArgumentParsingTests {
  private enum Shade: String, ExpressibleByArgument, CaseIterable { case light, dark }

  private struct Ink: ParsableArguments {
    @Option(help: "How strong.") var strength = 1
    func validate() throws {
      if strength > 9 { throw ValidationError("too strong") }
    }
  }

  private struct Draw: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "draw", abstract: "Draws.", discussion: "In ink.\n  indented")
    @OptionGroup(title: "Ink") var ink: Ink
    @Option(help: "What is drawn.") var shade = Shade.light
    @Option(help: "Behind it.") var backShade: Shade?
    @Option(takesAny: true, help: ArgumentHelp("How far.", discussion: "In steps.", valueName: "steps"))
    var distance = 3
    @Option(help: ArgumentHelp("Where to.", valueName: "file")) var svg: String?
    @Option(name: "set", takesAny: true, help: "Values.") var settings: [String] = []
    @Flag(help: "Says nothing.") var quiet = false
    @Flag(help: "Shows it.") var show: Bool?
    @Option(help: ArgumentHelp("For tests.", isHidden: true)) var secret: Int?
    func validate() throws {
      if distance == 13 { throw ValidationError("not 13") }
    }
  }

  private struct Words: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "words", abstract: "Takes words.")
    @Argument(help: "Any words.") var words: [String] = []
    @Flag(help: "Loud.") var loud = false
  }

  private struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "program", abstract: "Does it.", version: "1.2", subcommands: [Draw.self, Words.self])
  }

  private func draw(_ arguments: String...) throws -> Draw {
    try #require(Program.parseAsRoot(["draw"] + arguments) as? Draw)
  }

  @Test("without arguments every property has its default")
  func defaults() throws {
    let draw = try draw()
    #expect(draw.ink.strength == 1 && draw.shade == .light && draw.backShade == nil && draw.distance == 3)
    #expect(draw.svg == nil && draw.settings == [] && !draw.quiet && draw.show == nil && draw.secret == nil)
  }

  @Test(
    "options take the next argument or what follows their =, and one command line leaves nothing for another")
  func values() throws {
    let draw = try draw(
      "--strength", "4", "--shade=dark", "--back-shade", "light", "--distance", "-5", "--svg", "-", "--set",
      "-a=1",
      "--set=b=2", "--quiet", "--no-show", "--secret=7")
    #expect(draw.ink.strength == 4 && draw.shade == .dark && draw.backShade == .light && draw.distance == -5)
    #expect(draw.svg == "-" && draw.settings == ["-a=1", "b=2"] && draw.quiet && draw.show == false)
    #expect(draw.secret == 7)
    #expect(try self.draw("--show").show == true)
    #expect(try self.draw().settings == [])
  }

  private typealias Mistake = (arguments: [String], message: String, help: String?)

  private static let wrong: [Mistake] = [
    (["--distance"], "Missing value for '--distance <steps>'", "--distance <steps>  How far."),
    (["--svg", "--quiet"], "Missing value for '--svg <file>'", "--svg <file>  Where to."),
    (["--svg="], "Missing value for '--svg <file>'", "--svg <file>  Where to."),
    (
      ["--distance", "x"], "The value 'x' is invalid for '--distance <steps>'", "--distance <steps>  How far."
    ),
    (
      ["--back-shade", "red"],
      "The value 'red' is invalid for '--back-shade <back-shade>'. Please provide one of 'light', 'dark'.",
      "--back-shade <back-shade>  Behind it."
    ),
    (["--help=1"], "The option '--help' does not take any value, but '1' was specified.", nil),
    (["\n=\u{0}"], "Unexpected argument '\\u{A}=\u{0}'", nil),
    (
      ["a", "b", "c", "d", "e", String(repeating: "f", count: 50)],
      "6 unexpected arguments: 'a', 'b', 'c', 'd', 'e' …", nil
    ),
    ([String(repeating: "f", count: 50)], "Unexpected argument '\(String(repeating: "f", count: 40))…'", nil),
    (["--quiet=1"], "The option '--quiet' does not take any value, but '1' was specified.", nil),
    (["--colour"], "Unknown option '--colour'", nil), (["-5"], "Unknown option '-5'", nil),
    (["a"], "Unexpected argument 'a'", nil),
    (["a", "--", "--quiet"], "2 unexpected arguments: 'a', '--quiet'", nil),
  ]

  @Test("a wrong command line is told with the option and what it is for", arguments: 0..<14)
  func mistake(_ index: Int) throws {
    let (arguments, message, help) = Self.wrong[index]
    let error = try #require(throws: ParsingError.self) { try Program.parseAsRoot(["draw"] + arguments) }
    #expect(error.message == message)
    #expect(error.help == help)
  }

  @Test("a command, and groups of options before it, say what can't be used")
  func validation() throws {
    #expect(throws: ValidationError.self) { try draw("--distance", "13") }
    let error = try #require(throws: ValidationError.self) {
      try draw("--distance", "13", "--strength", "10")
    }
    #expect(error.message == "too strong")
  }

  @Test("words of a command that takes any are whatever isn't one of its options")
  func words() throws {
    let arguments = ["words", "a", "-b", "--c", "-h=1", "--loud", "--", "--loud", "--help"]
    let words = try #require(try Program.parseAsRoot(arguments) as? Words)
    #expect(words.words == ["a", "-b", "--c", "-h=1", "--", "--loud", "--help"] && words.loud)
  }

  @Test("help and version are asked for in several ways")
  func requests() throws {
    func command(_ arguments: String...) throws -> String {
      try #require(throws: HelpRequest.self) { try Program.parseAsRoot(arguments).run() }
        .command.configuration.commandName
    }
    #expect(try command() == "program")
    #expect(try command("--help") == "program")
    #expect(try command("help") == "program")
    #expect(try command("help", "draw") == "draw")
    #expect(try command("draw", "--quiet", "--help") == "draw")
    #expect(throws: VersionRequest.self) { try Program.parseAsRoot(["--version"]) }
    #expect(throws: VersionRequest.self) { try Program.parseAsRoot(["draw", "--version"]) }
  }

  @Test("a help screen has all parts in order, wrapped, and nothing that is hidden")
  func screen() {
    let help = CommandHelp(of: Draw.self, root: Program.self)
    #expect(
      help.screen(columns: 60) == """
        OVERVIEW: Draws.

        In ink.
          indented

        USAGE: program draw [--strength <strength>] [--shade <shade>] [--back-shade <back-shade>] [--distance <steps>] [--svg <file>] [--set <set>] [--quiet] [--show/--no-show]

        INK:
          --strength <strength>   How strong. (default: 1)

        OPTIONS:
          --shade <shade>         What is drawn. (values: light,
                                  dark; default: light)
          --back-shade <back-shade>
                                  Behind it. (values: light, dark)
          --distance <steps>      How far. (default: 3)
                In steps.
          --svg <file>            Where to.
          --set <set>             Values.
          --quiet                 Says nothing.
          --show/--no-show        Shows it.
          --version               Show the version.
          -h, --help              Show help information.
        """)
    #expect(CommandHelp(of: Program.self, root: Program.self).usage == "program <subcommand>")
    #expect(
      CommandHelp(of: Program.self, root: Program.self).screen(columns: 60).contains("SUBCOMMANDS:\n  draw  ")
    )
    #expect(help.options.map(\.names).contains(["--show", "--no-show"]))
  }

  @Test("lines break before they are full, those of the usage and words that are too long excepted")
  func wrapping() {
    for columns in [-1, 0, 20, 40, 45, 80] {
      for line in CommandHelp(of: Draw.self, root: Program.self).screen(columns: columns).split(
        separator: "\n")
      {
        let isWord = line.split(separator: " ").count == 1
        #expect(line.count < max(columns, 40) || line.hasPrefix("USAGE") || isWord, "\(line)")
      }
    }
  }
}
