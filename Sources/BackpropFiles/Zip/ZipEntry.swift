/// A file in a zip archive, as the archive's directory tells of it.
package struct ZipEntry: Sendable, Hashable {
  /// How a file's bytes lie in the archive.
  package enum Method: UInt16, Sendable {
    /// As they are.
    case stored = 0
    /// Compressed (RFC 1951).
    case deflated = 8
  }

  /// The name, with slashes between folders; a folder's own ends with one.
  package let name: String
  /// How its bytes are kept.
  package let method: Method
  /// The CRC-32 of its bytes.
  package let checksum: UInt32
  /// The number of its bytes.
  package let byteCount: Int
  /// The number of bytes that they take in the archive.
  package let storedByteCount: Int
  /// Where in the archive its bytes begin.
  package internal(set) var dataOffset: Int

  /// Whether it is a folder.
  package var isFolder: Bool { name.hasSuffix("/") }

  /// What is wrong with a name that an archive mustn't have, as the object of "found"; `nil` where nothing is.
  ///
  /// A name must lead to a place below the folder that an archive is unpacked in, on every system.
  static func fault(inName name: String) -> String? {
    var parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    if name.utf8.contains(0) { return "a zero character in the name of an entry" }
    let isBad =
      parts.contains { $0 == "" || $0 == "." || $0 == ".." } || name.utf8.contains(UInt8(ascii: "\\"))
      || name.utf8.dropFirst().first == UInt8(ascii: ":")
    return isBad ? "the name “\(name)”" : nil
  }
}

/// The signatures and sizes of a zip archive's records (PKWARE, "APPNOTE.TXT", version 6.3.10, section 4.3).
enum ZipRecord {
  static let localSignature: UInt32 = 0x0403_4B50
  static let localByteCount = 30
  static let directorySignature: UInt32 = 0x0201_4B50
  static let directoryByteCount = 46
  static let endSignature: UInt32 = 0x0605_4B50
  static let endByteCount = 22
  static let wideEndSignature: UInt32 = 0x0606_4B50
  static let wideEndByteCount = 56
  static let locatorSignature: UInt32 = 0x0706_4B50
  static let locatorByteCount = 20
  /// The number of an extra field with numbers of 64 bits.
  static let wideField: UInt16 = 1

  /// The bits of an entry's flags that matter here.
  static let isEncrypted: UInt16 = 1 << 0
  static let hasDescriptor: UInt16 = 1 << 3
  static let isPatch: UInt16 = 1 << 5
  static let isStronglyEncrypted: UInt16 = 1 << 6
  static let isUTF8: UInt16 = 1 << 11
}
