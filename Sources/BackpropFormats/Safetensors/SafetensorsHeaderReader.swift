import BackpropFiles

/// Reads the header of a safetensors file: JSON whose form is known, so that whatever else stands there is refused where
/// it begins, however long it goes on.
///
/// The header is read in pieces and only what it says of tensors and its metadata is kept.
struct SafetensorsHeaderReader {
  private(set) var tensors: [SafetensorsTensor] = []
  private(set) var metadata: [String: String] = [:]

  private let file: String
  /// The bytes after the header.
  private let dataByteCount: Int
  private var bytes: SafetensorsHeaderBytes
  private var metadataByteCount = 0
  private var names: Set<SafetensorsHeaderBytes.Text> = []

  /// The most axes that a tensor may have: NumPy and PyTorch take no more.
  private static let axisLimit = 64

  init(_ source: SafetensorsSource, file: String, headerByteCount: Int) {
    self.file = file
    dataByteCount = source.byteCount - 8 - headerByteCount
    bytes = SafetensorsHeaderBytes(source, from: 8, to: 8 + headerByteCount, file: file)
    // A tensor takes 52 bytes of the header at least.
    let mostTensors = min(headerByteCount / 52, SafetensorsFile.tensorLimit)
    names.reserveCapacity(mostTensors + 1)
    tensors.reserveCapacity(mostTensors)
  }

  /// Reads the header to its end.
  mutating func read() throws(FileError) {
    try bytes.take(UInt8(ascii: "{"), "a header, which starts with {")
    try members { (reader, name, place) throws(FileError) in
      guard reader.names.insert(name).inserted else {
        throw reader.bytes.error(
          at: place, expected: "names that differ", found: "\(name.quoted) once more",
          "Write the file again with each tensor once.")
      }
      if name.text == "__metadata__" {
        try reader.readMetadata()
      } else {
        try reader.readTensor(name.text)
      }
    }
    try bytes.skipBlanks()
    guard try bytes.current() == nil else {
      throw bytes.unexpected("only spaces after the header's closing brace")
    }
  }

  private mutating func readMetadata() throws(FileError) {
    try bytes.take(UInt8(ascii: "{"), "metadata, which are an object")
    try members { (reader, name, place) throws(FileError) in
      guard reader.metadata[name.text] == nil else {
        throw reader.bytes.error(
          at: place, expected: "keys of the metadata that differ", found: "\(name.quoted) once more",
          "Write the file again with each key once.")
      }
      guard reader.metadata.count < SafetensorsFile.keyLimit else {
        throw reader.bytes.error(
          at: place, expected: "at most \(SafetensorsFile.keyLimit) keys of the metadata", found: "one more",
          "Put what they say into fewer.")
      }
      let start = reader.bytes.place
      let text = try reader.bytes.string(
        "the text of a key of the metadata", limit: SafetensorsFile.metadataLimit - reader.metadataByteCount)
      reader.metadataByteCount += max(0, reader.bytes.place - start - 2)
      reader.metadata[name.text] = text.text
    }
  }

  private mutating func readTensor(_ name: String) throws(FileError) {
    let start = bytes.place
    try bytes.take(UInt8(ascii: "{"), "an object that describes a tensor")
    var parts = TensorParts()
    try members { (reader, key, place) throws(FileError) in
      switch key.text {
      case "dtype" where parts.kind == nil: parts.kind = try reader.kind(of: name)
      case "shape" where parts.shape == nil:
        parts.shape = try reader.numbers("an extent", most: Self.axisLimit)
      case "data_offsets" where parts.offsets == nil:
        parts.offsets = try reader.numbers("an offset", most: 2)
      default:
        throw reader.bytes.error(
          at: place, expected: "dtype, shape and data_offsets of “\(name)”, each once", found: key.quoted,
          "Write the file again with another program.")
      }
    }
    guard let kind = parts.kind, let shape = parts.shape, let offsets = parts.offsets else {
      let missing = parts.kind == nil ? "dtype" : parts.shape == nil ? "shape" : "data_offsets"
      throw bytes.error(
        at: start, expected: "dtype, shape and data_offsets of “\(name)”", found: "no \(missing)",
        "Write the file again with another program.")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= dataByteCount else {
      throw bytes.error(
        at: start,
        expected: "data_offsets of “\(name)” with a begin and an end within \(Wording.bytes(dataByteCount))",
        found: "\(offsets)", "The file is cut off or its header damaged; copy or write it again.")
    }
    guard let byteCount = Self.byteCount(kind, shape) else {
      throw bytes.error(
        at: start, expected: "a shape of “\(name)” whose bytes can be counted",
        found: "\(kind.safetensorsName) of the shape \(shape)", "The header is damaged; write the file again."
      )
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw bytes.error(
        at: start,
        expected: "\(Wording.bytes(byteCount)) for “\(name)”, \(kind.safetensorsName) of the shape \(shape)",
        found: Wording.bytes(offsets[1] - offsets[0]), "The header is damaged; write the file again.")
    }
    guard tensors.count < SafetensorsFile.tensorLimit else {
      throw bytes.error(
        at: start, expected: "at most \(SafetensorsFile.tensorLimit) tensors", found: "one more",
        "Put them into several files.")
    }
    tensors.append(
      SafetensorsTensor(name: name, kind: kind, shape: shape, byteRange: offsets[0]..<offsets[1]))
  }

  private static let kinds = Dictionary(
    uniqueKeysWithValues: NumberKind.allCases.map { ($0.safetensorsName, $0) })

  private struct TensorParts {
    var kind: NumberKind?
    var shape: [Int]?
    var offsets: [Int]?
  }

  /// The product is taken in order and must never be too large, not even where a zero follows: so does the reference.
  private static func byteCount(_ kind: NumberKind, _ shape: [Int]) -> Int? {
    var count = 1
    for factor in shape + [kind.byteCount] {
      let (product, overflow) = count.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  private mutating func kind(of name: String) throws(FileError) -> NumberKind {
    let place = bytes.place
    let word = try bytes.string("the name of a type", limit: 100)
    if let kind = Self.kinds[word.text] { return kind }
    let known = NumberKind.allCases.map(\.safetensorsName).joined(separator: ", ")
    throw bytes.error(
      at: place, expected: "one of the types \(known) for “\(name)”", found: word.quoted,
      "Write the file again with one of these types.")
  }

  /// Reads an array of integers that aren't negative.
  private mutating func numbers(_ thing: String, most: Int) throws(FileError) -> [Int] {
    try bytes.take(UInt8(ascii: "["), "an array")
    var numbers: [Int] = []
    try bytes.skipBlanks()
    if try bytes.takes(UInt8(ascii: "]")) { return numbers }
    while true {
      guard numbers.count < most else { throw bytes.unexpected("the end of the array after \(most) numbers") }
      numbers.append(try bytes.number(thing))
      try bytes.skipBlanks()
      if try bytes.takes(UInt8(ascii: "]")) { return numbers }
      try bytes.take(UInt8(ascii: ","), "a comma or the end of the array")
      try bytes.skipBlanks()
    }
  }

  /// Reads the members of an object whose brace was taken, to its end; each value by a function.
  private mutating func members(
    _ readValue: (inout Self, SafetensorsHeaderBytes.Text, _ place: Int) throws(FileError) -> Void
  ) throws(FileError) {
    try bytes.skipBlanks()
    if try bytes.takes(UInt8(ascii: "}")) { return }
    while true {
      let place = bytes.place
      let name = try bytes.string("a name in quotation marks", limit: 1 << 16)
      try bytes.skipBlanks()
      try bytes.take(UInt8(ascii: ":"), "a colon after the name")
      try bytes.skipBlanks()
      try readValue(&self, name, place)
      try bytes.skipBlanks()
      if try bytes.takes(UInt8(ascii: "}")) { return }
      try bytes.take(UInt8(ascii: ","), "a comma or the end of the object")
      try bytes.skipBlanks()
    }
  }
}
