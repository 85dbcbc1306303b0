import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// What is inside a file, whose kind is known from its first bytes.
  init(_ path: String) throws {
    let size = try InputFile(path).byteCount
    let head = try ByteReader(path).bytes(16)
    // A file of another format is told by whoever reads that, each in a file of its own beside this one.
    if SafetensorsFile.begins(head, fileByteCount: size) {
      self = try .safetensors(path)
    } else if IDXInputs.recognises(head) {
      self = try .idx(path)
    } else if let exchanged = try Self.exchanged(path, head, size) {
      self = exchanged
    } else {
      throw FileError(
        file: path, expected: "a safetensors, ONNX, NumPy or IDX file",
        found: head.isEmpty ? "no data" : "the bytes \(Wording.hex(Array(head.prefix(4))))",
        advice: "Check that this is the right file.")
    }
  }
}
