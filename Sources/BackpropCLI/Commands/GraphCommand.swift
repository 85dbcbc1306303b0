import Backprop
import BackpropArguments
import BackpropDrawing
import BackpropFiles
import Foundation

/// `backprop graph`: a calculator that shows the graph of a computation with all values and derivatives.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Compute an expression and show its graph with every value and derivative.",
    usage: """
      backprop graph <expression> [--set <name>=<value> ...] [--upstream <value>] [--svg <file>] [--format <format>]
      backprop graph --network <network> [--input <shape>] [--svg <file>] [--format <format>]
      """,
    discussion: """
      The language, with NumPy's meanings:
        numbers        3   2.5   .5   1e-3
        names          x   W1   苹果: letters, then digits and _; each needs a --set
        lists          [1, -2]   [[1, 2], [3, 4]]
        operators      + - * / with broadcasting, ** for powers, unary -,
                       @ or dot(x, W) for the matrix product; − × ÷ are
                       understood, too
        functions      exp(x) log(x) sqrt(x) tanh(x) relu(x) sigmoid(x)
                       gelu(x) silu(x) softplus(x), leaky_relu(x) with the slope
                       0.01 below 0, or with another as in leaky_relu(x, 0.2)
                       sum(x) mean(x) max(x), each also with axis=0 or axis=-1
                       transpose(x), reshape(x, 2, 3) where one size may be -1
                       softmax(a) and log_softmax(a) over the last axis
                       layer_norm(x): each row along it with mean 0 and variance 1
                       conv2d(x, w) or conv2d(x, w, b), max_pool2d(x, 2) and
                       avg_pool2d(x, 2) of images (N, C, H, W), each also with
                       stride=2 and padding=1
                       cross_entropy(y, t): the mean over rows of -sum(t * log(y))
                       softmax_with_loss(a, t): the same of softmax(a), stable
                       sigmoid_with_loss(a, t): yes or no for each number
      ** binds more strongly than a minus before it and groups from the right: -x**2 is -(x**2).

      Every node is listed in forward order with its value and, after the backward pass from the result, its \
      derivative. A result that isn't a single number is summed first. --upstream gives what arrives at the result \
      from the rest of a computation: a number, 1 where nothing is said, or a value of the result's shape. Numbers \
      and lists in the expression are constants and have no derivative. At a kink, relu'(0) is 0, \
      leaky_relu'(0) is the slope, and max shares its derivative among ties.

      A value is JSON: a number or nested lists, with nan, inf and -inf bare or in quotes. A number too large for \
      double precision is infinite. Values may have up to 10 million elements, 20 million together. \
      --set NAME=@FILE takes the value from a file, plain or gzip, of up to 1 GiB of text: the same JSON, or lines of \
      numbers with spaces or commas between them, where one line or one column is a vector and # begins a remark.

      Examples:
        backprop graph 'apple * 2 * 1.1' --set apple=100
        backprop graph '(x + y)**2' --set x=1 --set y=2
        backprop graph 'relu(x @ W)' --set x=[1,-2] --set W=[[1,2],[3,-4]]
        backprop graph 'softmax_with_loss(a, [0, 1])' --set a=[0.3,0.7]
        backprop graph 'x * y' --set x=10 --set y=5 --upstream 1.3
        backprop graph 'x @ W' --set x=@samples.txt --set W=@weights.json
        backprop graph '2 * x + y' --set x=3 --set y=1 --svg graph.svg
        backprop graph '(x + y)**2' --set x=1 --set y=2 --html steps.html
        backprop graph --network 784,50,10 --svg network.svg
        backprop graph --network 'conv 8 3x3, relu, affine' --input 3x32x32 --svg network.svg
      """)

  // One expression is meant, which may begin with a minus.
  @Argument(help: "The expression, in quotes.")
  var expression: [String] = []

  @Option(
    name: "set", takesAny: true,
    help: ArgumentHelp(
      "Gives a name its value, or with name=@file the one in a file; once for each name.",
      valueName: "name=value"))
  var settings: [String] = []

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The derivative that arrives at the result: a number, a list of the result's shape, or @file.",
      valueName: "value"))
  var upstream: String?

  @Option(help: "What to print: text, or json for one object on one line.")
  var format = OutputFormat.text

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "Shows the graph of a network instead of an expression's: the sizes of its layers, a preset, a JSON file, or layers in quotes.",
      valueName: "network"))
  var network: DrawnNetwork?

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The shape of one sample of a network that isn't given by sizes: channels, rows and columns, or one number. (default: 1x28x28)",
      valueName: "shape"))
  var input: ShapeArgument?

  @Option(
    takesAny: true,
    help: "How many classes a network that isn't given by sizes tells apart. (default: 10)")
  var classes: NumberArgument<Int>?

  @Flag(
    help: """
      Name the first operation that made a value or derivative NaN or infinite, mark its path in the drawing, and exit \
      with status 1. JSON then has it as non_finite.
      """)
  var watchNan = false

  @Option(
    help:
      "What follows each hidden layer of a network that is given by sizes: relu, which is the default, or sigmoid."
  )
  var activation: ActivationName?

  @OptionGroup(title: "Drawing") var files: DrawingFiles

  @Option(
    help:
      "Whether to draw the graph in lines of text, too: auto (in a terminal, where it fits), always or never."
  )
  var drawing = TerminalDrawing.auto

  func validate() throws {
    if drawing == .always, format == .json {
      throw ValidationError(
        "--drawing draws beside text, and --format asks for JSON; leave one of the two out.")
    }
    guard let network else {
      if activation != nil {
        throw ValidationError("--activation is for --network; in an expression write relu(x) or sigmoid(x).")
      }
      if let option = networkOption(described: true) {
        throw ValidationError("\(option) describes a network of --network, which isn't given; leave it out.")
      }
      _ = try singleExpression()
      try files.check(inputs: inputs)
      return
    }
    guard expression.isEmpty, settings.isEmpty, upstream == nil else {
      throw ValidationError(
        "--network stands in the place of an expression with its --set and --upstream; give one or the other."
      )
    }
    guard !watchNan else {
      throw ValidationError(
        "--watch-nan looks at values, which a network of --network hasn't; leave one of the two out.")
    }
    switch network.form {
    case .sizes(let sizes):
      if let option = networkOption(described: true) {
        throw ValidationError("\(option) is for a network of layers; the sizes of --network say it already.")
      }
      try NetworkGraph.check(sizes)
    case .described:
      if let option = networkOption(sizes: true) {
        throw ValidationError(
          "\(option) is for a network that is given by sizes; write the activations among the layers.")
      }
      try input?.checked("--input")
      try classes?.checked("--classes", 1...1_000_000)
    }
  }

  /// An option that was given and belongs to networks: to those by sizes or to those that are described.
  private func networkOption(sizes: Bool = false, described: Bool = false) -> String? {
    if sizes, activation != nil { return "--activation" }
    if described, input != nil { return "--input" }
    return described && classes != nil ? "--classes" : nil
  }

  /// The files that values are read from.
  private var inputs: [OutputPaths.Input] {
    let ofNames = settings.compactMap { setting in
      Settings.file(in: setting).map { OutputPaths.Input(option: "--set \($0.name)", path: $0.path) }
    }
    let ofUpstream = upstream.flatMap(Settings.path(inValue:)).map {
      OutputPaths.Input(option: "--upstream", path: $0)
    }
    return ofNames + (ofUpstream.map { [$0] } ?? [])
  }

  func run() throws {
    if let network {
      try show(graph(of: network))
    } else {
      try showExpression()
    }
  }

  private func graph(of network: DrawnNetwork) throws -> NetworkGraph {
    do {
      switch network.form {
      case .sizes(let sizes): return try NetworkGraph(sizes, activation: activation ?? .relu)
      case .described(let argument):
        return try NetworkGraph(
          argument.read("--network"), for: input?.checked("--input") ?? [1, 28, 28],
          classCount: classes?.checked("--classes", 1...1_000_000) ?? 10)
      }
    } catch let error as ShapeError {
      throw ValidationError(error.description)
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }

  private func show(_ network: NetworkGraph) throws {
    try Outputs.each(
      { try files.write(network.drawing, page: network.page) },
      {
        switch format {
        case .text:
          try printPicture(network.drawing)
          try Console.show(network.lines(columns: Console.textColumns).joined(separator: "\n"))
        case .json: try Console.print(network.json.description)
        }
      })
  }

  private func showExpression() throws {
    let source = Array(try singleExpression())
    let settings: Settings
    let upstream: Tensor<Double>?
    do throws(ValueMistake) {
      settings = try Settings(self.settings)
      upstream = if let text = self.upstream { try Settings.value(text, of: "--upstream") } else { nil }
    } catch {
      let status = wrongUsage(error.message)
      throw error.isOfFile ? ExitCode(ExitStatus.inputOutput) : status
    }
    let evaluation: Evaluation
    do {
      evaluation = try Evaluation(
        try Parser.parse(source), values: settings.values, upstream: upstream, withContributions: isDrawn,
        watchesNaN: watchNan)
    } catch {
      throw wrongUsage(error.message(in: source, of: "the expression"))
    }
    warn(of: settings, unusedBy: evaluation)
    let title = String(source)
    try Outputs.each(
      { try files.write(evaluation.drawing(title: title), page: evaluation.page(title: title)) },
      {
        switch format {
        case .text:
          try printPicture(evaluation.drawing(title: title))
          let listing = evaluation.listing.lines(columns: Console.textColumns)
          try Console.show(listing.joined(separator: "\n"))
        case .json:
          try GraphJSON(evaluation: evaluation, tellsNonFinite: watchNan).write(Console.write)
          try Console.print("")
        }
      },
      {
        guard let finding = evaluation.nonFinite else { return }
        Console.printError("Error: \(finding)")
        throw ExitCode(ExitStatus.failedCheck)
      })
  }

  /// Draws in lines of text, with an empty line below, where that is wanted and fits.
  private func printPicture(_ picture: @autoclosure () -> GraphDrawing) throws {
    let lines = drawing.lines(of: picture())
    if !lines.isEmpty { try Console.print(lines.joined(separator: "\n") + "\n") }
  }

  /// Whether anything could be drawn, for which every line's part of a derivative is needed.
  private var isDrawn: Bool {
    files.areWanted
      || format == .text
        && (drawing == .always || (drawing == .auto && Console.outputColumns != nil))
  }

  private func singleExpression() throws -> String {
    // Behind a -- nothing is an option.
    let mark = expression.firstIndex(of: "--") ?? expression.endIndex
    let unmarked = Array(expression[..<mark])
    let given = unmarked + expression[mark...].dropFirst()
    let names = settings.map { String($0.prefix { $0 != "=" }) }
    if unmarked.contains(where: { $0.hasPrefix("-") }),
      let message = UnknownOption(command: Self.self).message(amongExpressions: unmarked, names: names)
    {
      throw ValidationError(message)
    }
    guard let first = given.first else {
      throw ValidationError("Give an expression, such as backprop graph '2 * x' --set x=3.")
    }
    guard given.count == 1 else {
      throw ValidationError(
        "Give one expression, in quotes so that the shell leaves it whole; there are \(given.count) here: "
          + given.prefix(5).map { "'\(Names.shown(String($0.prefix(40))))'" }.joined(separator: " ")
          + (given.count > 5 ? " …" : ""))
    }
    return first
  }

  /// Prints what is wrong with the text of an expression or value. The usage, which follows other mistakes, is no
  /// help there and would separate the caret from the prompt.
  private func wrongUsage(_ message: String) -> ExitCode {
    Console.printError("Error: " + message)
    return ExitCode(ExitStatus.usage)
  }

  private func warn(of settings: Settings, unusedBy evaluation: Evaluation) {
    let used = Set(evaluation.names.map(\.name))
    let unused = settings.names.filter { !used.contains($0) }
    // More lines than this nobody reads.
    let limit = 20
    for name in unused.prefix(limit) {
      Console.printError("Warning: \(Names.shown(name)) is set, but the expression doesn't use it.")
    }
    if unused.count > limit {
      Console.printError("Warning: nor does it use \(unused.count - limit) other names that are set.")
    }
  }
}
