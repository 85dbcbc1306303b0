import BackpropFiles

/// What the markers of a JPEG before its pixels say: its size, how many colours it has, and how the camera was held.
struct JPEGMarkers {
  let width: Int
  let height: Int
  /// 1 for grey, 3 for colour, 4 for print's.
  let components: Int
  let orientation: PictureOrientation

  /// Reads up to the frame.
  ///
  /// - Throws: `FileError` where there is none, or the frame is of a kind that isn't read.
  init(_ bytes: [UInt8], _ name: String) throws(FileError) {
    var orientation = PictureOrientation.upright
    var place = 2
    while true {
      // A marker is FF and its code; more FF may stand before it.
      guard let start = JPEGMarkers.marker(bytes, from: place) else {
        throw JPEGMarkers.failure(name, "the marker of a frame with the picture's size", "none")
      }
      let code = bytes[start]
      // Those without anything behind them.
      if code == 0x01 || (0xD0...0xD8).contains(code) {
        place = start + 1
        continue
      }
      guard code != 0xD9, code != 0xDA, start + 2 < bytes.count else {
        throw JPEGMarkers.failure(
          name, "the marker of a frame with the picture's size", "none before the pixels")
      }
      let length = Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
      let end = start + 1 + length
      guard length >= 2, end <= bytes.count else {
        throw JPEGMarkers.failure(
          name, "\(Wording.bytes(length)) behind the marker at byte \(start - 1) of the file",
          "\(Wording.bytes(bytes.count - start - 1))")
      }
      let data = bytes[start + 3..<end]
      if JPEGMarkers.isFrame(code) {
        guard data.count >= 6 else {
          throw JPEGMarkers.failure(name, "a frame with the picture's size", Wording.bytes(data.count))
        }
        let field = { (offset: Int) in Int(data[data.startIndex + offset]) }
        guard field(0) == 8 else {
          throw JPEGMarkers.unread(name, "8 bits a sample", "\(field(0))")
        }
        height = field(1) << 8 | field(2)
        width = field(3) << 8 | field(4)
        components = field(5)
        self.orientation = orientation
        try Raster.check(width: width, height: height, of: name)
        guard components == 1 || components == 3 else {
          throw JPEGMarkers.unread(
            name, "a JPEG in grey or in red, green and blue",
            components == 4 ? "one in CMYK, the four inks of print" : "one of \(components) colours")
        }
        return
      }
      if code == 0xE1, let found = PictureOrientation(exif: Array(data)) { orientation = found }
      place = end
    }
  }

  /// The place of the next marker's code.
  private static func marker(_ bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while place + 1 < bytes.count {
      if bytes[place] == 0xFF, bytes[place + 1] != 0, bytes[place + 1] != 0xFF { return place + 1 }
      place += 1
    }
    return nil
  }

  /// Whether a marker is that of a frame: C0 to CF but for tables, and what is kept for later.
  private static func isFrame(_ code: UInt8) -> Bool {
    (0xC0...0xCF).contains(code) && code != 0xC4 && code != 0xC8 && code != 0xCC
  }

  private static func unread(_ name: String, _ expected: String, _ found: String) -> FileError {
    FileError(
      file: name, expected: expected, found: found, advice: "Save the picture as PNG, or as a plain JPEG.")
  }

  static func failure(_ name: String, _ expected: String, _ found: String) -> FileError {
    FileError(
      file: name, expected: expected, found: found,
      advice: "The picture is damaged; fetch or copy it again, or save it anew as PNG.")
  }
}
