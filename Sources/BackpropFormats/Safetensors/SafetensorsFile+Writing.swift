import BackpropFiles

extension SafetensorsFile {
  /// Writes arrays to a safetensors file, which replaces an older one of that name when it is complete.
  ///
  /// Order and padding are the reference's, so that the same arrays and metadata give the same bytes: tensors by the
  /// alignment of their type, the largest first, then by name. Keys of the metadata are in the order of their bytes.
  ///
  /// - Parameters:
  ///   - arrays: The arrays; their names must differ, and none may be `__metadata__`.
  ///   - metadata: Texts for the header; no `__metadata__` is written where there are none.
  ///   - path: Where to write.
  /// - Throws: `FileError` if the arrays can't be put into one file or it can't be written.
  public static func write(
    _ arrays: [StoredArray], metadata: [String: String] = [:], to path: String
  ) throws(FileError) {
    // What can't be written is said before there is a file.
    let plan = try SafetensorsPlan(arrays, metadata, file: path)
    let file = try OutputFile(path)
    try plan.write(to: file)
    try file.commit()
  }

  /// Writes arrays as a safetensors file to a place for bytes, which isn't committed.
  ///
  /// - Parameters:
  ///   - arrays: The arrays; their names must differ, and none may be `__metadata__`.
  ///   - metadata: Texts for the header.
  ///   - sink: Where to write.
  ///   - name: What errors call the file.
  package static func write(
    _ arrays: [StoredArray], metadata: [String: String], to sink: some ByteSink, name: String
  ) throws(FileError) {
    try SafetensorsPlan(arrays, metadata, file: name).write(to: sink)
  }

  /// The bytes of a safetensors file with arrays.
  ///
  /// - Throws: `FileError` if the arrays can't be put into one file.
  public static func bytes(
    of arrays: [StoredArray], metadata: [String: String] = [:]
  ) throws(FileError) -> [UInt8] {
    let plan = try SafetensorsPlan(arrays, metadata, file: "safetensors")
    return plan.arrays.reduce(into: plan.header) { $0 += $1.bytes }
  }
}

/// A safetensors file's header and the order of its arrays.
private struct SafetensorsPlan {
  /// The length and the header, with the spaces that fill it up.
  let header: [UInt8]
  let arrays: [StoredArray]

  init(_ arrays: [StoredArray], _ metadata: [String: String], file: String) throws(FileError) {
    self.arrays = arrays.sorted(by: Self.comesFirst)
    try Self.checkNames(self.arrays, file)
    var text = "{"
    if !metadata.isEmpty {
      let keys = metadata.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let members = keys.map { Self.quoted($0) + ":" + Self.quoted(metadata[$0] ?? "") }
      text += "\"__metadata__\":{" + members.joined(separator: ",") + "}"
    }
    var end = 0
    for array in self.arrays {
      let start = end
      end += array.bytes.count
      if text.utf8.count > 1 { text += "," }
      let shape = array.shape.map(String.init).joined(separator: ",")
      text += Self.quoted(array.name) + ":{\"dtype\":\"\(array.kind.safetensorsName)\","
      text += "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
    }
    text += "}"
    // The data begin at a multiple of 8.
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    let metadataByteCount = metadata.values.reduce(0) { $0 + Self.quoted($1).utf8.count - 2 }
    guard text.utf8.count <= SafetensorsFile.headerLimit, metadata.count <= SafetensorsFile.keyLimit,
      metadataByteCount <= SafetensorsFile.metadataLimit
    else {
      throw FileError(
        file: file, expected: "a safetensors header of at most \(SafetensorsFile.headerLimit) bytes",
        found: "\(text.utf8.count) bytes of names and metadata", advice: "Write several files.")
    }
    header = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) } + Array(text.utf8)
  }

  func write(to sink: some ByteSink) throws(FileError) {
    try sink.write(header)
    for array in arrays where !array.bytes.isEmpty { try sink.write(array.bytes) }
  }

  private static func comesFirst(_ first: StoredArray, _ second: StoredArray) -> Bool {
    let (a, b) = (first.kind.safetensorsOrder, second.kind.safetensorsOrder)
    return a != b ? a < b : first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
  }

  private static func checkNames(_ arrays: [StoredArray], _ file: String) throws(FileError) {
    guard arrays.count <= SafetensorsFile.tensorLimit else {
      throw FileError(
        file: file, expected: "at most \(SafetensorsFile.tensorLimit) arrays", found: "\(arrays.count)",
        advice: "Write several files.")
    }
    var names: Set<[UInt8]> = ["__metadata__".utf8.map { $0 }]
    for array in arrays where !names.insert(Array(array.name.utf8)).inserted {
      throw FileError(
        file: file, expected: "arrays whose names differ, none called __metadata__", found: "“\(array.name)”",
        advice: "Give each array a name of its own.")
    }
  }

  /// A string of JSON with the escapes that the reference writes, and no others.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
