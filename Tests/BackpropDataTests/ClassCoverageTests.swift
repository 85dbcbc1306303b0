import BackpropData
import Testing

@Suite("The classes of images to train and to test with")
struct ClassCoverageTests {
  private func coverage(train: [UInt8], test: [UInt8]) throws -> ClassCoverage {
    func set(_ labels: [UInt8]) throws -> ImageSet {
      try ImageSet(images: [UInt8](repeating: 0, count: labels.count), labels: labels, rows: 1, columns: 1)
    }
    return try ClassCoverage(train: set(train), test: set(test))
  }

  @Test("images are counted by label, and nothing is said where all classes can be learned")
  func counts() throws {
    let coverage = try coverage(train: [2, 0, 1, 2], test: [1])
    #expect(coverage.trainCounts == [1, 1, 2])
    #expect(coverage.testCounts == [0, 1, 0])
    #expect((coverage.classCount, coverage.unused, coverage.untrained) == (3, [], []))
    #expect(coverage.remarks == [])
    #expect(try self.coverage(train: [0, 1], test: []).remarks == [])
  }

  @Test("labels from 1 on, as EMNIST's letters have them, leave an output unused")
  func letters() throws {
    let letters = try coverage(train: Array(1...26), test: [1, 26])
    #expect(letters.classCount == 27)
    #expect(letters.remarks == ["No image has the label 0; its output stays unused."])
    let mask = try coverage(train: [0, 255], test: [255])
    #expect(mask.remarks == ["No image has the labels 1 to 254; their outputs stay unused."])
    #expect(mask.classCount == 256)
    let gaps = try coverage(train: [0, 3, 6, 7, 11], test: [])
    #expect(gaps.remarks == ["No image has the labels 1, 2, 4, 5, 8 to 10; their outputs stay unused."])
  }

  @Test("classes that only test images have are told")
  func untrained() throws {
    #expect(
      try coverage(train: [0, 1], test: [2, 1, 2]).remarks == [
        "No image to train with has the label 2, which 2 images to test with have: the network can't learn it."
      ])
    #expect(
      try coverage(train: [0], test: [1, 3]).remarks == [
        "No image has the label 2; its output stays unused.",
        "No image to train with has the labels 1, 3, which 2 images to test with have: the network can't learn "
          + "them.",
      ])
  }

  @Test("a single class is nothing to learn")
  func single() throws {
    #expect(
      try coverage(train: [0, 0], test: [0]).remarks == [
        "All images have the label 0: there is nothing to tell apart."
      ])
    let set = try ImageSet(images: [0, 0], labels: [0, 0], rows: 1, columns: 1)
    #expect(
      ClassCoverage(train: set, test: set, names: ["1"]).remarks == [
        "All images have the class “1”: there is nothing to tell apart."
      ])
  }

  @Test("a long list of gaps ends early")
  func manyGaps() throws {
    let even = try coverage(train: (0...127).map { UInt8(2 * $0) }, test: [])
    #expect(
      even.remarks == [
        "No image has the labels 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and others; their outputs stay unused."
      ])
  }
}
