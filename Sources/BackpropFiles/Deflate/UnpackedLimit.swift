/// How much compressed data may become.
///
/// A byte of deflated data may stand for a thousand, so that a file that is sent in a second would fill the memory. Numbers that
/// somebody has use for are compressed to a few hundredths at best.
package enum UnpackedLimit {
  /// What any file's data may take, in bytes.
  private static let least = 256 << 20
  /// How many bytes each byte of a file may stand for beyond that.
  private static let ratio = 200

  /// The most bytes that the data of a compressed file may take.
  package static func byteCount(ofFile fileByteCount: Int) -> Int {
    let (most, overflow) = fileByteCount.multipliedReportingOverflow(by: ratio)
    return overflow ? Int.max : max(least, most)
  }

  /// What is expected of such a file, in words.
  package static func words(ofFile fileByteCount: Int) -> String {
    "at most \(Wording.bytes(byteCount(ofFile: fileByteCount))) in a compressed file of \(Wording.bytes(fileByteCount))"
  }

  /// What can be done about one that holds more.
  package static let advice =
    "If the data are really so many, save them without compression."
}
