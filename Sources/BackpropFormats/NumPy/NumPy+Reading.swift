import BackpropFiles

extension NumPy {
  /// Reads the array of an `.npy` file.
  ///
  /// Numbers come out with the lowest byte first and the last axis running fastest, however they are stored. The header is
  /// compared with the file's length before memory is asked for.
  ///
  /// - Throws: `FileError` if the file can't be read, isn't a whole array of numbers, or there is no memory for it.
  public static func read(_ path: String) throws(FileError) -> StoredArray {
    let file = try InputFile(path)
    return try file.array(called: "", total: file.byteCount)
  }

  /// What the array of an `.npy` file is, from its header.
  ///
  /// - Throws: `FileError` if the file can't be read or isn't a whole array of numbers.
  public static func layout(_ path: String) throws(FileError) -> Layout {
    let file = try InputFile(path)
    let header = try NumPyHeader(file, total: file.byteCount)
    return Layout(name: "", kind: header.kind, shape: header.shape)
  }

  /// Reads the arrays of an `.npz` archive in their order, each with its name.
  ///
  /// Entries are checked by their checksums; no more memory is touched than data arrive. What isn't an array, which is an
  /// entry without the ending `.npy`, is left out. An archive whose entries are more than 256 MiB and more than 200 times
  /// as long as itself is refused.
  ///
  /// - Throws: `FileError` if the archive can't be read, an array isn't one of numbers, or there is no memory for it.
  public static func readArchive(_ path: String) throws(FileError) -> [StoredArray] {
    var arrays: [StoredArray] = []
    try readArchive(path) { arrays.append($0) }
    return arrays
  }

  /// Reads the arrays of an `.npz` archive one after the other, each of which a function gets.
  package static func readArchive(_ path: String, _ body: (StoredArray) -> Void) throws(FileError) {
    let archive = try archive(path)
    for entry in archive.entries {
      guard let name = arrayName(of: entry) else { continue }
      let source = NumPyEntrySource(path: path, reader: archive.reader(of: entry))
      body(try source.array(called: name, total: entry.byteCount))
    }
  }

  /// What the arrays of an `.npz` archive are, from their headers.
  ///
  /// - Throws: `FileError` if the archive can't be read or an array isn't one of numbers.
  public static func layouts(ofArchive path: String) throws(FileError) -> [Layout] {
    let archive = try archive(path)
    var layouts: [Layout] = []
    for entry in archive.entries {
      guard let name = arrayName(of: entry) else { continue }
      let source = NumPyEntrySource(path: path, reader: archive.reader(of: entry))
      let header = try NumPyHeader(source, total: entry.byteCount)
      layouts.append(Layout(name: name, kind: header.kind, shape: header.shape))
    }
    return layouts
  }

  /// Opens an archive; what `torch.save` wrote is one, too, but has no arrays of NumPy's.
  private static func archive(_ path: String) throws(FileError) -> ZipArchive {
    let archive = try ZipArchive(path)
    guard !archive.entries.contains(where: { $0.name.hasSuffix("/data.pkl") }) else {
      throw FileError(
        file: path, expected: "an archive of arrays, as numpy.savez writes it",
        found: "a file of torch.save's",
        advice:
          "Its pickles can run programs and are never read; save the state by safetensors.torch.save_file(model.state_dict(), …)."
      )
    }
    return archive
  }

  /// What an entry's array is called; nil where it isn't one.
  private static func arrayName(of entry: ZipEntry) -> String? {
    entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : nil
  }
}
