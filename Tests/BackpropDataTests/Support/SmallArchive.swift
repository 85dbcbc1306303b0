import BackpropData
import BackpropFiles
import BackpropTestSupport
import Foundation

/// A data set of a few tiny images in the same form as MNIST, with its files in a folder.
struct SmallArchive {
  let archive: ImageArchive
  let files: [String: [UInt8]]

  init(trainCount: Int = 6, testCount: Int = 4, mirrors: [String] = []) {
    var files: [String: [UInt8]] = [:]
    var numbers = SeededNumbers(state: 7)
    func make(_ name: String, _ shape: [Int], below bound: UInt8) -> RemoteFile {
      let count = shape.reduce(1, *)
      let elements = (0..<count).map { _ in UInt8.random(in: 0..<bound, using: &numbers) }
      let bytes = gzip(idxHeader(shape.map { UInt32($0) }) + elements)
      files[name] = bytes
      return RemoteFile(name: name, byteCount: bytes.count, sha256: SHA256(of: bytes).hexadecimal)
    }
    archive = ImageArchive(
      name: "small", title: "Small", classNames: (0...9).map(String.init),
      trainImages: make("train-images-idx3-ubyte.gz", [trainCount, 4, 3], below: 255),
      trainLabels: make("train-labels-idx1-ubyte.gz", [trainCount], below: 10),
      testImages: make("t10k-images-idx3-ubyte.gz", [testCount, 4, 3], below: 255),
      testLabels: make("t10k-labels-idx1-ubyte.gz", [testCount], below: 10),
      mirrors: mirrors)
    self.files = files
  }

  /// The bytes that a server gives for a request's path, `nil` for none.
  func file(at path: String) -> [UInt8]? {
    path.split(separator: "/").last.flatMap { files[String($0)] }
  }

  /// Writes all files to a folder.
  func write(to folder: String) throws {
    for (name, bytes) in files {
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
  }
}
