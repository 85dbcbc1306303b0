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
      such term and agrees far more closely. A network of --network is checked in the stable form, once as it \
      answers and once as it trains, where layers such as dropout and batchnorm do something else. Its biases, which \
      start as 0, and scales, which start as 1, are drawn from within 0.1 of that: where an image is empty, a bias of 0 \
      lies on ReLU's kink itself, where there is no derivative to compare with.

      The verdict on a parameter is ok; kink where elements lie so near a kink of ReLU that they were compared on one \
      side of it; can't tell where rounding hides the answer; wrong; or nan. Exit status 0 when all are ok or kink, 1 \
      when a gradient is wrong or nan, 3 when none is but something can't be told. A gradient that is k times the \
      numerical one everywhere is told with its k.

      Examples:
        backprop check --samples 5
        backprop check --network 'conv 4 3x3, batchnorm, relu, affine' --elements 50
        backprop check --network net.json --svg graph.svg
      """)

  @OptionGroup var data: DataOptions

  @Option(takesAny: true, help: "How many training images to check on.")
  var samples = NumberArgument(3)

  @Option(help: NetworkArgument.help)
  var network: NetworkArgument?

  @Option(takesAny: true, help: "The sizes of the hidden layers, separated by commas. (default: 50)")
  var hidden: LayerSizes?

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
    try hidden?.check("--hidden")
    guard network == nil || hidden == nil else {
      throw ValidationError("--network and --hidden both say what the network is; give one of the two.")
    }
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
      let described = try network?.read("--network")
      let (name, dataset) = try data.load(isQuiet: format == .json)
      let problems =
        try described.map { try self.problems(of: $0, on: dataset) } ?? notesProblems(on: dataset)
      let reports = check(problems)
      let verdict = reports.map(\.verdict).max() ?? .ok
      try Outputs.each(
        {
          for (problem, report) in zip(problems, reports) { try show(report, problem.form) }
          switch format {
          case .text: try Console.show(CheckCommand.conclusion(verdict))
          case .json: try Console.print(summary(name, verdict).description)
          }
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

  /// What is checked: a form of the loss, or what a run is for.
  private enum Form: String {
    case notes
    case stable
    case evaluation
    case training

    var title: String {
      switch self {
      case .notes: "The notes' form, loss −log(y + 1e-7):"
      case .stable: "The stable form, loss −log y:"
      case .evaluation: "As the network answers (evaluation):"
      case .training: "As the network trains (a step of training):"
      }
    }
  }

  /// A network with a form of the loss or a kind of run, and the images to check it on.
  private struct Problem {
    let form: Form
    let model: Model<Double>
    let batch: Batch<Double>
    /// The multiply-adds of a pass of all images.
    let work: Int
  }

  /// The notes' network with both forms of the loss.
  private func notesProblems(on dataset: ImageDataset) throws -> [Problem] {
    let sizes = try (hidden ?? LayerSizes(argument: "50")).networkSizes(
      inputs: dataset.train.pixelCount, outputs: dataset.classNames.count)
    try MemoryEstimate(
      sizes: sizes, batchSize: sampleCount, job: .checking(threads: Parallelism.threadCount)
    ).require()
    var generator = Philox4x32(seed: seedNumber, stream: RandomStream.weights)
    let network = Sequential<Double>(
      sizes: sizes, weights: .normal(standardDeviation: 0.01), using: &generator)
    let batch = try batch(of: dataset, form: .vectors)
    let forms: [(form: Form, epsilon: Double)] = [(.notes, 1e-7), (.stable, 0)]
    return try forms.map { form, epsilon in
      Problem(
        form: form, model: try Model(network, loss: SoftmaxWithLoss(epsilon: epsilon)), batch: batch, work: 0)
    }
  }

  /// A described network in both kinds of runs.
  private func problems(of described: DescribedNetwork, on dataset: ImageDataset) throws -> [Problem] {
    let shape: TensorShape = [1, dataset.train.rows, dataset.train.columns]
    let targets = TargetKind.classes(dataset.classNames.count)
    let plan = try described.plan(for: shape, targets: targets)
    try MemoryEstimate(
      plan: plan, title: described.title, batchSize: sampleCount,
      job: .checking(threads: Parallelism.threadCount)
    ).require()
    try described.checkImages(plan)
    let model: Model<Double> = try described.model(for: shape, targets: targets, seed: seedNumber)
    leaveKinks(model)
    let batch = try batch(of: dataset, form: .images)
    do {
      try model.checkTraining(onBatchOf: batch.count, sampleShape: shape, advice: "give --samples 2 or more")
    } catch {
      throw ValidationError(error.description)
    }
    let work = try model.summary(for: shape).multiplyAdds * sampleCount
    return [Form.evaluation, .training].map { Problem(form: $0, model: model, batch: batch, work: work) }
  }

  /// Draws what a network starts with that is the same everywhere, biases of 0 and factors of 1, from near there.
  ///
  /// Where a picture is empty, a bias of 0 puts a ReLU behind it exactly on its kink, and those of the next layers, too. The
  /// two sides' derivatives differ there, so that no difference says whether backpropagation is right.
  private func leaveKinks(_ model: Model<Double>) {
    // In layer 1, since the elements that are checked are drawn in layer 0.
    var generator = Philox4x32(
      seed: seedNumber, stream: RandomStream.packed(.checking, layer: 1, iteration: 0))
    for parameter in model.parameters where !parameter.isWeight {
      let values = parameter.value.scalars
      guard let first = values.first, values.allSatisfy({ $0 == first }) else { continue }
      let change = Tensor<Double>.uniform(parameter.value.shape, in: -0.1..<0.1, using: &generator)
      parameter.value = parameter.value + change
    }
  }

  private func batch(of dataset: ImageDataset, form: ImageSet.SampleForm) throws -> Batch<Double> {
    do {
      let all = try dataset.train.samples(
        classCount: dataset.classNames.count, form: form, as: Double.self)
      return try all.first(sampleCount)
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    }
  }

  private func check(_ problems: [Problem]) -> [GradientReport] {
    let bar = format == .text && Console.errorIsTerminal ? CheckProgress() : nil
    defer { bar?.clear() }
    return problems.enumerated().map { number, problem in
      let limit =
        elements?.number
        ?? CheckCommand.elementLimit(for: problem.model, samples: sampleCount, work: problem.work)
      let check = GradientCheck(step: stepLength, elements: limit, seed: seedNumber) { checked, total in
        bar?.show(number * total + checked, of: problems.count * total)
      }
      guard problem.form == .training else { return check.check(problem.model, on: problem.batch) }
      let seed = seedNumber
      return check.check(problem.model, on: problem.batch) { $0.training(iteration: 0, seed: seed) }
    }
  }

  /// How many elements of each parameter can be checked in about half a minute; `nil` where that is all of them.
  ///
  /// Counted, not measured, so that the same command checks the same elements everywhere.
  ///
  /// - Parameter work: the multiply-adds of a pass, where they are more than the weights tell.
  static func elementLimit(for model: Model<Double>, samples: Int, work: Int = 0) -> Int? {
    let counts = model.parameters.map(\.value.count)
    // Each weight of a pass takes about a nanosecond to fetch, and a tenth more for each sample. An element takes two
    // passes in each of the two forms.
    let weights = Double(model.parameterCount) * (1 + 0.1 * Double(samples)) * 1e-9
    // Filters are used many times; a multiply-add takes about half a nanosecond.
    let pass = max(weights, 0.5e-9 * Double(work), 1e-9)
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
      try Console.show(form.title)
      for line in report.description.split(separator: "\n") { try Console.show("  " + line) }
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
          ("factor", parameter.factor.map(JSONValue.number) ?? .null),
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
