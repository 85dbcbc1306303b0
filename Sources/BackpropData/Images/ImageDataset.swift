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

  /// The names of the classes, by label.
  public let classNames: [String]

  /// The images to train with, at least one.
  public let train: ImageSet

  /// The images to test with, at least one.
  public let test: ImageSet

  /// Where the files were.
  public let source: Source

  /// Makes a data set from its parts.
  ///
  /// - Throws: `FileError` if the images of the two sets differ in size.
  public init(
    name: String, classNames: [String], train: ImageSet, test: ImageSet, source: Source
  ) throws(FileError) {
    guard (test.rows, test.columns) == (train.rows, train.columns) else {
      throw FileError(
        file: name, expected: "test images of \(train.rows) x \(train.columns) pixels as those to train with",
        found: "\(test.rows) x \(test.columns)", advice: "Give images of one size.")
    }
    self.name = name
    self.classNames = classNames
    self.train = train
    self.test = test
    self.source = source
  }

  /// The paths of the four files of a data set.
  struct Paths {
    var trainImages: String
    var trainLabels: String
    var testImages: String
    var testLabels: String
  }

  /// Reads the four files.
  init(name: String, classNames: [String], paths: Paths, source: Source) throws(FileError) {
    let train = try ImageSet.read(
      images: paths.trainImages, labels: paths.trainLabels, classes: classNames.count)
    let test = try ImageSet.read(
      images: paths.testImages, labels: paths.testLabels, classes: classNames.count)
    guard (test.rows, test.columns) == (train.rows, train.columns) else {
      throw FileError(
        file: paths.testImages, offset: 8,
        expected: "images of \(train.rows) x \(train.columns) pixels as in \(paths.trainImages)",
        found: "\(test.rows) x \(test.columns)",
        advice: "Check that the files belong together.")
    }
    try self.init(name: name, classNames: classNames, train: train, test: test, source: source)
  }
}
