import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// Whether a file's first bytes are those of an array of NumPy's, or of an archive, which may hold some.
  static func isNumPy(_ head: [UInt8]) -> Bool { head.starts(with: [0x93] + Array("NUMPY".utf8)) }
  static func isZip(_ head: [UInt8]) -> Bool {
    head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// What is inside an `.npy` file.
  static func npy(_ path: String) throws -> FileInfo {
    var info = FileInfo(format: "NumPy array")
    info.arrays = [ArrayInfo(try NumPy.read(path))]
    return info
  }

  /// What is inside an `.npz` archive.
  static func npz(_ path: String) throws -> FileInfo {
    var info = FileInfo(format: "NumPy archive")
    // One after the other, so that there is memory for the largest alone.
    try NumPy.readArchive(path) { info.arrays.append(ArrayInfo($0)) }
    return info
  }
}
