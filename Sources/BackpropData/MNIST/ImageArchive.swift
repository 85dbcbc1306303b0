/// A published file: its name, and its size and sum by which a copy is known to be whole.
public struct RemoteFile: Sendable, Hashable {
  /// The file's name, which follows the mirror's address.
  public var name: String

  /// The file's size in bytes.
  public var byteCount: Int

  /// The SHA-256 sum as 64 hexadecimal digits.
  public var sha256: String

  /// Describes a file.
  public init(name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}

/// A published data set of labelled images in four IDX files, and where to get it.
///
/// `MNISTDataset` gives the two well-known ones; others in the same form can be described likewise.
public struct ImageArchive: Sendable, Hashable {
  /// The name of the data set's folder in the cache.
  public var name: String

  /// The data set's name as people write it.
  public var title: String

  /// The names of the classes, by label; there are at most 256.
  public var classNames: [String]

  /// The file of the images to train with.
  public var trainImages: RemoteFile

  /// The file of the labels to train with.
  public var trainLabels: RemoteFile

  /// The file of the images to test with.
  public var testImages: RemoteFile

  /// The file of the labels to test with.
  public var testLabels: RemoteFile

  /// The addresses to which the files' names are appended, in the order in which they are tried.
  public var mirrors: [String]

  /// Describes a data set.
  public init(
    name: String, title: String, classNames: [String], trainImages: RemoteFile, trainLabels: RemoteFile,
    testImages: RemoteFile, testLabels: RemoteFile, mirrors: [String]
  ) {
    self.name = name
    self.title = title
    self.classNames = classNames
    self.trainImages = trainImages
    self.trainLabels = trainLabels
    self.testImages = testImages
    self.testLabels = testLabels
    self.mirrors = mirrors
  }

  /// The four files.
  public var files: [RemoteFile] { [trainImages, trainLabels, testImages, testLabels] }
}
