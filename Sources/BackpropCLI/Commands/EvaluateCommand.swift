import Backprop
import BackpropArguments
import BackpropData
import BackpropDrawing
import BackpropFiles

/// `backprop evaluate`: how well a saved model does.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a saved model: accuracy, loss, and precision and recall of each class.",
    discussion: """
      Of a model of a table it tells how well classes are told, or R² and errors of a number; --data names a file of CSV \
      or TSV with the same columns, the target among them.

      Examples:
        backprop evaluate digits.safetensors --data mnist
        backprop evaluate penguins.safetensors --data NEW.csv
        backprop evaluate digits.safetensors --data images.idx --labels labels.idx --report report.html
      """)

  @Argument(help: ArgumentHelp("The model's file.", valueName: "model"))
  var arguments: [String] = []

  @OptionGroup var data: EvaluationDataOptions

  @Option(help: "What to print: text, or json for one object on one line.")
  var format = OutputFormat.text

  @Option(
    help: ArgumentHelp(
      "Writes a report into one HTML file that needs nothing else.", discussion: OutputPaths.rule,
      valueName: "file"))
  var report: String?

  @OptionGroup(title: "Network") var modelOptions: ModelOptions

  func validate() throws {
    let model = try path
    guard data.data != nil else {
      throw ValidationError(
        "Give what to measure on, as in backprop evaluate digits.safetensors --data mnist.")
    }
    try OutputPaths.check(
      [("--report", report)], inputs: data.inputs + [OutputPaths.Input(option: model, path: model)])
  }

  private var path: String {
    get throws {
      let paths = try PathArguments(arguments, of: Self.self).paths
      guard let path = paths.first, paths.count == 1 else {
        throw ValidationError(
          "Give one model, as in backprop evaluate digits.safetensors --data mnist.")
      }
      return path
    }
  }

  func run() throws {
    do {
      if let report { try OutputFile.tryOut(report) }
      let path = try self.path
      let model = try modelOptions.load(path, sampleShape: try data.sampleShape())
      let data = try self.data.load(for: model, isQuiet: format == .json)
      for note in data.notes + (data.warning(for: model).map { [$0] } ?? []) {
        Console.printError("Note: \(note.escapingControlCharacters())")
      }
      let result = try EvaluationResult(of: model, named: FilePath.name(of: path), on: data)
      switch format {
      case .text: try Console.show(result.text)
      case .json: try Console.print(result.json.description)
      }
      if result.figures.contains(where: { !$0.value.isFinite }) {
        Console.printError(
          "Note: Figures that are nan or infinite say nothing: an input is too large for the model, or numbers of its own are so, as backprop info shows."
        )
      }
      if let report { try write(result, data, to: report) }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    } catch let error as ShapeError {
      throw ValidationError(error.description)
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    }
  }

  private func write(_ result: EvaluationResult, _ data: EvaluationData, to path: String) throws {
    let model = result.model
    typealias Fact = TrainingReport.Fact
    var facts = [
      Fact(Words("model", "模型"), result.modelName), Fact(Words("network", "网络"), "\(model.description)"),
      Fact(Words("parameters", "参数个数"), model.model.parameterCount.grouped),
      Fact(Words("data", "数据"), result.dataName), Fact(Words("samples", "样本数"), result.sampleCount.grouped),
    ]
    if let trained = model.facts.data { facts.append(Fact(Words("trained on", "训练数据"), trained)) }
    let title = Words(
      "\(result.modelName) on \(result.dataName)", "\(result.dataName) 上的 \(result.modelName)")
    var report = EvaluationReport(title: title, classNames: model.classNames, facts: facts)
    report.figures = result.figures.map { figure in
      Fact(EvaluationWords.word(figure.name), NumberText.significant(figure.value, digits: 5))
    }
    if let classes = result.classes {
      let size = data.images.map { TrainingReport.PictureSize(rows: $0.rows, columns: $0.columns) }
      try report.add(classes, of: model.model, on: data.samples, pictures: size)
    }
    let file = try OutputFile(path)
    try file.write(report.html)
    try file.commit()
  }
}

/// What figures are called in reports.
private enum EvaluationWords {
  static func word(_ name: String) -> Words {
    switch name {
    case "accuracy": Words("accuracy", "正确率")
    case "loss": Words("loss", "损失")
    case "r_squared": Words("R²", "R²")
    case "mean_absolute_error": Words("mean absolute error", "平均绝对误差")
    case "root_mean_squared_error": Words("root mean squared error", "均方根误差")
    default: Words(same: name)
    }
  }
}
