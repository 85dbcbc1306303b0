/// The format of a picture's file, told by its first bytes and never by its name.
package enum PictureKind: Sendable, Hashable {
  case png
  /// PBM, PGM or PPM.
  case pnm
  case jpeg
  /// A format that isn't read, by its name.
  case other(String)

  /// How many of a file's bytes tell its format.
  package static let headByteCount = 16

  /// Looks at a file's first bytes; `nil` where they are those of no picture that is known.
  package init?(_ head: some Collection<UInt8>) {
    let head = Array(head.prefix(PictureKind.headByteCount))
    func has(_ text: String, at place: Int = 0) -> Bool { head.dropFirst(place).starts(with: text.utf8) }
    // Also with a signature that a transfer as text has changed: the reader says so.
    if has("PNG", at: 1) || head.starts(with: [0x89]) && has("NG", at: 2) {
      self = .png
    } else if head.starts(with: [0xFF, 0xD8]) {
      self = .jpeg
    } else if head.count > 2, head[0] == UInt8(ascii: "P"), (0x31...0x36).contains(head[1]),
      PNMReader.isSpace(head[2]) || head[2] == UInt8(ascii: "#")
    {
      self = .pnm
    } else if let other = PictureKind.others.first(where: { has($0.text, at: $0.place) }) {
      self = .other(other.name)
    } else {
      return nil
    }
  }

  private struct Mark {
    let name: String
    let text: String
    var place = 0
  }

  private static let others: [Mark] = [
    Mark(name: "GIF", text: "GIF8"), Mark(name: "WebP", text: "WEBP", place: 8),
    Mark(name: "TIFF", text: "II*\0"), Mark(name: "TIFF", text: "MM\0*"),
    Mark(name: "HEIC", text: "ftyphe", place: 4), Mark(name: "HEIC", text: "ftypmif1", place: 4),
    Mark(name: "AVIF", text: "ftypavi", place: 4), Mark(name: "PAM", text: "P7\n"),
    Mark(name: "BMP", text: "BM"), Mark(name: "SVG", text: "<svg"),
    Mark(name: "JPEG XL", text: "JXL ", place: 4),
  ]
}
