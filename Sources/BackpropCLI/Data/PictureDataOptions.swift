import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// How pictures are read, and images from IDX files of any name.
struct PictureDataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An IDX file of images, of any name, with --labels; instead of a data set.",
      discussion: "Labels may begin with 1, as EMNIST's letters do: the first class is then 1.",
      valueName: "file"))
  var images: String?

  @Option(help: ArgumentHelp("The IDX file of the labels of --images.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "An IDX file of images to test with, with --test-labels; if not given a part of --images is held out.",
      valueName: "file"))
  var testImages: String?

  @Option(help: ArgumentHelp("The IDX file of the labels of --test-images.", valueName: "file"))
  var testLabels: String?

  @Flag(help: "Exchange rows and columns of images from IDX files: EMNIST's lie on their side.")
  var transpose = false

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The size that pictures are scaled to, such as 28x28, the height first.",
      discussion: "If not given it is the most common one, made smaller where a side is longer than 64.",
      valueName: "size"))
  var size: PictureSizeArgument?

  @Flag(help: "Read pictures in grey. (default: where none has colours)")
  var grey = false

  @Flag(help: "Read pictures in colour: red, green and blue. (default: where one has colours)")
  var colour = false

  func validate() throws {
    _ = try size?.checked("--size")
    if grey, colour {
      throw ValidationError("--grey and --colour contradict each other; give one of the two.")
    }
    for (one, other, isAlone) in [
      ("--images", "--labels", (images == nil) != (labels == nil)),
      ("--test-images", "--test-labels", (testImages == nil) != (testLabels == nil)),
    ] where isAlone {
      throw ValidationError("\(one) and \(other) belong together; give both.")
    }
    if testImages != nil, images == nil {
      throw ValidationError("--test-images needs --images to learn from; give --images and --labels, too.")
    }
  }

  /// The files that are read.
  var inputs: [OutputPaths.Input] {
    let named = [
      ("--images", images), ("--labels", labels), ("--test-images", testImages),
      ("--test-labels", testLabels),
    ]
    return named.compactMap { name, path in path.map { OutputPaths.Input(option: name, path: $0) } }
  }

  /// The data set that these options and `--data` name, with its name in JSON.
  ///
  /// - Parameter holdOut: the share that `--hold-out` says.
  func load(_ data: DataOptions, holdOut: Double?, seed: UInt64, isQuiet: Bool) throws -> (
    name: String, dataset: ImageDataset
  ) {
    let loader = DatasetLoader(isQuiet: isQuiet)
    if let images, let labels {
      guard data.data == nil, data.dataDir == nil else {
        throw ValidationError(
          "--images and \(data.dataDir == nil ? "--data" : "--data-dir") both name images; give one of the two."
        )
      }
      try refuseForIDX()
      let test = testImages.flatMap { images in testLabels.map { (images: images, labels: $0) } }
      let dataset = try ImageDataset(
        images: images, labels: labels, test: test, isTransposed: transpose,
        holdOut: holdOut ?? 0.2,
        seed: seed)
      loader.tell(dataset.remarks)
      return (FilePath.name(of: images), dataset)
    }
    if let folder = data.pictureFolder {
      if transpose {
        throw ValidationError("--transpose is for images from IDX files, not for pictures; leave it out.")
      }
      let colours: PictureReading.Colours = grey ? .grey : colour ? .colour : .asPictures
      let reading = PictureReading(
        size: try size?.checked("--size"), colours: colours, holdOut: holdOut ?? 0.2,
        seed: seed)
      let dataset = try ImageDataset(pictures: folder, reading)
      loader.tell(dataset.remarks)
      return (FilePath.folderName(of: folder), dataset)
    }
    try refuseForIDX()
    if holdOut != nil {
      throw ValidationError(
        "--hold-out is for data without a part to test with, and this has one; leave it out.")
    }
    let (name, dataset) = try data.load(isQuiet: isQuiet)
    return (name, transpose ? dataset.transposed : dataset)
  }

  /// Throws where an option for pictures stands beside images that have a size and are grey.
  private func refuseForIDX() throws {
    for (name, isGiven) in [("--size", size != nil), ("--grey", grey), ("--colour", colour)] where isGiven {
      throw ValidationError("\(name) is for folders of pictures; leave it out.")
    }
  }
}

/// A size of pictures on the command line, such as `28x28`.
struct PictureSizeArgument: ExpressibleByArgument {
  private let text: String

  init(argument: String) { text = argument }

  var defaultValueDescription: String { text }

  /// The size; throws an error with the rule.
  func checked(_ option: String) throws -> PictureReading.Size {
    let parts = text.lowercased().split(whereSeparator: { "x×,".contains($0) }).map { Int($0) ?? 0 }
    guard parts.count == 2, parts.allSatisfy({ (1...4096).contains($0) }) else {
      throw ValidationError(
        "\(option) must be a height and a width from 1 to 4,096, such as 28x28, not '\(text.shownAsArgument)'."
      )
    }
    return PictureReading.Size(rows: parts[0], columns: parts[1])
  }
}
