import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation

/// The form of predictions.
enum PredictionFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv
}

/// `backprop predict`: what a saved model says of inputs.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Ask a saved model about images or rows of a table.",
    discussion: """
      Inputs are pictures (PNG, PGM, PPM, and JPEG where that is built in), folders of them, and IDX files, plain or as \
      .gz; - or none stands for standard input. Text shows the first ten as the network sees them, with the probability of \
      each class, and a line for each of the others. Where the model learnt from pictures in MNIST's geometry, a picture \
      from elsewhere is brought into it, and what was done is told. A model of a table is asked about rows of another one, by \
      --csv; its columns are found by their names.

      Examples:
        backprop predict digits.safetensors photo.png
        backprop predict digits.safetensors t10k-images-idx3-ubyte.gz --format csv --output predictions.csv
        backprop predict digits.safetensors < images.idx
        backprop predict penguins.safetensors --csv NEW.csv
        backprop predict pytorch.safetensors images.idx --network 'affine 50, relu, affine 10'
      """)

  @Argument(help: ArgumentHelp("The model's file, then inputs.", valueName: "model input"))
  var arguments: [String] = []

  @Option(
    help: ArgumentHelp(
      "A table whose rows are inputs, for a model of a table; - for standard input.", valueName: "file"))
  var csv: String?

  @Option(takesAny: true, help: CSVDelimiter.help)
  var delimiter: String?

  @Option(help: "What to print: text, json for one object a line, or csv.")
  var format = PredictionFormat.text

  @Option(
    help: ArgumentHelp("Writes the predictions into a file.", discussion: OutputPaths.rule, valueName: "file")
  )
  var output: String?

  @Flag(help: "Leave pictures as they are, only scaled to the network's input.")
  var asIs = false

  @OptionGroup(title: "Network") var modelOptions: ModelOptions

  func validate() throws {
    let paths = try self.paths
    guard !paths.isEmpty else {
      throw ValidationError("Give a model, as in backprop predict digits.safetensors images.idx.")
    }
    guard csv == nil || paths.count == 1 else {
      throw ValidationError("Give inputs or --csv, not both.")
    }
    guard delimiter == nil || csv != nil else {
      throw ValidationError("--delimiter is for tables; give one by --csv FILE, or leave it out.")
    }
    _ = try CSVDelimiter.checked(delimiter)
    let read = paths.map { OutputPaths.Input(option: $0, path: $0) }
    let table = csv.map { [OutputPaths.Input(option: "--csv", path: $0)] } ?? []
    try OutputPaths.check([("--output", output)], inputs: read + table)
  }

  private var paths: [String] { get throws { try PathArguments(arguments, of: Self.self).paths } }

  func run() throws {
    do {
      if let output { try OutputFile.tryOut(output) }
      try predict()
    } catch let error as FileError {
      throw ExitCode(error.tell())
    } catch let error as ShapeError {
      throw ValidationError(error.description)
    }
  }

  private func predict() throws {
    let paths = try self.paths
    // A model that isn't there is told before anything is waited for.
    _ = try InputFile(paths[0])
    var standardInput: StandardInputFile?
    var inputs = Array(paths.dropFirst())
    var csv = self.csv
    if csv == "-" {
      let file = try StandardInputFile()
      standardInput = file
      csv = file.path
    } else if csv == nil, inputs.isEmpty || inputs.contains("-") {
      if inputs.isEmpty, isatty(STDIN_FILENO) == 1 {
        throw ValidationError(
          "Give inputs, as in backprop predict \(paths[0]) images.idx, or rows of a table by --csv FILE, or pipe them to the command."
        )
      }
      let file = try StandardInputFile()
      standardInput = file
      inputs = inputs.isEmpty ? [file.path] : inputs.map { $0 == "-" ? file.path : $0 }
    }
    defer { withExtendedLifetime(standardInput) {} }
    let model = try modelOptions.load(
      paths[0], sampleShape: try inputs.first.flatMap { try PredictionReader.sampleShape(of: $0) })
    let file = try output.map { try OutputFile($0) }
    var writer = PredictionWriter(details: model.details, format: format, file: file)
    var predictor = try BatchPredictor(model, file: paths[0])
    if let csv {
      let isPiped = csv == standardInput?.path
      do {
        try TableInputs(path: csv, delimiter: .checked(delimiter), model: model).forEach { input in
          var input = input
          if isPiped { input.file = StandardInputFile.name }
          try predictor.add(input) { try writer.write($0) }
        }
      } catch var error as FileError where isPiped && error.file == csv {
        error.file = StandardInputFile.name
        throw error
      }
    }
    for path in inputs {
      let isPiped = path == standardInput?.path
      do {
        try PredictionReader(model: model, asIs: asIs).forEach(in: path) { input in
          var input = input
          if isPiped { input.file = StandardInputFile.name }
          try predictor.add(input) { try writer.write($0) }
        }
      } catch var error as FileError where isPiped && error.file == path {
        error.file = StandardInputFile.name
        throw error
      }
    }
    try predictor.finish { try writer.write($0) }
    if predictor.nonFiniteCount > 0 {
      Console.printError(
        "Note: \(Wording.counted(predictor.nonFiniteCount, "answer")) of the model's can't be trusted: the scores are nan or infinite. "
          + "The input is too large for it, or numbers of its own are so, as backprop info shows.")
    }
    try file?.commit()
  }
}

/// Writes predictions in a form, to a file or to standard output.
struct PredictionWriter {
  private let format: PredictionFormat
  private let file: OutputFile?
  private let text: PredictionText
  private let table: PredictionTable
  private var count = 0

  init(details: ModelDetails, format: PredictionFormat, file: OutputFile?) {
    (self.format, self.file) = (format, file)
    text = PredictionText(details: details, isPlain: !MessageLanguage.isUTF8)
    table = PredictionTable(details: details)
  }

  mutating func write(_ prediction: Prediction) throws {
    switch format {
    case .text: try put(text.text(prediction, number: count))
    case .json: try put(table.json(prediction).description)
    case .csv:
      if count == 0 { try put(table.header(width: prediction.scores.count)) }
      try put(table.line(prediction))
    }
    count += 1
  }

  private func put(_ line: String) throws {
    if let file { try file.write(line + "\n") } else { try Console.print(line) }
  }
}
