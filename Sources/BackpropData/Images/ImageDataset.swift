import BackpropFiles

/// A training set and a test set of images of the same size.
public struct ImageDataset: Sendable {
  /// Where the files of a data set were.
  public enum Source: Sendable, Hashable {
    /// A folder that the user named.
    case folder(String)
    /// The cache, at this folder.
    case cache(String)
    /// Fetched just now from the network into the cache, at this folder.
    case downloaded(String)
    /// Drawn by code, from this seed.
    case drawn(seed: UInt64)
  }

  /// The data set's name as people write it, for instance "Fashion-MNIST".
  public let name: String

  /// The names of the classes, by label: as many as a network for the data set has outputs.
  public let classNames: [String]

  /// The images to train with, at least one.
  public let train: ImageSet

  /// The images to test with; none where a folder of pictures has no part for it and nothing is held out.
  public let test: ImageSet

  /// Where the files were.
  public let source: Source

  /// What should be known of the files that were read, in sentences: which were taken under other names than the
  /// published ones, and which hold other data than those that were read.
  public let remarks: [String]

  /// Whether the images to test with are a share of those that were there, held out.
  public internal(set) var isHeldOut = false

  /// Whether classes are called by names of their own rather than by their labels.
  package var hasOwnNames: Bool {
    classNames.enumerated().contains { label, name in "\(label)" != name }
  }

  /// Whether rows and columns of the files' images were exchanged.
  public internal(set) var isTransposed = false

  /// The number of classes.
  public var classCount: Int { classNames.count }

  /// Makes a data set from its parts.
  ///
  /// - Throws: `FileError` if the images of the two sets differ in size.
  public init(
    name: String, classNames: [String], train: ImageSet, test: ImageSet, source: Source,
    remarks: [String] = []
  ) throws(FileError) {
    guard (test.rows, test.columns, test.channels) == (train.rows, train.columns, train.channels) else {
      throw FileError(
        file: name, expected: "test images of \(train.rows) x \(train.columns) pixels as those to train with",
        found: "\(test.rows) x \(test.columns)", advice: "Give images of one size.")
    }
    self.name = name
    self.classNames = classNames
    self.train = train
    self.test = test
    self.source = source
    self.remarks = remarks
  }

  /// The paths of the four files of a data set.
  struct Paths {
    var trainImages: String
    var trainLabels: String
    var testImages: String
    var testLabels: String
  }

  /// Reads the four files; there are as many classes as the labels ask for, each called by its label where it has no
  /// name.
  init(
    name: String, classNames: [String], paths: Paths, source: Source, remarks: [String] = []
  ) throws(FileError) {
    let all = ImageSet.greatestClassCount
    let train = try ImageSet.read(images: paths.trainImages, labels: paths.trainLabels, classes: all)
    let test = try ImageSet.read(images: paths.testImages, labels: paths.testLabels, classes: all)
    guard (test.rows, test.columns) == (train.rows, train.columns) else {
      throw FileError(
        file: paths.testImages, offset: 8,
        expected: "images of \(train.rows) x \(train.columns) pixels as in \(paths.trainImages)",
        found: "\(test.rows) x \(test.columns)",
        advice: "Check that the files belong together.")
    }
    let names = (0..<max(train.classCount, test.classCount)).map { label in
      classNames.indices.contains(label) ? classNames[label] : "\(label)"
    }
    try self.init(name: name, classNames: names, train: train, test: test, source: source, remarks: remarks)
  }
}
