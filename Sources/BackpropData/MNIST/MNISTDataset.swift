import BackpropFiles

/// The two data sets of 70 000 images of 28 by 28 pixels in ten classes.
public enum MNISTDataset: String, Sendable, CaseIterable {
  /// Handwritten digits, by Y. LeCun, C. Cortes and C. Burges.
  case mnist

  /// Pictures of clothes, by Zalando SE.
  case fashion

  /// The data set's name as people write it.
  public var title: String {
    switch self {
    case .mnist: "MNIST"
    case .fashion: "Fashion-MNIST"
    }
  }

  /// The names of the ten classes, by label.
  public var classNames: [String] {
    switch self {
    case .mnist:
      (0...9).map(String.init)
    case .fashion:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ]
    }
  }

  /// The files, their sums and the addresses to get them from.
  public var archive: ImageArchive {
    switch self {
    case .mnist:
      ImageArchive(
        name: rawValue, title: title, classNames: classNames,
        trainImages: RemoteFile(
          name: "train-images-idx3-ubyte.gz", byteCount: 9_912_422,
          sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        trainLabels: RemoteFile(
          name: "train-labels-idx1-ubyte.gz", byteCount: 28_881,
          sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        testImages: RemoteFile(
          name: "t10k-images-idx3-ubyte.gz", byteCount: 1_648_877,
          sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        testLabels: RemoteFile(
          name: "t10k-labels-idx1-ubyte.gz", byteCount: 4_542,
          sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        mirrors: [
          "https://ossci-datasets.s3.amazonaws.com/mnist/",
          "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ])
    case .fashion:
      ImageArchive(
        name: rawValue, title: title, classNames: classNames,
        trainImages: RemoteFile(
          name: "train-images-idx3-ubyte.gz", byteCount: 26_421_880,
          sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        trainLabels: RemoteFile(
          name: "train-labels-idx1-ubyte.gz", byteCount: 29_515,
          sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        testImages: RemoteFile(
          name: "t10k-images-idx3-ubyte.gz", byteCount: 4_422_102,
          sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        testLabels: RemoteFile(
          name: "t10k-labels-idx1-ubyte.gz", byteCount: 5_148,
          sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        // There is no encrypted address; the sums guard against a changed file.
        mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"])
    }
  }

  /// Reads the data set from a folder; see `ImageArchive.load(folder:)`.
  public func load(folder: String) throws(FileError) -> ImageDataset {
    try archive.load(folder: folder)
  }

  /// Reads the data set from the cache, fetching what is missing; see `ImageArchive.load(_:progress:)`.
  public func load(
    _ options: DownloadOptions = DownloadOptions(), progress: ((DownloadProgress) -> Void)? = nil
  ) throws(FileError) -> ImageDataset {
    try archive.load(options, progress: progress)
  }
}
