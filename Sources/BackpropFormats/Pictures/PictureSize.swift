import BackpropFiles

/// What a picture's file says of the picture before its pixels: how large it is, and whether it may have colours.
package struct PictureSize: Sendable, Hashable {
  package let width: Int
  package let height: Int
  /// Whether pixels are stored with colours; they may be grey all the same.
  package let mayHaveColour: Bool
  package let isJPEG: Bool

  /// Whether this build reads JPEG.
  package static var readsJPEG: Bool { JPEGReader.isBuilt }

  /// Reads the beginning of a file.
  ///
  /// - Throws: `FileError` where it isn't that of a picture that is read.
  package init(ofFile path: String) throws(FileError) {
    let file = try InputFile(path)
    var count = 4096
    while true {
      let head = try file.bytes(min(file.byteCount, count), at: 0)
      do throws(FileError) {
        try self.init(head, path)
        return
      } catch {
        // A JPEG's size may stand behind a small picture and a colour profile.
        guard PictureKind(head) == .jpeg, head.count == count, count < Raster.greatestFileByteCount else {
          throw error
        }
        count *= 8
      }
    }
  }

  /// Reads the bytes of a file, or its beginning.
  init(_ head: [UInt8], _ name: String) throws(FileError) {
    switch PictureKind(head) {
    case .png:
      let header = try PNGReader(head, name).readHeader()
      self.init(header.width, header.height, mayHaveColour: header.color.isColour)
    case .pnm:
      let header = try PNMReader(head, name).readHeader()
      self.init(header.width, header.height, mayHaveColour: header.channels == 3)
    case .jpeg:
      let frame = try JPEGMarkers(head, name)
      let (width, height) = frame.orientation.turned(frame.width, frame.height)
      self.init(width, height, mayHaveColour: frame.components > 1, isJPEG: true)
    case .other, nil:
      // The reader has the words for it.
      let raster = try Raster(encoded: head, name: name)
      self.init(raster.width, raster.height, mayHaveColour: raster.channels == 3)
    }
  }

  private init(_ width: Int, _ height: Int, mayHaveColour: Bool, isJPEG: Bool = false) {
    (self.width, self.height, self.mayHaveColour, self.isJPEG) = (width, height, mayHaveColour, isJPEG)
  }
}
