import Backprop
import BackpropData
import BackpropFiles
import Foundation

/// The images that the benchmarks work on: those of a folder, or the built-in digits, drawn when they are first asked
/// for, as many as MNIST has.
final class BenchmarkData {
  /// The pixels of an image.
  static let pixelCount = 784
  /// The classes of images.
  static let classCount = 10

  /// The folder that was given, if any.
  let givenFolder: String?
  private var dataset: ImageDataset?
  private var temporaryFolder: URL?

  /// The data of a folder with MNIST's four files, or of none.
  init(folder: String?) { givenFolder = folder }

  deinit { if let temporaryFolder { try? FileManager.default.removeItem(at: temporaryFolder) } }

  /// What the data is called in the output.
  var name: String { givenFolder.map { FilePath.folderName(of: $0) } ?? "digits" }

  /// Throws where the given path isn't a folder, before anything is measured.
  func checkFolder() throws(FileError) {
    guard let givenFolder else { return }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: givenFolder, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else {
      throw FileError(
        file: givenFolder, expected: "a folder with MNIST's four files",
        found: exists ? "a file" : PathFinding.brokenLink(in: givenFolder) ?? "none",
        advice: "Check the folder's path.")
    }
  }

  /// The images.
  func images() throws -> ImageDataset {
    if let dataset { return dataset }
    let loaded =
      if let givenFolder { try MNISTDataset.mnist.load(folder: givenFolder) } else {
        try ImageDataset.drawnDigits()
      }
    let train = loaded.train
    guard train.pixelCount == BenchmarkData.pixelCount else {
      throw FileError(
        file: givenFolder ?? "built-in digits", expected: "images of 28 x 28 pixels",
        found: "\(train.rows) x \(train.columns)", advice: "Give a folder with files like those of MNIST.")
    }
    guard loaded.classCount <= BenchmarkData.classCount else {
      throw FileError(
        file: givenFolder ?? "built-in digits", expected: "labels from 0 to \(BenchmarkData.classCount - 1)",
        found: "the label \(loaded.classCount - 1)", advice: "Give a folder with files like those of MNIST.")
    }
    dataset = loaded
    return loaded
  }

  /// The images to train with, ready to be drawn from.
  func trainSamples<Scalar: TensorScalar>() throws -> SampleSet<Scalar> {
    try images().train.samples(classCount: BenchmarkData.classCount, as: Scalar.self)
  }

  /// The images to test with, ready to be drawn from.
  func testSamples<Scalar: TensorScalar>() throws -> SampleSet<Scalar> {
    try images().test.samples(classCount: BenchmarkData.classCount, as: Scalar.self)
  }

  /// The first of the images to test with, as images for convolutions.
  func someImages(_ count: Int) throws -> SampleSet<Float> {
    let test = try images().test
    let some = Swift.min(count, test.count)
    return try SampleSet(
      bytes: Array(test.images.prefix(some * test.pixelCount)), sampleShape: [1, test.rows, test.columns],
      labels: test.labels.prefix(some).map(Int.init), classCount: BenchmarkData.classCount)
  }

  /// Images of noise without a zero, as many as there are to test with: what training takes when nothing can be left out.
  func noiseSamples<Scalar: TensorScalar>() throws -> SampleSet<Scalar> {
    let count = try images().test.count
    var generator = Philox4x32(seed: 1)
    let bytes = (0..<count * BenchmarkData.pixelCount).map { _ in UInt8(1 + generator.nextIndex(below: 255)) }
    let labels = (0..<count).map { $0 % BenchmarkData.classCount }
    return try SampleSet(
      bytes: bytes, sampleShape: [BenchmarkData.pixelCount], labels: labels,
      classCount: BenchmarkData.classCount)
  }

  /// A folder with the four files; the built-in digits are written to a temporary one, compressed like MNIST's.
  func folder() throws -> String {
    if let givenFolder { return givenFolder }
    if let temporaryFolder { return temporaryFolder.path }
    let images = try images()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("backprop-bench-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        file: folder.path, expected: "to make a temporary folder", found: error.localizedDescription,
        advice: "Give a folder with MNIST's files by --data-dir.")
    }
    temporaryFolder = folder
    for (set, prefix) in [(images.train, "train"), (images.test, "t10k")] {
      try IDX.write(
        IDXArray(shape: [set.count, set.rows, set.columns], elements: set.images),
        to: "\(folder.path)/\(prefix)-images-idx3-ubyte.gz", compression: .gzip)
      try IDX.write(
        IDXArray(shape: [set.count], elements: set.labels),
        to: "\(folder.path)/\(prefix)-labels-idx1-ubyte.gz", compression: .gzip)
    }
    return folder.path
  }
}
