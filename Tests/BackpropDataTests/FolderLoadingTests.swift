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
    #expect(data.classNames.count == 10)
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

  @Test("where both names are there the one without .gz is read")
  func both() throws {
    try small.write(to: folder.path)
    let path = folder("t10k-labels-idx1-ubyte")
    try IDX.write(try IDXArray(shape: [4], elements: [1, 2, 3, 4] as [UInt8]), to: path)
    #expect(try small.archive.load(folder: folder.path).test.labels == [1, 2, 3, 4])
    try FileManager.default.removeItem(atPath: path)
    // A folder of that name is passed over for the file.
    _ = try folder.makeFolder("t10k-labels-idx1-ubyte")
    #expect(try small.archive.load(folder: folder.path).test.count == 4)
  }

  @Test("missing files are named")
  func missing() throws {
    try small.write(to: folder.path)
    for name in ["train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"] {
      try FileManager.default.removeItem(atPath: folder(name))
    }
    let expected = "the four files of Small, each with or without .gz in its name"
    try expectError(
      file: folder.path, offset: nil, expected: expected,
      found: "no train-labels-idx1-ubyte, no t10k-images-idx3-ubyte"
    ) { try small.archive.load(folder: folder.path) }
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
