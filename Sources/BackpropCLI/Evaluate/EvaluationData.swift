import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles
import BackpropFormats

/// Which part of a data set a model is measured on.
enum DataPart: String, ExpressibleByArgument, CaseIterable {
  case test, train
}

/// Samples that a model is measured on.
struct EvaluationData {
  /// What outputs call them.
  let name: String
  let samples: any Dataset<Float>
  /// The samples as images, where they are.
  var images: ImageSet?
  /// What is told of how they were read, in sentences.
  var notes: [String] = []
  /// Whether they are that part of the data which no training learns from.
  var isTestPart = false

  /// What to know where a model learnt from data of the same name: the figures then say little of new data.
  func warning(for model: SavedModel) -> String? {
    guard !isTestPart, let data = model.facts.data, data == name else { return nil }
    let start =
      "The model learnt from “\(data)”. If these are the same data, it has seen most of them, and does worse on others"
    let figures = model.facts.figures
    if let accuracy = figures["hold_out_accuracy"] {
      return "\(start); on those held out its accuracy was \(accuracy.fixed(4))."
    }
    if let share = figures["hold_out_r_squared"] {
      return "\(start); on those held out its R² was \(share.fixed(4))."
    }
    return start + "."
  }
}

/// The options that say what a model is measured on.
struct EvaluationDataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to measure on: mnist, fashion, digits, a folder of pictures with a folder for each class, a folder with the four IDX files of a data set, a file of images, or a table (CSV or TSV).",
      discussion: "A file of images needs its labels: --data images.idx --labels labels.idx.",
      valueName: "folder|file"))
  var data: String?

  @Option(help: ArgumentHelp("The IDX file of the labels of --data's images.", valueName: "file"))
  var labels: String?

  @Option(takesAny: true, help: CSVDelimiter.help)
  var delimiter: String?

  @Option(help: "Which part of a data set to measure on: test or train; test if not given.")
  var part: DataPart?

  /// The files that are read.
  var inputs: [OutputPaths.Input] {
    guard let data else { return [] }
    let own = OutputPaths.Input(option: "--data", path: data)
    let ofFolder = DatasetLoader.inputs(
      folder: DataName(rawValue: data) == nil ? data : nil, name: DataName(rawValue: data),
      options: ("--data", "--data"))
    return [own] + ofFolder + (labels.map { [OutputPaths.Input(option: "--labels", path: $0)] } ?? [])
  }

  /// The shape of a sample, for a model that doesn't know it; nil where the data don't tell.
  func sampleShape() throws -> TensorShape? {
    guard let data, DataName(rawValue: data) == nil else { return [1, 28, 28] }
    if labels != nil { return try PredictionReader.sampleShape(of: data) }
    // A folder of pictures tells; one of IDX files has MNIST's.
    return (try? PredictionReader.sampleShape(of: data)) ?? [1, 28, 28]
  }

  /// Reads the data for a model.
  func load(for model: SavedModel, isQuiet: Bool) throws -> EvaluationData {
    guard let data else {
      throw ValidationError(
        "Give what to measure on, as in backprop evaluate digits.safetensors --data mnist.")
    }
    if case .table = model.preparation { try refuse("a table", labels: true) }
    let delimiter = try CSVDelimiter.checked(delimiter)
    if let table = try TableEvaluation.load(data, delimiter, for: model) { return table }
    guard delimiter == .automatic else {
      throw ValidationError("--delimiter is for tables, and the model learnt from none; leave it out.")
    }
    if labels == nil, let pictures = try PictureEvaluation.load(data, for: model) {
      try refuse("a folder of pictures", labels: false)
      return pictures
    }
    if labels != nil { try refuse("a file of images", labels: false) }
    var (name, images) = try imageSet(data, isQuiet)
    if labels != nil {
      if case .images(let preparation) = model.details.preparation, preparation.transposed {
        images = images.transposed
      }
      // Classes that are called 1, 2 and so on were labels from 1, as EMNIST's letters are.
      let names = model.details.classNames
      let areFromOne = !names.isEmpty && names == (1...names.count).map { "\($0)" }
      if areFromOne, !images.labels.contains(0) { images = images.shifted(by: 1) }
    }
    guard try SampleWork(of: model.details, file: data).indexCount == nil else {
      throw ValidationError(
        "The model takes whole numbers, such as those of words, and can't be measured on images.")
    }
    guard case .classes(let classes) = model.details.targets else {
      throw FileError(
        file: labels ?? data, expected: "a model that tells classes", found: "one that tells numbers",
        advice: "Give images with labels to a model of classes.")
    }
    guard images.classCount <= classes else {
      throw FileError(
        file: labels ?? data,
        expected: "labels from 0 to \(classes - 1), as the model has \(classes) classes",
        found: "the label \(images.classCount - 1)", advice: "Give data of the same classes.")
    }
    let shape = model.details.sampleShape
    guard shape.elementCount == images.pixelCount,
      shape.rank == 1 || Array(shape.suffix(2)) == [images.rows, images.columns]
    else {
      throw FileError(
        file: data, expected: "images of \(Wording.sizes(Array(shape))) numbers, as the model takes them",
        found: Wording.sizes([images.rows, images.columns]),
        advice: "Give images of the size that the model was trained on.")
    }
    let form: ImageSet.SampleForm = shape.rank == 1 ? .vectors : .images
    return EvaluationData(
      name: name, samples: try images.samples(classCount: classes, form: form), images: images)
  }

  /// Throws where options speak of data that these aren't.
  private func refuse(_ kind: String, labels isForLabels: Bool) throws {
    if part != nil {
      throw ValidationError("--part is for data sets of two parts, and --data names \(kind); leave it out.")
    }
    if isForLabels, labels != nil {
      throw ValidationError("--labels is for a file of images, and --data names \(kind); leave it out.")
    }
  }

  private func imageSet(_ data: String, _ isQuiet: Bool) throws -> (name: String, images: ImageSet) {
    if let labels {
      return (
        FilePath.name(of: data),
        try ImageSet.read(images: data, labels: labels, classes: ImageSet.greatestClassCount)
      )
    }
    let loader = DatasetLoader(isQuiet: isQuiet)
    let loaded: (name: String, dataset: ImageDataset)
    if let name = DataName(rawValue: data) {
      loaded = try loader.load(name)
    } else {
      let status = try? SystemCalls.status(ofPath: data)
      guard status?.isRegularFile != true else {
        throw ValidationError(
          "--data names a file of images, which needs its labels; give --labels FILE, too.")
      }
      loaded = try loader.load(folder: data, name: nil)
    }
    let part = part ?? .test
    let images = part == .test ? loaded.dataset.test : loaded.dataset.train
    return ("\(loaded.dataset.name), \(part.rawValue) images", images)
  }
}
