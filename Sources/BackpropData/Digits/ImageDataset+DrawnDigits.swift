import BackpropFiles

extension ImageDataset {
  /// The built-in handwritten digits, split like MNIST: for machines without a network.
  ///
  /// Drawing all 70,000 takes about a second on one core.
  ///
  /// - Parameters:
  ///   - seed: the same seed draws the same images on every machine.
  ///   - trainCount: how many images to train with, at least 1.
  ///   - testCount: how many images to test with, at least 1.
  public static func drawnDigits(
    seed: UInt64 = 1, trainCount: Int = 60_000, testCount: Int = 10_000
  ) throws(FileError) -> ImageDataset {
    guard trainCount > 0, testCount > 0 else {
      throw FileError(
        file: "built-in digits", expected: "at least 1 image to train and 1 to test with",
        found: "\(trainCount) and \(testCount)", advice: "Ask for more images.")
    }
    let digits = DrawnDigits(seed: seed)
    let train = digits.images(.train, count: trainCount)
    let test = digits.images(.test, count: testCount)
    return try ImageDataset(
      name: "built-in digits", classNames: (0...9).map(String.init),
      train: ImageSet(images: train.pixels, labels: train.labels, rows: 28, columns: 28),
      test: ImageSet(images: test.pixels, labels: test.labels, rows: 28, columns: 28),
      source: .drawn(seed: seed))
  }
}
