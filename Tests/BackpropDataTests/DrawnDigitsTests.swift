import Backprop
import BackpropData
import BackpropFiles
import Testing

@Suite("The built-in digits")
struct DrawnDigitsTests {
  @Test("an image depends on seed, part and index only, not on what was drawn before")
  func order() {
    let digits = DrawnDigits(seed: 7)
    let forward = digits.images(.train, count: 40)
    for index in (0..<40).reversed() {
      let image = [UInt8](unsafeUninitializedCapacity: DrawnDigits.pixelCount) { pixels, count in
        digits.render(
          index: index, part: .train,
          into: UnsafeMutableBufferPointer(rebasing: pixels[..<DrawnDigits.pixelCount]))
        count = DrawnDigits.pixelCount
      }
      #expect(image == Array(forward.pixels[index * 784..<(index + 1) * 784]))
      #expect(digits.label(at: index, part: .train) == forward.labels[index])
    }
    #expect(DrawnDigits(seed: 8).images(.train, count: 40).pixels != forward.pixels)
    #expect(digits.images(.test, count: 40).pixels != forward.pixels)
  }

  @Test("each ten images show each digit once, in an order that changes")
  func labels() {
    let labels = DrawnDigits(seed: 1).images(.test, count: 200).labels
    var orders: Set<[UInt8]> = []
    for start in stride(from: 0, to: 200, by: 10) {
      let block = Array(labels[start..<start + 10])
      #expect(block.sorted() == Array(0...9))
      orders.insert(block)
    }
    #expect(orders.count > 15)
  }

  @Test(
    "laid out like MNIST: ink in a box of 20 × 20 at most, centred by mass, dark background, full ink somewhere"
  )
  func layout() {
    let images = DrawnDigits(seed: 3).images(.train, count: 200)
    for index in 0..<200 {
      let image = Array(images.pixels[index * 784..<(index + 1) * 784])
      var (mass, x, y) = (0.0, 0.0, 0.0)
      var (left, right, top, bottom) = (28, -1, 28, -1)
      for row in 0..<28 {
        for column in 0..<28 where image[row * 28 + column] > 0 {
          let ink = Double(image[row * 28 + column])
          mass += ink
          x += ink * Double(column)
          y += ink * Double(row)
          (left, right, top, bottom) = (
            min(left, column), max(right, column), min(top, row), max(bottom, row)
          )
        }
      }
      #expect(right - left < 22 && bottom - top < 22)
      // MNIST's centre of mass is the middle of pixel (14, 14), moved by whole pixels, and never over the edge.
      #expect((x / mass - 14).magnitude < 1 && (y / mass - 14).magnitude < 1)
      #expect(image.max()! > 200)
      #expect(image.count { $0 == 0 } > 392)
    }
  }

  @Test(
    "the same bytes on every machine and in every build: a sum recorded when the strokes were last changed")
  func recorded() {
    let images = DrawnDigits(seed: 1).images(.train, count: 100)
    // FNV-1a over the pixels.
    let sum = images.pixels.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    #expect(sum == 3_696_729_416_298_521_523)
    #expect(Array(images.labels.prefix(10)) == [8, 6, 7, 4, 3, 9, 0, 1, 5, 2])
  }

  @Test("a data set needs images")
  func empty() {
    #expect(throws: FileError.self) { try ImageDataset.drawnDigits(trainCount: 0) }
    #expect(throws: FileError.self) { try ImageDataset.drawnDigits(trainCount: 10, testCount: -1) }
  }

  @Test("samples and tensors of an image set hold the pixels from 0 to 1 and the labels")
  func tensors() throws {
    let set = try ImageSet(images: [0, 255, 51, 102, 1, 2, 3, 4], labels: [1, 0], rows: 2, columns: 2)
    let (x, t) = set.tensors(as: Double.self)
    let expected: Tensor<Double> = [[0, 1, 0.2, 0.4], [1 / 255, 2 / 255, 3 / 255, 4 / 255]]
    #expect(x == expected)
    #expect(t == [1, 0])
    let images = set.tensors(normalize: false, flatten: false, oneHot: true, classCount: 3, as: Float.self)
    #expect(images.x.shape == [2, 1, 2, 2])
    #expect(images.x[1, 0] == [[1, 2], [3, 4]])
    #expect(images.t == [[0, 1, 0], [1, 0, 0]])
    let samples = try set.samples(as: Double.self)
    #expect(samples.batch(at: [1, 0, 1]).samples.tensor[1] == x[0])
    #expect(throws: TrainingError.self) { try set.samples(classCount: 1) }
  }
}
