import Backprop
import BackpropArguments
import BackpropData
import BackpropDrawing
import BackpropFiles

/// `backprop check`: the notes' gradient check.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare backpropagated gradients with numerical ones, parameter by parameter.",
    discussion: """
      Runs in double precision, once with the notes' loss −log(y + 1e-7) and once with the stable form, which needs no \
      such term and agrees far more closely.

      The verdict on a parameter is ok; kink where elements lie so near a kink of ReLU that they were compared on one \
      side of it; can't tell where rounding hides the answer; wrong; or nan. Exit status 0 when all are ok or kink, 1 \
      when a gradient is wrong or nan, 3 when none is but something can't be told.
      """)

  @OptionGroup var data: DataOptions

  @Option(takesAny: true, help: "How many training images to check on.")
  var samples = NumberArgument(3)

  @Option(takesAny: true, help: "The sizes of the hidden layers, separated by commas.")
  var hidden = LayerSizes(argument: "50")

  @Option(takesAny: true, help: "The step h of the central differences.")
  var step = NumberArgument(1e-4)

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "How many elements of each parameter to check, drawn at random.",
      discussion: """
        By default all of them, or in a large network as many as take about half a minute.
        """))
  var elements: NumberArgument<Int>?

  @Option(
    takesAny: true, help: "The seed that the weights, and the elements to check, are drawn from.")
  var seed = NumberArgument<UInt64>(0)

  @Option(help: "What to print: text, or json for one object a line.")
  var format = OutputFormat.text

  @Option(
    help: ArgumentHelp(
      "Draws the graph of the loss into an SVG file; where the check fails, what is wrong is marked.",
      valueName: "file"))
  var svg: String?

  func validate() throws {
    try hidden.check("--hidden")
    try samples.checked("--samples", 1...1000)
    try seed.checked("--seed", "a whole number from 0 to \(UInt64.max)") { _ in true }
    try step.checked("--step", "a number above 0 and below 1 (1e-4 suits double precision)") {
      $0 > 0 && $0 < 1
    }
    try elements?.checked("--elements", "a whole number from 1 on (leave it out for the default)") { $0 > 0 }
  }

  private var stepLength: Double { step.number ?? 1e-4 }
  private var sampleCount: Int { samples.number ?? 3 }
  private var seedNumber: UInt64 { seed.number ?? 0 }

  func run() throws {
    do {
      try OutputPaths.check([("--svg", svg)], inputs: data.inputs)
      if let svg { try OutputFile.tryOut(svg) }
      let (name, dataset) = try data.load(isQuiet: format == .json)
      let sizes = try hidden.networkSizes(inputs: dataset.train.pixelCount, outputs: dataset.classNames.count)
      try MemoryEstimate(
        sizes: sizes, batchSize: sampleCount, job: .checking(threads: Parallelism.threadCount)
      )
      .require()
      var generator = Philox4x32(seed: seedNumber, stream: RandomStream.weights)
      let network = Sequential<Double>(
        sizes: sizes, weights: .normal(standardDeviation: 0.01), using: &generator)
      let problems = try Form.allCases.map { try problem($0, network, on: dataset) }
      let reports = check(problems)
      let verdict = reports.map(\.verdict).max() ?? .ok
      try Outputs.each(
        {
          for (problem, report) in zip(problems, reports) { try show(report, problem.form) }
          try Console.print(
            format == .json ? summary(name, verdict).description : CheckCommand.conclusion(verdict))
        },
        {
          guard let svg else { return }
          // The form that fails is the one to look at.
          let failed = reports.indices.max { reports[$0].verdict < reports[$1].verdict } ?? 0
          let index = reports[failed].passed ? 0 : failed
          try DrawingFiles.write(try drawing(of: problems[index], reports[index]).svg, to: svg)
        })
      if let status = CheckCommand.status(for: verdict) { throw ExitCode(status) }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }

  /// The exit status for the gravest verdict; `nil` where all went well.
  static func status(for verdict: GradientReport.Verdict) -> Int32? {
    switch verdict {
    case .ok, .kink: nil
    case .rounding: ExitStatus.undecided
    case .wrong, .nan: ExitStatus.failedCheck
    }
  }

  /// The last line, for people.
  static func conclusion(_ verdict: GradientReport.Verdict) -> String {
    switch verdict {
    case .ok, .kink: "Passed: backpropagation and numerical differentiation agree."
    case .rounding:
      "Can't tell: rounding hides whether backpropagation and numerical differentiation agree."
    case .wrong, .nan: "Failed: backpropagation and numerical differentiation disagree."
    }
  }

  /// The two forms of the loss.
  private enum Form: String, CaseIterable {
    case notes
    case stable

    var epsilon: Double { self == .notes ? 1e-7 : 0 }

    var title: String {
      switch self {
      case .notes: "The notes' form, loss −log(y + 1e-7):"
      case .stable: "The stable form, loss −log y:"
      }
    }
  }

  /// A network with a form of the loss, and the images to check it on.
  private struct Problem {
    let form: Form
    let model: Model<Double>
    let batch: Batch<Double>
  }

  private func problem(
    _ form: Form, _ network: Sequential<Double>, on dataset: ImageDataset
  ) throws -> Problem {
    do {
      let all = try dataset.train.samples(classCount: dataset.classNames.count, as: Double.self)
      return Problem(
        form: form, model: try Model(network, loss: SoftmaxWithLoss(epsilon: form.epsilon)),
        batch: try all.first(sampleCount))
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    }
  }

  private func check(_ problems: [Problem]) -> [GradientReport] {
    let bar = format == .text && Console.errorIsTerminal ? CheckProgress() : nil
    defer { bar?.clear() }
    return problems.enumerated().map { number, problem in
      let limit = elements?.number ?? CheckCommand.elementLimit(for: problem.model, samples: sampleCount)
      return GradientCheck(step: stepLength, elements: limit, seed: seedNumber) { checked, total in
        bar?.show(number * total + checked, of: problems.count * total)
      }.check(problem.model, on: problem.batch)
    }
  }

  /// How many elements of each parameter can be checked in about half a minute; `nil` where that is all of them.
  ///
  /// Counted, not measured, so that the same command checks the same elements everywhere.
  static func elementLimit(for model: Model<Double>, samples: Int) -> Int? {
    let counts = model.parameters.map(\.value.count)
    // Each weight of a pass takes about a nanosecond to fetch, and a tenth more for each sample. An element takes two
    // passes in each of the two forms.
    let pass = Double(model.parameterCount) * (1 + 0.1 * Double(samples)) * 1e-9
    let affordable = Int(30 / (4 * pass))
    guard counts.reduce(0, +) > affordable else { return nil }
    // What small parameters leave of their share is for the large ones.
    var (rest, limit) = (affordable, 0)
    for (index, count) in counts.sorted().enumerated() {
      limit = rest / (counts.count - index)
      if count > limit { break }
      rest -= count
    }
    return max(limit, 8)
  }

  private func drawing(of problem: Problem, _ report: GradientReport) throws -> GraphDrawing {
    let graph = Graph<Double>()
    let loss = problem.model.groupedLoss(of: problem.batch, in: graph)
    let snapshot = graph.snapshot(gradients: loss.backward())
    let operations = report.verdict < .wrong ? [] : GradientCheck(step: stepLength).wrongOperations(in: loss)
    var options = DrawingOptions()
    options.title = "Gradient check: \(report.verdict.rawValue)"
    options.showsElements = false
    options.marks = DrawingOptions.marks(for: report, operations: operations, in: snapshot)
    return GraphDrawing(snapshot, options: options)
  }

  private func show(_ report: GradientReport, _ form: Form) throws {
    guard format == .json else {
      try Console.print(form.title)
      for line in report.description.split(separator: "\n") { try Console.print("  " + line) }
      return
    }
    for parameter in report.parameters {
      try Console.print(
        JSONValue.object([
          ("event", .string("parameter")), ("form", .string(form.rawValue)),
          ("name", .string(parameter.name)),
          ("verdict", .string(parameter.verdict.rawValue)),
          ("mean_absolute_difference", .number(parameter.meanAbsoluteDifference)),
          ("max_relative_error", .number(parameter.maxRelativeError)),
          ("worst_element", .array(parameter.worstElement.map(JSONValue.integer))),
          ("backpropagated", .number(parameter.backpropagated)), ("numerical", .number(parameter.numerical)),
          ("kinks", .integer(parameter.kinkCount)), ("checked", .integer(parameter.checkedCount)),
          ("elements", .integer(parameter.shape.elementCount)),
        ]).description)
    }
  }

  private func summary(_ name: String, _ verdict: GradientReport.Verdict) -> JSONValue {
    .object([
      ("event", .string("summary")), ("dataset", .string(name)), ("samples", .integer(sampleCount)),
      ("step", .number(stepLength)), ("seed", .unsigned(seedNumber)), ("verdict", .string(verdict.rawValue)),
      ("passed", .bool(verdict <= .kink)),
    ])
  }
}
