/// Words that several error messages share.
package enum Wording {
  /// The number and the word for bytes: "1 byte", "2 bytes".
  package static func bytes(_ count: Int) -> String {
    counted(count, "byte")
  }

  /// The number and the word for what is counted, in the plural but for 1.
  package static func counted(_ count: Int, _ word: String, plural: String? = nil) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(plural ?? word + "s")"
  }

  /// The sizes of an array as people write them: "60000 x 28 x 28".
  package static func sizes(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " x ")
  }

  /// One byte as two hexadecimal digits with a prefix: "0x08".
  package static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0" + digits : "0x" + digits
  }

  /// The first bytes of a file as hexadecimal digits: "1F 8B 08 00".
  package static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}
