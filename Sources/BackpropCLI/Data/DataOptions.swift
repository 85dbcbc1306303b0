import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles
import Foundation

/// The name of a data set on the command line.
enum DataName: String, ExpressibleByArgument, CaseIterable {
  /// MNIST where it is available, otherwise the built-in digits.
  case auto
  /// Handwritten digits.
  case mnist
  /// Pictures of clothes.
  case fashion
  /// The built-in digits.
  case digits
}

/// The options that say what to train and check on.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data set: auto, mnist, fashion or digits; a table, a file of CSV or TSV; or a folder of pictures.",
      discussion: """
        mnist and fashion are looked for in the cache and otherwise downloaded; digits are built in; auto is mnist \
        where it is available and otherwise the built-in digits. Pictures are PNG, PGM, PPM, and JPEG where that is built \
        in; they lie in a folder for each class, which may lie in folders train and test. A folder with four IDX files is taken, too.
        """))
  var data: DataArgument?

  @Option(
    help: ArgumentHelp(
      "A folder with the four IDX files of a data set, plain or as .gz, instead of the cache.",
      discussion: """
        Files named like MNIST's are found in their usual spellings (train-images-idx3-ubyte, train-images.idx3-ubyte, \
        test-labels.idx1). The network has an output for each label from 0 to the largest, 256 at most.
        """))
  var dataDir: String?

  func validate() throws {
    if dataDir != nil, case .path = data {
      throw ValidationError("--data and --data-dir both name files; give one of the two.")
    }
    if dataDir != nil, name == .digits {
      throw ValidationError("--data digits are built in and have no --data-dir; give one of the two.")
    }
  }

  /// The data set's name, `nil` where none is given.
  var name: DataName? {
    if case .name(let name) = data { name } else { nil }
  }

  /// The table's file, `nil` where none is given.
  var table: String? {
    guard case .path(let path) = data, data?.folder == nil else { return nil }
    return path
  }

  /// The folder that either option names.
  var folder: String? { dataDir ?? data?.folder }

  /// The folder, where it is one of pictures: with folders in it and without a data set's four files.
  var pictureFolder: String? {
    guard let folder, MNISTDataset.mnist.archive.paths(inFolder: folder).isEmpty,
      ImageDataset.mayHoldPictures(folder)
    else { return nil }
    return folder
  }

  /// The files that the data set is read from.
  var inputs: [OutputPaths.Input] {
    if let table { return [OutputPaths.Input(option: "--data", path: table)] }
    return DatasetLoader.inputs(
      folder: folder, name: name ?? .auto, options: (dataDir == nil ? "--data" : "--data-dir", "--data"))
  }

  /// The data set, with its name in JSON; says on standard error what it does that takes time or isn't what was asked.
  func load(isQuiet: Bool) throws -> (name: String, dataset: ImageDataset) {
    guard table == nil else {
      throw ValidationError(
        "--data takes auto, mnist, fashion or digits here; tables are for backprop train.")
    }
    let loader = DatasetLoader(isQuiet: isQuiet)
    if let folder {
      try checkFolder(folder)
      return try loader.load(folder: folder, name: name)
    }
    return try loader.load(name ?? .auto)
  }
}

extension DataOptions {
  /// Throws where --data names a folder that has nothing of what it may have.
  private func checkFolder(_ folder: String) throws {
    guard dataDir == nil, MNISTDataset.mnist.archive.paths(inFolder: folder).isEmpty,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return }
    let shown = names.filter { !$0.hasPrefix(".") }.sorted()
    let list = shown.prefix(5).map { "“\($0)”" }.joined(separator: ", ") + (shown.count > 5 ? ", …" : "")
    throw FileError(
      file: folder, expected: "a folder for each class with pictures in it, or the four files of MNIST",
      found: shown.isEmpty ? "an empty folder" : "only \(list)",
      advice:
        "Make a folder for each class, such as cats and dogs, and put its pictures there, or give another folder."
    )
  }
}

/// Finds data sets for the commands.
struct DatasetLoader {
  let isQuiet: Bool

  /// The files that a data set is read from, with the option that names it: those of a folder, or of the cache.
  static func inputs(
    folder: String?, name: DataName?, options: (folder: String, name: String)
  ) -> [OutputPaths.Input] {
    let option = folder == nil ? options.name : options.folder
    return paths(folder: folder, name: name).map { OutputPaths.Input(option: option, path: $0) }
  }

  private static func paths(folder: String?, name: DataName?) -> [String] {
    if let folder { return MNISTDataset.mnist.archive.paths(inFolder: folder) }
    switch name {
    case .auto, .mnist: return MNISTDataset.mnist.archive.pathsInCache()
    case .fashion: return MNISTDataset.fashion.archive.pathsInCache()
    case .digits, nil: return []
    }
  }

  /// The data set in a folder.
  func load(folder: String, name: DataName?) throws -> (name: String, dataset: ImageDataset) {
    // Without a name the folder's own tells best which data set it is.
    let folderName = FilePath.folderName(of: folder)
    let isNamed = name != nil && name != .auto
    let isFashion = isNamed ? name == .fashion : folderName.lowercased().contains("fashion")
    let dataset: MNISTDataset = isFashion ? .fashion : .mnist
    let name = name.map { $0 == .auto ? folderName : $0.rawValue } ?? folderName
    let found = try dataset.load(folder: folder)
    tell(found.remarks)
    return (name, found)
  }

  /// A data set by its name.
  func load(_ name: DataName) throws -> (name: String, dataset: ImageDataset) {
    switch name {
    case .mnist: return ("mnist", try download(.mnist))
    case .fashion: return ("fashion", try download(.fashion))
    case .digits: return ("digits", try ImageDataset.drawnDigits())
    case .auto:
      do {
        return ("mnist", try download(.mnist))
      } catch {
        Console.printError("MNIST isn't available: \(error)")
        Console.printError(
          "Continuing with the built-in digits; --data-dir FOLDER names a folder with MNIST's files.")
        return ("digits", try ImageDataset.drawnDigits())
      }
    }
  }

  /// Tells what classes the images lack that the network is to learn from.
  func tellClasses(train: ImageSet, test: ImageSet, names: [String] = []) {
    tell(ClassCoverage(train: train, test: test, names: names).remarks)
  }

  func tell(_ remarks: [String]) {
    for remark in remarks { Console.printError("Note: \(remark.escapingControlCharacters())") }
  }

  private func download(_ dataset: MNISTDataset) throws(FileError) -> ImageDataset {
    let meter = DownloadMeter(isShown: !isQuiet)
    defer { meter.finish() }
    return try dataset.load { meter.show($0) }
  }
}

/// Tells on standard error how a download gets on: on one line of a terminal, elsewhere with a line a file.
private final class DownloadMeter {
  private let isShown: Bool
  private var file = ""
  private var percent = -1
  private var hasOpenLine = false

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: DownloadProgress) {
    guard isShown else { return }
    let percent = progress.totalBytes > 0 ? progress.receivedBytes * 100 / progress.totalBytes : 0
    let isNewFile = file != progress.file + progress.mirror
    file = progress.file + progress.mirror
    if Console.errorIsTerminal {
      guard isNewFile || percent != self.percent else { return }
      Console.writeError("\r\u{1B}[KDownloading \(progress.file) from \(progress.mirror): \(percent) %")
      hasOpenLine = true
    } else if isNewFile {
      Console.printError("Downloading \(progress.file) from \(progress.mirror)")
    }
    self.percent = percent
  }

  func finish() {
    if hasOpenLine { Console.writeError("\r\u{1B}[K") }
  }
}
