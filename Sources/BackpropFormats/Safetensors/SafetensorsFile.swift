import BackpropFiles

/// A safetensors file that is open for reading.
///
/// The header is checked as a whole when the file is opened, against the file's size and before anything else is read,
/// as strictly as the reference does it: the tensors' bytes follow each other without a hole and without an overlap from
/// the header's end to the file's, and each has as many as its shape and type ask for. Beyond that, names must differ.
/// A tensor's bytes are read when it is asked for.
public struct SafetensorsFile {
  /// The most bytes that a header may have.
  public static let headerLimit = 100_000_000

  /// The most tensors of a file: a header that claims more isn't worth its time.
  public static let tensorLimit = 1 << 16

  /// The most keys of the metadata.
  public static let keyLimit = 1 << 16

  /// The most bytes of all the metadata's texts together, escapes as they stand there.
  public static let metadataLimit = 16 << 20

  /// The path as it was given.
  public let path: String

  /// The texts that the header's `__metadata__` has for names.
  public let metadata: [String: String]

  /// The tensors in the order of their bytes.
  public let tensors: [SafetensorsTensor]

  /// The header's bytes, with the spaces that fill it up.
  public let headerByteCount: Int

  private let source: SafetensorsSource

  /// Opens a file and checks its header.
  ///
  /// - Throws: `FileError` if the file can't be read or isn't a safetensors file, with the byte of the fault.
  public init(_ path: String) throws(FileError) {
    let file = try InputFile(path)
    try self.init(.file(file), path: path)
  }

  /// Checks the header of a file's bytes; errors name them as `name`.
  ///
  /// - Throws: `FileError` if the bytes aren't a safetensors file, with the byte of the fault.
  public init(bytes: [UInt8], name: String = "safetensors") throws(FileError) {
    try self.init(.bytes(bytes), path: name)
  }

  private init(_ source: SafetensorsSource, path: String) throws(FileError) {
    self.path = path
    self.source = source
    headerByteCount = try Self.headerByteCount(source, path)
    var reader = SafetensorsHeaderReader(source, file: path, headerByteCount: headerByteCount)
    try reader.read()
    metadata = reader.metadata
    tensors = try SafetensorsLayout.inOrder(
      reader.tensors, file: path, dataByteCount: source.byteCount - 8 - headerByteCount)
  }

  /// Whether a file's first bytes are those of a safetensors file: a header that fits, and its first character.
  package static func begins(_ bytes: [UInt8], fileByteCount: Int) -> Bool {
    guard bytes.count >= 9, bytes[8] == UInt8(ascii: "{") else { return false }
    let count = bytes[..<8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return count <= UInt64(headerLimit) && Int(count) + 8 <= fileByteCount
  }

  private static func headerByteCount(_ source: SafetensorsSource, _ path: String) throws(FileError) -> Int {
    let start = try source.bytes(9, at: 0)
    guard start.count >= 8 else {
      throw FileError(
        file: path, offset: 0,
        expected: "a safetensors file, which starts with 8 bytes for its header's length",
        found: start.isEmpty ? "no data" : Wording.bytes(start.count),
        advice: "The file is empty or cut off; copy or write it again.")
    }
    let claimed = start[..<8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard claimed <= UInt64(headerLimit) else {
      throw FileError(
        file: path, offset: 0, expected: "a safetensors header of at most \(headerLimit) bytes",
        found: "a length of \(claimed)", advice: "Check that this is a safetensors file.")
    }
    let count = Int(claimed)
    guard count <= source.byteCount - 8 else {
      throw FileError(
        file: path, offset: 0,
        expected: "a safetensors header that ends within the file's \(source.byteCount) bytes",
        found: "a length of \(claimed)",
        advice: "The file is cut off or isn't a safetensors file; copy or write it again.")
    }
    guard count > 0, start.count == 9, start[8] == UInt8(ascii: "{") else {
      throw FileError(
        file: path, offset: 8, expected: "a safetensors header, which starts with {",
        found: count == 0
          ? "an empty header" : start.count == 9 ? "the byte \(Wording.hex(start[8]))" : "the end",
        advice: "Check that this is a safetensors file.")
    }
    return count
  }
}

extension SafetensorsFile {
  /// What the header says of the tensor of a name.
  public func tensor(_ name: String) -> SafetensorsTensor? {
    // Strings are equal that only look the same; names aren't.
    tensors.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// Reads a tensor's numbers.
  ///
  /// - Throws: `FileError` if they can't be read or there is no memory for them.
  public func array(_ tensor: SafetensorsTensor) throws(FileError) -> StoredArray {
    let bytes = try source.bytes(
      tensor.byteRange.count, at: 8 + headerByteCount + tensor.byteRange.lowerBound)
    guard
      let array = StoredArray(name: tensor.name, kind: tensor.kind, shape: tensor.shape, bytes: bytes)
    else {
      throw FileError(
        file: path, offset: 8 + headerByteCount + tensor.byteRange.lowerBound + bytes.count,
        expected: "\(Wording.bytes(tensor.byteRange.count)) of “\(tensor.name)”",
        found: "the end after \(Wording.bytes(bytes.count))",
        advice: "The file was changed while it was read; read it again.")
    }
    return array
  }

  /// Reads the numbers of all tensors, in the order of their bytes.
  ///
  /// - Throws: `FileError` if they can't be read or there is no memory for them.
  public func arrays() throws(FileError) -> [StoredArray] {
    var arrays: [StoredArray] = []
    for tensor in tensors { arrays.append(try array(tensor)) }
    return arrays
  }
}

/// Where a safetensors file's bytes come from.
enum SafetensorsSource {
  case file(InputFile)
  case bytes([UInt8])

  var byteCount: Int {
    switch self {
    case .file(let file): file.byteCount
    case .bytes(let bytes): bytes.count
    }
  }

  /// So many bytes from a place, fewer only at the end.
  func bytes(_ count: Int, at place: Int) throws(FileError) -> [UInt8] {
    switch self {
    case .file(let file): return try file.bytes(count, at: place)
    case .bytes(let bytes):
      let start = min(place, bytes.count)
      return Array(bytes[start..<start + min(count, bytes.count - start)])
    }
  }
}
