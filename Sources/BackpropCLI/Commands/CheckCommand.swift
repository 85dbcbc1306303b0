import ArgumentParser
import Backprop
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
      such term and agrees far more closely. Exit status 1 when a gradient is wrong.
      """)

  @OptionGroup var data: DataOptions

  @Option(parsing: .unconditional, help: "How many training images to check on.")
  var samples = 3

  @Option(parsing: .unconditional, help: "The sizes of the hidden layers, separated by commas.")
  var hidden = LayerSizes(argument: "50")

  @Option(parsing: .unconditional, help: "The step h of the central differences.")
  var step = 1e-4

  @Option(parsing: .unconditional, help: "The seed that the weights are drawn from.")
  var seed: UInt64 = 0

  @Option(help: "What to print: text, or json for one object a line.")
  var format = OutputFormat.text

  @Option(
    help: ArgumentHelp(
      "Draws the graph of the loss into an SVG file; where the check fails, what is wrong is marked.",
      valueName: "file"))
  var svg: String?

  func validate() throws {
    try hidden.check("--hidden")
    guard (1...1000).contains(samples) else {
      throw ValidationError("--samples must be from 1 to 1000, not \(samples).")
    }
    guard step.isFinite, step > 0, step < 1 else {
      throw ValidationError("--step must be above 0 and below 1, not \(step); 1e-4 suits double precision.")
    }
  }

  func run() throws {
    do {
      if let svg { try OutputFile(svg).discard() }
      let (name, dataset) = try data.load(isQuiet: format == .json)
      let reports = try Form.allCases.map { form in (form, try report(form, on: dataset)) }
      if let svg {
        // The form that fails is the one to look at.
        let (form, report) = reports.first { !$0.1.passed } ?? reports[0]
        try DrawingFiles.write(try drawing(of: form, report, on: dataset).svg, to: svg)
      }
      let passed = reports.allSatisfy { $0.1.passed }
      for (form, report) in reports { try show(report, form) }
      try Console.print(
        format == .json
          ? summary(name, passed).description
          : passed
            ? "Passed: backpropagation and numerical differentiation agree."
            : "Failed: backpropagation and numerical differentiation disagree.")
      if !passed { throw ExitCode(ExitStatus.failedCheck) }
    } catch let error as FileError {
      Console.printError("Error: \(error)")
      throw ExitCode(ExitStatus.inputOutput)
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

  /// A form of the loss for the same network, and the images to check it on.
  private struct Problem {
    let model: Model<Double>
    let batch: Batch<Double>
  }

  private func problem(_ form: Form, on dataset: ImageDataset) throws -> Problem {
    let sizes = try hidden.networkSizes(inputs: dataset.train.pixelCount, outputs: dataset.classNames.count)
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    let network = Sequential<Double>(
      sizes: sizes, weights: .normal(standardDeviation: 0.01), using: &generator)
    do {
      let all = try dataset.train.samples(classCount: dataset.classNames.count, as: Double.self)
      return Problem(
        model: try Model(network, loss: SoftmaxWithLoss(epsilon: form.epsilon)), batch: try all.first(samples)
      )
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    }
  }

  private func report(_ form: Form, on dataset: ImageDataset) throws -> GradientReport {
    let problem = try problem(form, on: dataset)
    return GradientCheck(step: step).check(problem.model, on: problem.batch)
  }

  private func drawing(
    of form: Form, _ report: GradientReport, on dataset: ImageDataset
  ) throws -> GraphDrawing {
    let problem = try problem(form, on: dataset)
    let graph = Graph<Double>()
    let loss = problem.model.groupedLoss(of: problem.batch, in: graph)
    let snapshot = graph.snapshot(gradients: loss.backward())
    let operations = report.verdict < .wrong ? [] : GradientCheck(step: step).wrongOperations(in: loss)
    var options = DrawingOptions()
    options.title = "Gradient check: \(report.verdict.rawValue)"
    options.showsElements = false
    options.marks = DrawingOptions.marks(for: report, operations: operations, in: snapshot)
    return GraphDrawing(snapshot, options: options)
  }

  private func show(_ report: GradientReport, _ form: Form) throws {
    if format == .text { try Console.print(form.title) }
    for parameter in report.parameters {
      let object = JSONValue.object([
        ("event", .string("parameter")), ("form", .string(form.rawValue)), ("name", .string(parameter.name)),
        ("mean_absolute_difference", .number(parameter.meanAbsoluteDifference)),
        ("max_relative_error", .number(parameter.maxRelativeError)),
        ("worst_element", .array(parameter.worstElement.map(JSONValue.integer))),
        ("kinks", .integer(parameter.kinkCount)), ("verdict", .string(parameter.verdict.rawValue)),
      ])
      try Console.print(format == .json ? object.description : "  \(parameter)")
    }
  }

  private func summary(_ name: String, _ passed: Bool) -> JSONValue {
    .object([
      ("event", .string("summary")), ("dataset", .string(name)), ("samples", .integer(samples)),
      ("step", .number(step)), ("seed", .unsigned(seed)), ("passed", .bool(passed)),
    ])
  }
}
