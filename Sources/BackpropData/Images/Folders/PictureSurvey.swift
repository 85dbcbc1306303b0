import BackpropFiles
import BackpropFormats

/// Which size and which colours images get, from the beginnings of all pictures' files.
struct PictureSurvey {
  let size: PictureReading.Size
  let channels: Int
  /// Whether the images are to be grey where no pixel turns out to have a colour.
  let mayBeGrey: Bool
  /// What was decided, in a sentence.
  let note: String

  /// - Throws: `FileError` if pictures are JPEG and this build can't read them, or a size isn't that of a picture.
  init(_ files: [String], _ reading: PictureReading) throws(FileError) {
    var counts: [PictureReading.Size: Int] = [:]
    var mayHaveColour = false
    var jpegs: [String] = []
    for file in files {
      // What can't be read is named when it is to be.
      guard let found = try? PictureSize(ofFile: file) else { continue }
      if found.isJPEG { jpegs.append(file) }
      counts[PictureReading.Size(rows: found.height, columns: found.width), default: 0] += 1
      mayHaveColour = mayHaveColour || found.mayHaveColour
    }
    if let first = jpegs.first, !PictureSize.readsJPEG {
      do throws(FileError) {
        _ = try Raster(contentsOf: first)
      } catch {
        var error = error
        if jpegs.count > 1 { error.found += "; there are \(jpegs.count) of them" }
        throw error
      }
    }
    // Of equally common sizes the larger one.
    let common = counts.max { left, right in
      let (leftArea, rightArea) = (left.key.rows * left.key.columns, right.key.rows * right.key.columns)
      return (left.value, leftArea, left.key.rows) < (right.value, rightArea, right.key.rows)
    }
    let usual = common?.key ?? PictureReading.Size(rows: 28, columns: 28)
    size = reading.size ?? PictureSurvey.limited(usual)
    guard size.rows > 0, size.columns > 0, size.rows <= 4096, size.columns <= 4096 else {
      throw FileError(
        file: "pictures", expected: "a size from 1 x 1 to 4096 x 4096",
        found: "\(size.rows) x \(size.columns)",
        advice: "Give another size.")
    }
    switch reading.colours {
    case .grey: (channels, mayBeGrey) = (1, false)
    case .colour: (channels, mayBeGrey) = (3, false)
    case .asPictures: (channels, mayBeGrey) = (mayHaveColour ? 3 : 1, mayHaveColour)
    }
    note = PictureSurvey.note(size, counts, files.count)
  }

  /// A size with its shape kept and no side longer than usual.
  private static func limited(_ size: PictureReading.Size) -> PictureReading.Size {
    let longest = max(size.rows, size.columns)
    let most = PictureReading.greatestUsualSide
    guard longest > most else { return size }
    let side = { (length: Int) in max(1, Int((Double(length) * Double(most) / Double(longest)).rounded())) }
    return PictureReading.Size(rows: side(size.rows), columns: side(size.columns))
  }

  private static func note(
    _ size: PictureReading.Size, _ counts: [PictureReading.Size: Int], _ fileCount: Int
  ) -> String {
    let other = counts.reduce(0) { $0 + ($1.key == size ? 0 : $1.value) }
    guard other > 0 else { return "" }
    let kinds = counts.count == 1 ? "one size" : "\(counts.count) sizes"
    return
      "the pictures are of \(kinds); \(other) of \(fileCount) were scaled to \(size.rows) x \(size.columns) "
      + "pixels (height x width)."
  }
}
