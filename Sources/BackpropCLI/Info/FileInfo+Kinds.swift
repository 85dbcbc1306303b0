import BackpropData
import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// What is inside a file, whose kind is known from its first bytes.
  ///
  /// - Parameter delimiter: what stands between a table's fields; a file of text is one, then, whatever its name.
  init(_ path: String, delimiter: CSVDelimiter? = nil) throws {
    let size = try InputFile(path).byteCount
    let head = try ByteReader(path).bytes(16)
    // A file of another format is told by whoever reads that, each in a file of its own beside this one. So is one that
    // is cut off: of safetensors the header may be longer than the file.
    if SafetensorsFile.begins(head, fileByteCount: .max) {
      self = try .safetensors(path)
    } else if IDXInputs.recognises(head) {
      self = try .idx(path)
    } else if Self.isNumPy(head) {
      self = try .npy(path)
    } else if Self.isZip(head) {
      self = try .npz(path)
    } else if ModelFormat(head: head, fileByteCount: size) == .onnx {
      self = try .onnx(path)
    } else if delimiter != nil || Self.isTable(path) {
      self = try .table(path, delimiter ?? .automatic)
    } else {
      throw FileError(
        file: path, expected: "a file of safetensors, ONNX, NumPy, IDX or CSV",
        found: head.isEmpty ? "no data" : "the bytes \(Wording.hex(Array(head.prefix(4))))",
        advice: "Check that this is the right file.")
    }
  }
}
