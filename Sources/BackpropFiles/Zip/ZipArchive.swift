/// A zip archive that is open for reading.
///
/// The archive is checked when it is opened, before any entry is read: the directory, every entry's own header, that no
/// two entries share bytes, that names differ and stay below the folder, that no entry claims more bytes than its
/// own could stand for, and that all together don't claim far more than the file's. What an entry holds is checked while it
/// is read.
package final class ZipArchive {
  /// What an archive may ask for at most.
  package struct Limits: Sendable {
    /// The number of entries.
    package var entryCount: Int
    /// The size of all entries together, uncompressed, in bytes.
    package var byteCount: Int

    /// Limits of an archive.
    package init(entryCount: Int = 65_536, byteCount: Int = 1 << 36) {
      (self.entryCount, self.byteCount) = (entryCount, byteCount)
    }
  }

  /// The path as it was given.
  package let path: String
  /// The entries in the order of the directory.
  package let entries: [ZipEntry]

  private let file: InputFile

  /// Opens an archive.
  ///
  /// - Throws: `FileError` if the file can't be read, isn't a zip archive, or would need too much memory.
  package init(_ path: String, limits: Limits = Limits()) throws(FileError) {
    self.path = path
    file = try InputFile(path)
    entries = try ZipDirectory(file, limits).entries()
  }

  /// The entry of a name.
  package subscript(_ name: String) -> ZipEntry? {
    // Strings are equal that only look the same; names aren't.
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// A reader of an entry's bytes from the first on.
  package func reader(of entry: ZipEntry) -> ZipEntryReader { ZipEntryReader(file, entry) }

  /// All bytes of an entry.
  ///
  /// Memory is touched as data arrive only, so that a small file can't fill it whatever it claims.
  ///
  /// - Throws: `FileError` if the entry is damaged or there is no memory for it.
  package func bytes(of entry: ZipEntry) throws(FileError) -> [UInt8] {
    let reader = reader(of: entry)
    // An empty entry has a checksum, too, which is looked at when a byte is asked for.
    return try FileBytes.read(max(entry.byteCount, 1), of: path) { (buffer) throws(FileError) in
      var done = 0
      while true {
        let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
        if count == 0 { return done }
        done += count
      }
    }
  }
}
