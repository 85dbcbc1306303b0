import BackpropFiles

extension ImageDataset {
  /// Reads images and labels from IDX files of any names, plain or compressed with gzip.
  ///
  /// There are as many classes as the labels ask for. Where the smallest of all labels is 1, as with EMNIST's letters,
  /// the first class has the name 1 and the label 0.
  ///
  /// - Parameters:
  ///   - images: the path of a file of unsigned bytes with the axes image, row and column.
  ///   - labels: the path of the file with their labels.
  ///   - test: the paths of the files to test with; a share of the images if not given.
  ///   - isTransposed: whether rows and columns of all images are exchanged.
  ///   - share: the share that is held out where there are no files to test with; 0 for none.
  ///   - seed: what the choice of these depends on.
  /// - Throws: `FileError` if a file can't be read or doesn't fit the others.
  public init(
    images: String, labels: String, test: (images: String, labels: String)? = nil, isTransposed: Bool = false,
    holdOut share: Double = 0.2, seed: UInt64 = 0
  ) throws(FileError) {
    let all = ImageSet.greatestClassCount
    var train = try ImageSet.read(images: images, labels: labels, classes: all)
    var testSet: ImageSet?
    if let test { testSet = try ImageSet.read(images: test.images, labels: test.labels, classes: all) }
    var remarks: [String] = []
    let least = min(train.labels.min() ?? 0, testSet?.labels.min() ?? .max)
    let isShifted = least == 1
    if isShifted {
      let most = max(train.labels.max() ?? 1, testSet?.labels.max() ?? 1)
      remarks.append(
        "\(labels): the labels are 1 to \(most); the network's first answer stands for 1.")
      train = train.shifted(by: 1)
      testSet = testSet?.shifted(by: 1)
    }
    if isTransposed {
      train = train.transposed
      testSet = testSet?.transposed
    }
    let count = max(train.classCount, testSet?.classCount ?? 0)
    let names = (0..<count).map { "\(isShifted ? $0 + 1 : $0)" }
    let name = FilePath.name(of: images)
    let isHeldOut = testSet == nil && share > 0
    if isHeldOut {
      let parts = try train.split(holdOut: share, seed: seed, of: images)
      (train, testSet) = (parts.train, parts.test)
    }
    let none = ImageSet(whole: [], labels: [], rows: train.rows, columns: train.columns, channels: 1)
    try self.init(
      name: name, classNames: names, train: train, test: testSet ?? none,
      source: .folder(FilePath.folder(of: images)), remarks: remarks)
    self.isHeldOut = isHeldOut
    self.isTransposed = isTransposed
  }

  /// The data set with rows and columns of all images exchanged.
  public var transposed: ImageDataset {
    // Sets of one size have one size the other way, too.
    guard
      var other = try? ImageDataset(
        name: name, classNames: classNames, train: train.transposed, test: test.transposed, source: source,
        remarks: remarks)
    else { return self }
    other.isHeldOut = isHeldOut
    other.isTransposed = !isTransposed
    return other
  }
}
