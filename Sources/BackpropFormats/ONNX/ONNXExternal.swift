import BackpropFiles

/// Where an array's numbers are that a model keeps in another file beside its own, as PyTorch does by default.
package struct ONNXExternal: Sendable, Hashable {
  /// The array's name.
  var name: String
  /// Where the array begins in the model's file.
  var place: Int
  var kind: NumberKind
  var shape: [Int]
  var byteCount: Int
  /// The entries that say where: location, offset, length.
  var entries: [String: String]

  func failure(_ file: String, _ expected: String, _ found: String) -> FileError {
    FileError(
      file: file, offset: place, expected: "\(expected) for the array “\(name)”", found: found,
      advice: Self.advice)
  }

  static let advice =
    "Save it in one file: onnx.save(onnx.load(…), …), or torch.onnx.export with external_data=False."
}

/// Reads arrays that models keep in other files.
struct ONNXExternalReader {
  /// The model's file, and the folder that the others are in; nil where the model is no file.
  let file: String
  let folder: String?
  private var current: (location: String, data: InputFile)?
  /// The bytes that all arrays together may take: a model must not name the same ones time and again.
  private var budget: [String: Int] = [:]

  init(file: String, folder: String?) { (self.file, self.folder) = (file, folder) }

  /// Fills in all arrays of a graph.
  mutating func complete(_ graph: inout ONNXGraph) throws(FileError) {
    for place in graph.arrays.indices { try complete(&graph.arrays[place]) }
    for node in graph.nodes.indices {
      for place in graph.nodes[node].attributes.indices {
        guard case .tensor(var tensor) = graph.nodes[node].attributes[place].value, tensor.external != nil
        else { continue }
        try complete(&tensor)
        graph.nodes[node].attributes[place].value = .tensor(tensor)
      }
    }
  }

  private mutating func complete(_ tensor: inout ONNXTensor) throws(FileError) {
    guard let external = tensor.external else { return }
    let bytes = try bytes(of: external)
    if external.kind == .bool, bytes.contains(where: { $0 > 1 }) {
      throw external.failure(file, "0 or 1", "another number")
    }
    guard
      let array = StoredArray(
        name: external.name, kind: external.kind, shape: external.shape, bytes: bytes)
    else { throw external.failure(file, Wording.bytes(external.byteCount), Wording.bytes(bytes.count)) }
    tensor = ONNXTensor(tensor.name, .array(array))
  }

  private mutating func bytes(of external: ONNXExternal) throws(FileError) -> [UInt8] {
    guard let folder else {
      throw FileError(
        file: file, offset: external.place, expected: "a model with its numbers in the one file",
        found: "an array that is kept in another file (external data)", advice: ONNXExternal.advice)
    }
    var location = external.entries["location"] ?? ""
    if location.hasPrefix("./") { location.removeFirst(2) }
    // What a model names must not lead out of its folder; a link that somebody has put there may.
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !location.contains("\\"),
      !location.utf8.contains(0)
    else {
      throw external.failure(file, "a file beside the model's", "“\(location.prefix(80))”")
    }
    let (count, data) = (external.byteCount, try data(at: location, in: folder))
    let offset = try number("offset", of: external) ?? 0
    if let length = try number("length", of: external), length != count {
      throw external.failure(file, Wording.bytes(count), Wording.bytes(length))
    }
    let (end, overflow) = offset.addingReportingOverflow(count)
    guard !overflow, end <= data.byteCount else {
      throw FileError(
        file: data.path,
        expected: "\(Wording.bytes(count)) from byte \(offset) on for the array “\(external.name)”",
        found: "the end of the file after \(Wording.bytes(data.byteCount))",
        advice: "The file is cut off or of another model; fetch or copy it again.")
    }
    let left = budget[location, default: data.byteCount] - count
    guard left >= 0 else {
      throw external.failure(file, "bytes of its own", "more bytes in all than \(location) has")
    }
    budget[location] = left
    return try data.bytes(count, at: offset)
  }

  /// The file of arrays; it stays open for the next one.
  private mutating func data(at location: String, in folder: String) throws(FileError) -> InputFile {
    if let current, current.location == location { return current.data }
    let path = FilePath.join(folder, location)
    do throws(FileError) {
      let data = try InputFile(path)
      current = (location, data)
      return data
    } catch {
      var failure = error
      failure.advice =
        "The model \(FilePath.name(of: file)) has its numbers in this file: put it beside it again, or save both in one file."
      throw failure
    }
  }

  private func number(_ key: String, of external: ONNXExternal) throws(FileError) -> Int? {
    guard let text = external.entries[key] else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw external.failure(file, "a whole number as \(key)", "“\(text.prefix(40))”")
    }
    return number
  }
}
