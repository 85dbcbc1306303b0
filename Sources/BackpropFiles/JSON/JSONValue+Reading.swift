extension JSONValue {
  /// What a text may ask for at most, so that a small file can't take much memory or stack.
  package struct Limits: Sendable {
    /// The length of the text in bytes. A value takes up to some twenty times as much memory as its text.
    package var byteCount: Int
    /// How deep arrays and objects may be nested. Values are written and freed recursively, so there is an end to it
    /// at 512, whatever is asked for.
    package var depth: Int

    /// Limits of a text.
    package init(byteCount: Int = 64 << 20, depth: Int = 128) {
      self.byteCount = byteCount
      self.depth = min(depth, 512)
    }
  }

  /// Reads a JSON text, by the letter of RFC 8259.
  ///
  /// Beyond what the RFC demands of a text, keys must differ within an object, and there must be no byte-order mark and
  /// no half of a surrogate pair, which no string can hold. Any value may stand alone. Numbers are kept as their texts.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - file: What errors call the text, its path for instance.
  ///   - limits: What the text may ask for.
  /// - Throws: `FileError` with line, column and byte of the first fault.
  package init(parsing bytes: [UInt8], file: String, limits: Limits = Limits()) throws(FileError) {
    // The error is carried out by value: closures of the standard library lose an error's type.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in
        var reader = JSONReader(bytes, file: file, limits: limits)
        return try reader.read()
      }
    }
    self = try result.get()
  }

  /// Reads a JSON text, by the letter of RFC 8259.
  package init(parsing text: String, file: String, limits: Limits = Limits()) throws(FileError) {
    try self.init(parsing: Array(text.utf8), file: file, limits: limits)
  }

  /// Reads a file of JSON, by the letter of RFC 8259.
  ///
  /// - Throws: `FileError` where the file can't be read, and with line, column and byte of its first fault.
  package init(contentsOf path: String, limits: Limits = Limits()) throws(FileError) {
    let file = try InputFile(path)
    guard file.byteCount <= limits.byteCount else {
      throw JSONReader.tooLong(path, file.byteCount, limits)
    }
    try self.init(parsing: try file.bytes(file.byteCount), file: path, limits: limits)
  }
}
