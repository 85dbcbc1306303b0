import BackpropData
import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Images with labels")
struct ImageSetTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(
    _ images: [UInt8], _ labels: [UInt8], classes: Int = 10, allowsEmpty: Bool = false
  ) throws -> ImageSet {
    try ImageSet.read(
      images: try folder.write("images", images), labels: try folder.write("labels", labels),
      classes: classes, allowsEmpty: allowsEmpty)
  }

  @Test("images and labels that fit are read")
  func good() throws {
    let set = try read(idxHeader([2, 1, 3]) + [1, 2, 3, 4, 5, 6], gzip(idxHeader([2]) + [9, 0]))
    #expect(set.images == [1, 2, 3, 4, 5, 6])
    #expect(set.labels == [9, 0])
    #expect((set.count, set.rows, set.columns, set.pixelCount) == (2, 1, 3, 3))
  }

  @Test("as many labels as images")
  func counts() throws {
    try expectError(
      file: folder("labels"), offset: 4,
      expected: "2 labels, one for each image of \(folder("images"))", found: "1 label"
    ) { try read(idxHeader([2, 1, 1]) + [1, 2], idxHeader([1]) + [3]) }
  }

  @Test("labels less than the number of classes")
  func labels() throws {
    let images = idxHeader([3, 1, 1]) + [1, 2, 3]
    try expectError(
      file: folder("labels"), offset: 10, expected: "labels less than the number of classes, 10",
      found: "the label 10"
    ) { try read(images, idxHeader([3]) + [0, 9, 10]) }
    #expect(try read(images, idxHeader([3]) + [0, 9, 10], classes: 11).labels == [0, 9, 10])
    #expect(throws: FileError.self) { try read(images, idxHeader([3]) + [0, 0, 0], classes: 0) }
  }

  @Test("files in the wrong place")
  func swapped() throws {
    let images = idxHeader([1, 1, 1]) + [1]
    let labels = idxHeader([1]) + [1]
    try expectError(file: folder("images"), offset: 3, expected: "3 axes", found: "1 axis") {
      try read(labels, images)
    }
    try expectError(file: folder("labels"), offset: 3, expected: "1 axis", found: "3 axes") {
      try read(images, images)
    }
  }

  @Test("no images, and images without pixels")
  func empty() throws {
    let none = idxHeader([0, 28, 28])
    try expectError(file: folder("images"), offset: 4, expected: "at least 1 image", found: "0 images") {
      try read(none, idxHeader([0]))
    }
    let set = try read(none, idxHeader([0]), allowsEmpty: true)
    #expect((set.count, set.rows, set.columns) == (0, 28, 28))
    let size = "images of at least 1 x 1 pixel"
    try expectError(file: folder("images"), offset: 8, expected: size, found: "0 x 5") {
      try read(idxHeader([2, 0, 5]), idxHeader([2]) + [0, 0])
    }
    try expectError(file: folder("images"), offset: 12, expected: size, found: "5 x 0") {
      try read(idxHeader([2, 5, 0]), idxHeader([2]) + [0, 0])
    }
  }

  @Test("sets made from parts are checked")
  func parts() throws {
    #expect(try ImageSet(images: [1, 2, 3, 4], labels: [0, 1], rows: 1, columns: 2).count == 2)
    #expect(throws: FileError.self) { try ImageSet(images: [1, 2, 3], labels: [0], rows: 1, columns: 2) }
    #expect(throws: FileError.self) { try ImageSet(images: [1, 2], labels: [0, 1], rows: 1, columns: 2) }
    #expect(throws: FileError.self) { try ImageSet(images: [], labels: [], rows: 0, columns: 2) }
    #expect(throws: FileError.self) { try ImageSet(images: [], labels: [], rows: -1, columns: -2) }
    #expect(throws: FileError.self) { try ImageSet(images: [], labels: [], rows: .max, columns: 2) }
  }
}
