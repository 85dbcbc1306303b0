import BackpropFiles

/// The order of tensors' bytes in a safetensors file.
enum SafetensorsLayout {
  /// Tensors in the order of their bytes, which must follow each other from the first byte to the last.
  static func inOrder(
    _ tensors: [SafetensorsTensor], file: String, dataByteCount: Int
  ) throws(FileError) -> [SafetensorsTensor] {
    let sorted = tensors.sorted { first, second in
      (first.byteRange.lowerBound, first.byteRange.upperBound)
        < (second.byteRange.lowerBound, second.byteRange.upperBound)
    }
    var end = 0
    for tensor in sorted {
      let start = tensor.byteRange.lowerBound
      guard start == end else {
        throw FileError(
          file: file,
          expected: "tensors whose bytes follow each other, the next from byte \(end) of the data",
          found:
            "“\(tensor.name)” from byte \(start), which \(start > end ? "leaves a hole" : "overlaps another")",
          advice: "The header is damaged; write the file again.")
      }
      end = tensor.byteRange.upperBound
    }
    guard end == dataByteCount else {
      throw FileError(
        file: file, expected: "\(Wording.bytes(end)) after the header, where the last tensor ends",
        found: Wording.bytes(dataByteCount), advice: "Bytes were added to the file; copy or write it again.")
    }
    return sorted
  }
}
