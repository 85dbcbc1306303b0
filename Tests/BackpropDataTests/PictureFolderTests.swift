import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@testable import BackpropData

@Suite("Folders of pictures")
struct PictureFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func put(_ name: String, _ bytes: [UInt8]) throws {
    let path = folder(name)
    try FileManager.default.createDirectory(
      atPath: FilePath.folder(of: path), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func grey(_ value: UInt8, _ width: Int = 4, _ height: Int = 3) -> [UInt8] {
    PNGFile.grey(width: width, height: height, [UInt8](repeating: value, count: width * height))
  }

  @Test("classes come in natural order, a part of each is held out, and nothing is to be said")
  func plain() throws {
    for (name, value) in [("10", 100), ("2", 20), ("1", 10)] as [(String, UInt8)] {
      for index in 0..<5 { try put("\(name)/\(index).png", grey(value)) }
    }
    let dataset = try ImageDataset(pictures: folder.path)
    #expect(dataset.classNames == ["1", "2", "10"])
    #expect(dataset.remarks == [])
    #expect((dataset.train.count, dataset.test.count) == (12, 3))
    #expect(dataset.test.labels == [0, 1, 2] && dataset.isHeldOut)
    #expect((dataset.train.rows, dataset.train.columns, dataset.train.channels) == (3, 4, 1))
    for (position, label) in dataset.train.labels.enumerated() {
      #expect(dataset.train.images[position * 12] == [10, 20, 100][Int(label)])
    }
    let all = try ImageDataset(pictures: folder.path, PictureReading(holdOut: 0))
    #expect(all.train.count == 15 && all.test.count == 0 && !all.isHeldOut)
    let other = try ImageDataset(pictures: folder.path, PictureReading(holdOut: 0.4, seed: 3))
    #expect(other.test.labels == [0, 0, 1, 1, 2, 2])
  }

  @Test("classes without a picture to learn from are an error, whatever there is to test with")
  func emptyTraining() throws {
    for name in ["cat", "dog"] {
      try put("train/\(name)/notes.txt", [1])
      try put("test/\(name)/1.png", grey(3))
    }
    let error = try #require(throws: FileError.self) { try ImageDataset(pictures: folder.path) }
    #expect(error.found.hasPrefix("no picture"), "\(error)")
  }

  @Test("a link to the folder of all classes gives none of them another's pictures")
  func linkUpwards() throws {
    for name in ["cat", "dog"] { try put("\(name)/1.png", grey(3)) }
    try FileManager.default.createSymbolicLink(atPath: folder("cat/up"), withDestinationPath: folder.path)
    let dataset = try ImageDataset(pictures: folder.path, PictureReading(holdOut: 0))
    #expect(dataset.train.labels == [0, 1])
  }

  @Test("what isn't a picture is left out and counted, what is broken is named")
  func clutter() throws {
    for name in ["cat", "Dog"] {
      for index in 0..<3 { try put("\(name)/\(index).png", grey(9)) }
    }
    try put("cat/deep/er/4.PGM", Array("P2 4 3 9 1 1 1 1 1 1 1 1 1 1 1 1".utf8))
    try put("cat/without-ending", grey(7))
    try put("cat/.hidden.png", grey(1))
    try put("cat/Thumbs.db", [1])
    try put("cat/notes.txt", Array("x".utf8))
    try put("cat/movie.gif", Array("GIF89a".utf8))
    try put("beside.png", grey(1))
    try put("README", [1])
    try put("empty/notes.txt", [1])
    try put("Dog/broken.png", Array(grey(1).dropLast(5)))
    try FileManager.default.createSymbolicLink(
      atPath: folder("Dog/lost.png"), withDestinationPath: "/nowhere/at/all")
    try FileManager.default.createSymbolicLink(atPath: folder("Dog/loop"), withDestinationPath: folder("Dog"))
    let dataset = try ImageDataset(pictures: folder.path, PictureReading(holdOut: 0))
    #expect(dataset.classNames == ["cat", "Dog"])
    #expect(dataset.train.labels == [0, 0, 0, 0, 0, 1, 1, 1])
    let remarks = dataset.remarks.joined(separator: "\n").replacing(folder.path, with: "F")
    #expect(
      remarks.contains(
        "F: left out 2 hidden files, 4 files that aren't pictures (2 with .txt, 1 without ending, 1 with .gif), 1 picture beside the classes' folders."
      ), "\(remarks)")
    #expect(remarks.contains("F: no picture is in “empty”, which is no class."))
    #expect(remarks.contains("F: 2 pictures can't be read and are left out:"))
    #expect(remarks.contains("F/Dog/lost.png") && remarks.contains("F/Dog/broken.png"))
  }

  @Test("folders train and test are the parts, and classes are those of both")
  func parts() throws {
    try put("train/a/1.png", grey(1))
    try put("train/b/1.png", grey(2))
    try put("test/b/1.png", grey(3))
    try put("test/c/1.png", grey(4))
    let dataset = try ImageDataset(pictures: folder.path)
    #expect(dataset.classNames == ["a", "b", "c"] && !dataset.isHeldOut)
    #expect(dataset.train.labels == [0, 1] && dataset.test.labels == [1, 2])
    let coverage = ClassCoverage(train: dataset.train, test: dataset.test, names: dataset.classNames)
    #expect(
      coverage.remarks.first?.hasPrefix("No image to train with has the class “c”, which 1 image") ?? false)
  }

  @Test("sizes and colours: the most common size, grey where nothing has a colour, planes in colour")
  func forms() throws {
    let red = PNGFile.colour(width: 2, height: 2, [250, 0, 0, 250, 0, 0, 250, 0, 0, 250, 0, 0])
    let plain = PNGFile.colour(width: 2, height: 2, [UInt8](repeating: 8, count: 12))
    try put("a/1.png", plain)
    try put("a/2.png", plain)
    try put("b/1.png", grey(8, 6, 6))
    let reading = PictureReading(holdOut: 0)
    let first = try ImageDataset(pictures: folder.path, reading)
    #expect((first.train.rows, first.train.columns, first.train.channels) == (2, 2, 1))
    #expect(first.train.images == [UInt8](repeating: 8, count: 12))
    #expect(
      first.remarks.first?.hasSuffix(
        "the pictures are of 2 sizes; 1 of 3 were scaled to 2 x 2 pixels (height x width).") ?? false)
    try put("b/2.png", red)
    let second = try ImageDataset(pictures: folder.path, reading)
    #expect(second.train.channels == 3 && second.train.pixelCount == 12)
    #expect(second.train.images.suffix(12) == [250, 250, 250, 250, 0, 0, 0, 0, 0, 0, 0, 0])
    let samples = try second.train.samples(classCount: 2, form: .images)
    #expect(samples.sampleShape == [3, 2, 2])
    let wide = try ImageDataset(
      pictures: folder.path, PictureReading(size: .init(rows: 1, columns: 5), colours: .grey, holdOut: 0))
    #expect(wide.train.images.suffix(5) == [75, 75, 75, 75, 75])
  }

  @Test("folders that are none of pictures are refused with what they are")
  func refused() throws {
    func error(_ path: String) throws -> FileError {
      try #require(throws: FileError.self) { try ImageDataset(pictures: path) }
    }
    #expect(try error(folder.path).found == "a folder without folders in it")
    #expect(try error("/nowhere/at/all").found.hasPrefix("none"))
    #expect(try error("").found == "no path")
    try put("one/1.png", grey(1))
    #expect(try error(folder.path).found == "1 class")
    try put("two/1.png", [1, 2, 3])
    try put("one/1.png", [1, 2, 3])
    #expect(try error(folder.path).found.hasPrefix("2 files that can't be, the first: "))
  }

  @Test("JPEGs that this build can't read are refused together", .enabled(if: !PictureSize.readsJPEG))
  func withoutJPEG() throws {
    let jpeg = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("BackpropFormatsTests/Recorded/tiny.jpg").path
    for name in ["a", "b"] { try put("\(name)/1.jpg", try contents(jpeg)) }
    let error = try #require(throws: FileError.self) { try ImageDataset(pictures: folder.path) }
    #expect(error.found == "a JPEG, which this build can't read; there are 2 of them")
    #expect(error.advice.contains("--traits JPEG"))
  }

  @Test("IDX files of any names: labels from 1, exchanged axes, a part held out")
  func files() throws {
    let images = try folder.write("x", idxHeader([4, 2, 3]) + (0..<24).map { UInt8($0) })
    let labels = try folder.write("y", idxHeader([4]) + [1, 2, 2, 1])
    let dataset = try ImageDataset(images: images, labels: labels, isTransposed: true, holdOut: 0.5)
    #expect(dataset.classNames == ["1", "2"] && dataset.isTransposed && dataset.isHeldOut)
    #expect(dataset.remarks == ["\(labels): the labels are 1 to 2; the network's first answer stands for 1."])
    #expect((dataset.train.rows, dataset.train.columns) == (3, 2))
    #expect(Set(dataset.train.labels) == [0, 1] && Set(dataset.test.labels) == [0, 1])
    let whole = try ImageDataset(images: images, labels: labels, test: (images: images, labels: labels))
    #expect(whole.train == whole.test && !whole.isHeldOut)
    #expect(whole.train.transposed.images.prefix(6) == [0, 3, 1, 4, 2, 5])
  }
}
