import Backprop
import BackpropArguments
import BackpropFiles

/// `backprop summary`: what a network consists of and takes.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show a network layer by layer: shapes, parameters, multiply-adds and memory.",
    discussion: """
      Layers in a line, with commas between them:
        affine 100       outputs; the last affine needs none
        conv 30 5x5      filters, kernel; stride 2 pad 1 dilation 2 groups 4
        maxpool 2        avgpool 2 stride 2 pad 1; globalavgpool
        relu             tanh sigmoid leakyrelu gelu silu softplus softmax
        batchnorm        layernorm
        dropout 0.5      the share that is left out in training
        flatten          put in where an affine layer needs it
        embedding 50 8   words, and numbers for each
        residual (conv 8 3x3 pad 1, relu) shortcut (conv 8 1x1)

      A file has the same in JSON: {"layers": [{"layer": "conv", "filters": 30, "kernel": [5, 5]}, {"layer": "affine"}]}.

      Examples:
        backprop summary --network deep-convnet
        backprop summary --network 'conv 8 3x3, relu, affine' --input 3x32x32
        backprop summary --network mlp --input 784 --classes 26 --format json
      """)

  @Option(help: NetworkArgument.help)
  var network: NetworkArgument?

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The shape of one sample: channels, rows and columns, or one number.", valueName: "shape"))
  var input = ShapeArgument(argument: "1x28x28")

  @Option(takesAny: true, help: "How many classes there are, which the last affine layer has its size from.")
  var classes = NumberArgument(10)

  @Option(help: "What to print: text, or json for one object on one line.")
  var format = OutputFormat.text

  func validate() throws {
    guard network != nil else {
      throw ValidationError(
        "Give a network, as in --network simple-convnet or --network 'affine 50, relu, affine'.")
    }
    try input.checked("--input")
    try classes.checked("--classes", 1...1_000_000)
  }

  func run() throws {
    guard let network else { return }
    do {
      let described = try network.read("--network")
      let sample = try input.checked("--input")
      let targets = TargetKind.classes(try classes.checked("--classes", 1...1_000_000))
      let plan = try described.plan(for: sample, targets: targets)
      // The check of a few samples takes what a look at one does.
      try MemoryEstimate(plan: plan, title: described.title, batchSize: 1, job: .training(reports: false))
        .require()
      // What the weights are matters to nobody here.
      let model: Model<Float> = try described.model(
        for: sample, targets: targets, weights: .normal(standardDeviation: 0), seed: 0)
      let summary = try fitting { () throws(ShapeError) in try model.summary(for: sample) }
      switch format {
      case .text:
        let table = summary.lines(columns: Console.textColumns).joined(separator: "\n")
        try Console.show("\(described.title): \(NetworkDescription(plan.steps.map(\.layer)))\n\n\(table)")
      case .json: try Console.print(json(described, plan, summary).description)
      }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }

  private func fitting<Value>(_ body: () throws(ShapeError) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func json(
    _ described: DescribedNetwork, _ plan: NetworkPlan, _ summary: ModelSummary
  ) -> JSONValue {
    func shape(_ shape: TensorShape) -> JSONValue { .array(shape.map { .integer($0) }) }
    let layers = summary.rows.map { row -> JSONValue in
      .object([
        ("name", .string(row.label)), ("layer", .string(row.summary)), ("depth", .integer(row.depth)),
        ("output", shape(row.output)), ("parameters", .integer(row.parameterCount)),
        ("shared_parameters", .integer(row.sharedCount)), ("statistics", .integer(row.statisticCount)),
        ("multiply_adds", .integer(row.multiplyAdds)), ("value_bytes", .integer(row.valueBytes)),
      ])
    }
    return .object([
      ("network", .string(NetworkDescription(plan.steps.map(\.layer)).line)), ("input", shape(summary.input)),
      ("layers", .array(layers)), ("parameters", .integer(summary.parameterCount)),
      ("statistics", .integer(summary.statisticCount)), ("multiply_adds", .integer(summary.multiplyAdds)),
      ("state_bytes", .integer(summary.stateBytes)), ("input_bytes", .integer(summary.inputBytes)),
      ("value_bytes", .integer(summary.valueBytes)),
    ])
  }
}
