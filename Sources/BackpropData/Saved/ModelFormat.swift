import BackpropFiles
import BackpropFormats

/// The formats of files that models are read from, told by the first bytes.
package enum ModelFormat: Sendable, Hashable {
  case safetensors
  /// An archive of NumPy's.
  case npz
  case onnx

  /// The format of a file; nil where it is none of these.
  ///
  /// - Parameters:
  ///   - head: the file's first bytes, nine or more where it has them.
  ///   - fileByteCount: how many it has in all.
  package init?(head: [UInt8], fileByteCount: Int) {
    if SafetensorsFile.begins(head, fileByteCount: fileByteCount) {
      self = .safetensors
    } else if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
      self = .npz
    } else if head.count >= 3, head[0] == 0x08, head[1] >= 1, head[1] < 0x80,
      [0x12, 0x1A, 0x22, 0x3A, 0x42].contains(head[2])
    {
      // The version of the format, a small number, and behind it the field of a name, a graph or a version.
      self = .onnx
    } else {
      return nil
    }
  }

  /// The format of the file at a path; nil where it is none of these.
  package init?(_ path: String) throws(FileError) {
    let file = try InputFile(path)
    self.init(head: try file.bytes(min(16, file.byteCount)), fileByteCount: file.byteCount)
  }
}
