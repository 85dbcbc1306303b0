import BackpropData
import Foundation

/// A folder with the four files of a small data set of drawn digits; it goes with its last owner.
final class SmallDataset: Sendable {
  let path: String

  init(trainCount: Int = 300, testCount: Int = 100) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("digits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
    let digits = try ImageDataset.drawnDigits(trainCount: trainCount, testCount: testCount)
    for (set, prefix) in [(digits.train, "train"), (digits.test, "t10k")] {
      try IDX.write(
        IDXArray(shape: [set.count, set.rows, set.columns], elements: set.images),
        to: "\(path)/\(prefix)-images-idx3-ubyte.gz", compression: .gzip)
      try IDX.write(
        IDXArray(shape: [set.count], elements: set.labels), to: "\(path)/\(prefix)-labels-idx1-ubyte")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
