import BackpropFiles
import BackpropFormats

extension ImageSet {
  /// The pictures of a folder with a folder for each class, as a model sees them that learnt other pictures of these
  /// classes, with what should be known of them.
  ///
  /// - Parameters:
  ///   - folder: the folder, or one with a folder `test` in it.
  ///   - preparation: how pictures become samples.
  ///   - classNames: the classes' names by label; a folder is found by its name.
  /// - Throws: `FileError` if a folder's name isn't one of them or no picture can be read.
  package static func pictures(
    of folder: String, preparation: ImagePreparation, classNames: [String]
  ) throws(FileError) -> (images: ImageSet, notes: [String]) {
    let part = PictureFolder.parts(of: folder).flatMap { $0.test } ?? folder
    let found = PictureFolder(part)
    var notes = PictureNotes(part, [found])
    var bytes: [UInt8] = []
    var labels: [UInt8] = []
    var changedCount = 0
    for pictureClass in found.classes {
      guard let label = classNames.firstIndex(of: pictureClass.name), label < greatestClassCount else {
        throw FileError(
          file: FilePath.join(part, pictureClass.name),
          expected: "folders with the names of the model's classes, "
            + classNames.prefix(10).joined(separator: ", ")
            + (classNames.count > 10 ? " and others" : ""),
          found: "“\(pictureClass.name)”", advice: "Rename the folder, or move it elsewhere.")
      }
      for file in pictureClass.files {
        do throws(FileError) {
          let sample = try preparation.sample(from: try Raster(contentsOf: file))
          bytes += sample.bytes
          labels.append(UInt8(truncatingIfNeeded: label))
          if !sample.remarks.isEmpty { changedCount += 1 }
        } catch {
          notes.broken.append(error)
        }
      }
    }
    guard !labels.isEmpty else {
      throw FileError(
        file: part, expected: "folders with pictures that can be read",
        found: notes.broken.first.map { "none; the first error: \($0)" } ?? "no picture" + notes.leftOutText,
        advice: "Make a folder for each class and put its pictures there.")
    }
    var remarks = notes.remarks
    if changedCount > 0 {
      remarks.append(
        "\(part): \(changedCount) of \(labels.count) pictures were brought into MNIST's geometry, which the model learnt."
      )
    }
    let images = ImageSet(
      whole: bytes, labels: labels, rows: preparation.rows, columns: preparation.columns,
      channels: preparation.channels)
    return (images, remarks)
  }

  /// Whether a folder of pictures has a folder of those to test with.
  package static func hasTestPart(_ folder: String) -> Bool {
    PictureFolder.parts(of: folder)?.test != nil
  }
}

extension ImageDataset {
  /// The paths of the pictures in a folder and in the folders in it, in natural order; hidden ones are left out.
  package static func pictures(inFolder folder: String) -> [String] {
    PictureFolder.pictures(in: folder)
  }
}
