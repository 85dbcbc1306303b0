import BackpropData
import BackpropTestSupport
import Foundation
import Testing

@Suite("Data sets in a user's folder")
struct FolderLoadingTests {
  let folder: TemporaryFolder
  let small = SmallArchive()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("files with and without .gz, packed or not")
  func names() throws {
    try small.write(to: folder.path)
    // The images are stored plain under the packed name, the labels packed under the plain name.
    let images = folder("train-images-idx3-ubyte.gz")
    try IDX.write(try IDX.read(images), to: images)
    let labels = "train-labels-idx1-ubyte"
    try FileManager.default.moveItem(atPath: folder(labels + ".gz"), toPath: folder(labels))
    let data = try small.archive.load(folder: folder.path)
    #expect(data.name == "Small")
    #expect(data.source == .folder(folder.path))
    #expect((data.train.count, data.train.rows, data.train.columns) == (6, 4, 3))
    #expect((data.test.count, data.test.rows, data.test.columns) == (4, 4, 3))
    #expect(data.remarks == [])
  }

  @Test("the data sets by name take other images than the published ones")
  func ownData() throws {
    try small.write(to: folder.path)
    for dataset in MNISTDataset.allCases {
      let data = try dataset.load(folder: folder.path)
      #expect(data.name == dataset.title)
      #expect(data.train.count == 6)
    }
  }

  @Test("where both names are there the one without .gz is read, and told where the other holds other data")
  func both() throws {
    try small.write(to: folder.path)
    let name = "t10k-labels-idx1-ubyte"
    // The same data under both names, packed and not, are nothing to speak of.
    try IDX.write(try IDX.read(folder(name + ".gz")), to: folder(name))
    #expect(try small.archive.load(folder: folder.path).remarks == [])
    try IDX.write(try IDXArray(shape: [4], elements: [1, 2, 3, 4] as [UInt8]), to: folder(name))
    let data = try small.archive.load(folder: folder.path)
    #expect(data.test.labels == [1, 2, 3, 4])
    let told = "\(folder.path): “\(name)” and “\(name).gz” don't hold the same data; “\(name)” is read."
    #expect(data.remarks == [told])
    // A file that is cut off holds other data, too.
    try IDX.write(try IDX.read(folder(name + ".gz")), to: folder(name))
    try folder.write(name + ".gz", Array(try contents(folder(name + ".gz")).dropLast()))
    #expect(try small.archive.load(folder: folder.path).remarks == [told])
  }

  @Test("what is no file is passed over for the file, a link that dangles with a word")
  func passedOver() throws {
    try small.write(to: folder.path)
    let name = "t10k-labels-idx1-ubyte"
    _ = try folder.makeFolder(name)
    let data = try small.archive.load(folder: folder.path)
    #expect((data.test.count, data.remarks) == (4, []))
    try FileManager.default.removeItem(atPath: folder(name))
    try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: "gone")
    let told = "\(folder.path): “\(name)” is a dangling link, to “gone”; “\(name).gz” is read."
    #expect(try small.archive.load(folder: folder.path).remarks == [told])
  }

  @Test("a dangling link in a file's place is called one")
  func danglingLink() throws {
    try small.write(to: folder.path)
    let path = folder("train-images-idx3-ubyte.gz")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../moved")
    try expectError(
      file: path, offset: nil, expected: "a file of that name", found: "a dangling link, to “../moved”"
    ) { try small.archive.load(folder: folder.path) }
  }

  /// The spellings are those under which the data set and its kin are handed on: LeCun's archives unpack to names with a
  /// dot, Windows' programs to folders, and EMNIST, QMNIST and others put their own names before.
  @Test(
    "other spellings of the four names",
    arguments: [
      [
        "train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte",
        "t10k-labels.idx1-ubyte",
      ],
      [
        "train-images.idx3-ubyte.gz", "train-labels.idx1-ubyte.gz", "t10k-images.idx3-ubyte.gz",
        "t10k-labels.idx1-ubyte.gz",
      ],
      ["train-images.idx3", "train-labels.idx1", "test-images.idx3", "test-labels.idx1"],
      ["train-images.idx", "train-labels.idx", "t10k-images.idx", "t10k-labels.idx"],
      ["train-images", "train-labels", "test-images.gz", "test-labels.gz"],
      [
        "TRAIN-IMAGES-IDX3-UBYTE", "Train-Labels-idx1-ubyte.GZ", "T10K-IMAGES.IDX3-UBYTE",
        "Test_Labels_idx1_ubyte",
      ],
      ["train_images.bin", "train_labels.bin", "test_images.bin", "test_labels.bin"],
      [
        "train-images-idx3-ubyte.idx", "train-labels-idx1-ubyte.idx", "t10k-images-idx3-ubyte.idx",
        "t10k-labels-idx1-ubyte.idx",
      ],
      [
        "emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte",
        "emnist-letters-test-images-idx3-ubyte.gz", "emnist-letters-test-labels-idx1-ubyte",
      ],
      [
        "train-images-idx3-ubyte/train-images.idx3-ubyte", "train-labels-idx1-ubyte/train-labels.idx1-ubyte",
        "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", "t10k-labels.idx1-ubyte/t10k-labels.idx1-ubyte",
      ],
    ])
  func spellings(names: [String]) throws {
    let own = small.archive.files.map(\.name)
    for (name, original) in zip(names, own) {
      if name.contains("/") { _ = try folder.makeFolder(String(name.prefix { $0 != "/" })) }
      try folder.write(name, try #require(small.files[original]))
    }
    // What lies beside is no part of the data set.
    for name in [
      "README.txt", "._train-images-idx3-ubyte", ".train-images.idx3", "train-images-idx1-ubyte",
      "train-images.zip", "train-images-idx3-ubyte.png", "images", "train", "train-labels-idx3-ubyte",
    ] { try folder.write(name, [1, 2, 3]) }
    let data = try small.archive.load(folder: folder.path)
    #expect((data.train.count, data.test.count) == (6, 4))
    let told = zip(names, own).map { "“\($0)” as \($1.dropLast(3))" }.joined(separator: ", ")
    #expect(data.remarks == ["\(folder.path): read \(told)."])
  }

  @Test("spellings of one file that hold other data are told; the archive's own name goes first")
  func rivals() throws {
    try small.write(to: folder.path)
    let labels = try IDXArray(shape: [6], elements: [9, 9, 9, 9, 9, 9] as [UInt8])
    try IDX.write(labels, to: folder("train-labels.idx1-ubyte"))
    let data = try small.archive.load(folder: folder.path)
    #expect(data.train.labels != labels.bytes)
    #expect(
      data.remarks == [
        "\(folder.path): “train-labels-idx1-ubyte.gz” and “train-labels.idx1-ubyte” don't hold the same data; "
          + "“train-labels-idx1-ubyte.gz” is read."
      ])
  }

  @Test("of several data sets in a folder MNIST's is read, and without it none is guessed")
  func severalDataSets() throws {
    try small.write(to: folder.path)
    for set in ["emnist-letters", "qmnist"] {
      for (name, bytes) in small.files { try folder.write("\(set)-\(name)", bytes) }
    }
    #expect(try small.archive.load(folder: folder.path).remarks == [])
    for name in small.files.keys { try FileManager.default.removeItem(atPath: folder(name)) }
    try expectError(
      file: folder.path, offset: nil, expected: "the four files of one data set",
      found: "those of 2: emnist-letters, qmnist"
    ) { try small.archive.load(folder: folder.path) }
    // One file less, and only one of them is whole.
    try FileManager.default.removeItem(atPath: folder("qmnist-t10k-labels-idx1-ubyte.gz"))
    #expect(try small.archive.load(folder: folder.path).test.count == 4)
  }

  @Test("a class for each label from 0 to the largest of both sets", arguments: [1, 2, 3, 11, 26, 62, 256])
  func classes(count: Int) throws {
    for isInTest in [false, true] {
      try small.write(to: folder.path)
      var labels = [UInt8](repeating: 0, count: isInTest ? 4 : 6)
      labels[2] = UInt8(count - 1)
      let zeros = [UInt8](repeating: 0, count: isInTest ? 6 : 4)
      let names = ["train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]
      for (name, labels) in zip(names, isInTest ? [zeros, labels] : [labels, zeros]) {
        try IDX.write(try IDXArray(shape: [labels.count], elements: labels), to: folder(name))
      }
      for archive in [small.archive, MNISTDataset.fashion.archive] {
        let data = try archive.load(folder: folder.path)
        #expect(data.classCount == count)
        let beyond = max(count, 10)
        #expect(
          data.classNames
            == Array((archive.classNames + (10..<beyond + 1).map(String.init)).prefix(count)))
        let samples = try data.train.samples(classCount: data.classCount)
        #expect(samples.targetKind == .classes(count))
      }
      let tensors = try MNISTDataset.mnist.load(folder: folder.path, normalize: true, oneHot: true)
      #expect(tensors.train.t.shape == [6, max(count, 10)])
      #expect(tensors.test.t.shape == [4, max(count, 10)])
    }
  }

  @Test("missing files are named")
  func missing() throws {
    try small.write(to: folder.path)
    for name in ["train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"] {
      try FileManager.default.removeItem(atPath: folder(name))
    }
    let expected =
      "the four files of Small, train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
      + "t10k-labels-idx1-ubyte, each with or without .gz in its name"
    let found = "no train-labels-idx1-ubyte, no t10k-images-idx3-ubyte; "
    let there = "“t10k-labels-idx1-ubyte.gz”, “train-images-idx3-ubyte.gz”"
    try expectError(
      file: folder.path, offset: nil, expected: expected, found: found + "there are only " + there
    ) { try small.archive.load(folder: folder.path) }
    for number in 0..<9 { try folder.write("a\(number)\u{202E}", [1]) }
    let error = try fileError { try small.archive.load(folder: folder.path) }
    #expect(error.found.hasSuffix("“a7\u{202E}” and 3 more"))
    #expect(error.description.contains(#"“a7\u{202E}” and"#))
    let empty = try folder.makeFolder("empty")
    #expect(try fileError { try small.archive.load(folder: empty) }.found.hasSuffix("; nothing is there"))
    _ = try folder.makeFolder("train-labels-idx1-ubyte")
    _ = try folder.makeFolder("t10k-images-idx3-ubyte")
    try expectError(
      file: folder("train-labels-idx1-ubyte"), offset: nil, expected: "a regular file", found: "a folder"
    ) { try small.archive.load(folder: folder.path) }
  }

  @Test("a path that isn't a folder")
  func noFolder() throws {
    let expected = "a folder with the four files of MNIST"
    func refuse(_ path: String, file: String? = nil, found: String) throws {
      try expectError(file: file ?? path, offset: nil, expected: expected, found: found) {
        try MNISTDataset.mnist.load(folder: path)
      }
    }
    try refuse(folder("no"), found: "none (No such file or directory)")
    try refuse(try folder.write("file", [1]), found: "a regular file")
    try refuse("/dev/null", found: "a device")
    try refuse("", file: "(no name)", found: "an empty path")
    try refuse("/\0", found: "a path with a zero character in it")
    func link(_ name: String, to target: String) throws -> String {
      try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
      return folder(name)
    }
    try refuse(try link("dangling", to: "gone"), found: "a dangling link, to “gone”")
    try refuse(try link("circle", to: "circle"), found: "a link that leads in a circle, to “circle”")
    try refuse(try link("to file", to: "file"), found: "a link to a regular file")
    let disk = try link("disk", to: "/unplugged")
    try refuse(disk + "/mnist", found: "a dangling link, to “/unplugged”, at “\(disk)”")
  }

  @Test("test images of another size than the training images")
  func sizes() throws {
    try small.write(to: folder.path)
    let path = folder("t10k-images-idx3-ubyte.gz")
    try IDX.write(try IDXArray(shape: [4, 3, 4], elements: [UInt8](repeating: 0, count: 48)), to: path)
    try expectError(
      file: path, offset: 8,
      expected: "images of 4 x 3 pixels as in \(folder("train-images-idx3-ubyte.gz"))", found: "3 x 4"
    ) { try small.archive.load(folder: folder.path) }
  }
}
