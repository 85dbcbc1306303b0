import Backprop
import BackpropData
import BackpropDrawing
import BackpropFiles
import Foundation

/// What a training run prints: lines for people with a progress bar on a terminal, or JSON.
final class TrainingOutput {
  private let format: OutputFormat
  private let isQuiet: Bool
  private let bar: ProgressBar?
  /// How many columns a plot may have; `nil` where there is to be none.
  private let plotWidth: Int?

  /// Which figure the table tells.
  private var measure = TrainingMeasure.ofImages
  /// Whether the table has a column for the samples to validate with.
  private var validates = false

  /// The error that printing met, after which nothing more is printed.
  private(set) var failure: (any Error)?

  /// - Parameter plots: whether to plot the history afterwards; without a value on a terminal that is wide enough.
  init(format: OutputFormat, isQuiet: Bool, plots: Bool? = nil) {
    self.format = format
    self.isQuiet = isQuiet
    bar = format == .text && !isQuiet && Console.errorIsTerminal ? ProgressBar() : nil
    let isWanted = plots ?? (Console.outputColumns != nil && !isQuiet)
    plotWidth = format == .text && isWanted ? Console.outputColumns ?? 80 : nil
  }

  /// Prints lines until that fails.
  private func print(_ line: @autoclosure () -> String) {
    guard failure == nil else { return }
    do {
      try format == .json ? Console.print(line()) : Console.show(line())
    } catch {
      failure = error
    }
  }

  func printHeader(_ job: TrainingJob, seed: UInt64) {
    measure = job.measure
    guard !isQuiet else { return }
    if let table = job.source.table {
      let header = TableHeader(table: table, name: job.datasetName)
      print(format == .json ? header.json.description : Console.visible(header.text))
    }
    guard format == .text else { return }
    let trainer = job.trainer
    let samples = job.source.table == nil ? "images" : "rows"
    // A folder's name may hold what steers a terminal.
    let name = job.datasetName.escapingControlCharacters()
    print(
      """
      Training \(job.title) (\(job.model.parameterCount.grouped) parameters) on \(name): \
      \(trainer.samples.count.grouped) \(samples), \(trainer.iterationCount.grouped) iterations of \
      \(trainer.settings.batchSize.grouped), learning rate \(trainer.scheduledRate.base), seed \(seed), \
      threads \(Parallelism.threadCount)\(job.controls.map { ", " + $0 }.joined())
      """)
    validates = trainer.validationSamples != nil
    print("epoch  iteration      loss   train" + (validates ? "   valid" : "") + "    \(measure.heading)")
  }

  /// Shows what a trainer tells.
  ///
  /// - Parameter isTold: whether it was told before, by a run that this one goes on with.
  func show(_ event: TrainingEvent, of iterations: Int, isTold: Bool = false) {
    switch event {
    case .iteration(let iteration, _): if !isTold { bar?.show(iteration, of: iterations) }
    case .epoch(let epoch):
      guard !isQuiet else { return }
      clearLine()
      print(format == .json ? epoch.json(measure).description : epoch.line(validates: validates, measure))
    case .finding(let finding):
      clearLine()
      if format == .json { print(finding.event.description) }
      if !isTold { Console.printError(finding.hint) }
    }
  }

  func clearLine() { bar?.clear() }

  func printSummary(_ summary: TrainingSummary, history: TrainingHistory) {
    if let plotWidth {
      let lines = TerminalPlot.lines(
        of: TerminalPlot.plots(of: history), width: plotWidth, signs: Console.signs)
      if !lines.isEmpty { print("\n" + lines.joined(separator: "\n")) }
    }
    if format == .json, let finding = history.nonFinite { print(finding.event.description) }
    print(format == .json ? summary.json.description : summary.text)
  }
}

extension NonFiniteValue {
  fileprivate var event: JSONValue {
    .object(
      [("event", .string("non_finite")), ("iteration", iteration.map(JSONValue.integer) ?? .null)] + members)
  }
}

extension LearningFinding {
  /// What keeps the network from learning, in a word.
  var word: String {
    switch kind {
    case .vanishingActivations: "vanishing_activations"
    case .explodingActivations: "exploding_activations"
    case .vanishingGradients: "vanishing_gradients"
    case .deadUnits: "dead_units"
    }
  }

  fileprivate var event: JSONValue {
    .object([
      ("event", .string("finding")), ("kind", .string(word)), ("layer", .string(layer)),
      ("ratio", .number(ratio)), ("iteration", .integer(iteration)), ("text", .string(description)),
    ])
  }
}

extension TrainingHistory.Epoch {
  fileprivate func json(_ measure: TrainingMeasure) -> JSONValue {
    // Where there is no validation part the line stays as it was before there were any.
    let validated: [(String, JSONValue)] = [
      ("validation_\(measure.key)", validation[measure.metric].map(JSONValue.number) ?? .null),
      ("validation_loss", validation["loss"].map(JSONValue.number) ?? .null),
    ]
    return .object(measured(measure) + (validation.isEmpty ? [] : validated))
  }

  private func measured(_ measure: TrainingMeasure) -> [(String, JSONValue)] {
    [
      ("event", .string("epoch")), ("epoch", .integer(number)), ("iteration", .integer(iteration)),
      ("loss", .number(loss)), ("train_\(measure.key)", .number(training[measure.metric] ?? .nan)),
      ("\(measure.part)_\(measure.key)", test[measure.metric].map(JSONValue.number) ?? .null),
      ("train_loss", training["loss"].map(JSONValue.number) ?? .null),
      ("\(measure.part)_loss", test["loss"].map(JSONValue.number) ?? .null),
    ]
  }

  /// A line under the heading `epoch  iteration      loss   train    test`.
  ///
  /// - Parameter validates: whether a column `valid` comes before the last.
  func line(validates: Bool = false, _ measure: TrainingMeasure = .ofImages) -> String {
    // However long a number is, it stands apart from its neighbour.
    func column(_ text: String, _ width: Int) -> String { "  " + text.rightAligned(to: width - 2) }
    func share(_ accuracy: Double?) -> String { column(accuracy.map { $0.fixed(4) } ?? "–", 8) }
    let start = "\(number)".rightAligned(to: 5) + column(iteration.grouped, 11) + column(lossText, 10)
    return start + share(training[measure.metric] ?? .nan)
      + (validates ? share(validation[measure.metric]) : "") + share(test[measure.metric])
  }

  /// The loss in 8 columns: with as many of four decimals as fit, and with an exponent from 100,000 on.
  private var lossText: String {
    (2...4).reversed().map { loss.fixed($0) }.first { $0.count <= 8 }
      ?? NumberText.scientific(loss, digits: 2)
  }
}
