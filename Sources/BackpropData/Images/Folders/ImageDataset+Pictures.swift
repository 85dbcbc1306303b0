import Backprop
import BackpropFiles
import BackpropFormats

extension ImageDataset {
  /// Reads a folder of pictures with a folder for each class: PNG, PBM, PGM, PPM, and JPEG where the package is built
  /// with the trait `JPEG`.
  ///
  /// The classes are the folders' names in natural order, 2 before 10. Where the folder has a folder `train`, the
  /// classes are in that, and those of a folder `test` beside it are tested with; otherwise a share of each class is held
  /// out. Pictures in folders within a class's folder belong to the class. Hidden files, files that aren't pictures and
  /// folders without pictures are left out and counted, and pictures that can't be read are named, in ``remarks``.
  ///
  /// Pictures are scaled to one size, whatever their shape, by means over areas where they get smaller and between
  /// pixels where they get larger. What is transparent lies on white.
  ///
  /// - Throws: `FileError` if there is no such folder, it has less than two classes or more than 256, or no picture can
  ///   be read.
  public init(pictures folder: String, _ reading: PictureReading = PictureReading()) throws(FileError) {
    guard PictureFolder.mayHoldClasses(folder) else {
      throw FileError(
        file: folder.isEmpty ? "(no name)" : folder,
        expected: "a folder with a folder of pictures for each class",
        found: PictureNotes.finding(folder),
        advice: "Make a folder for each class, such as cats and dogs, and put its pictures there.")
    }
    let parts = PictureFolder.parts(of: folder)
    let train = PictureFolder(parts?.train ?? folder)
    let test = (parts?.test).map { PictureFolder($0) }
    let names = Set((train.classes + (test?.classes ?? [])).map(\.name)).sorted {
      $0.comesNaturallyBefore($1)
    }
    var notes = PictureNotes(folder, [train] + (test.map { [$0] } ?? []))
    guard names.count > 1, names.count <= ImageSet.greatestClassCount else {
      throw FileError(
        file: folder, expected: "folders of pictures for 2 to \(ImageSet.greatestClassCount) classes",
        found: names.isEmpty
          ? "no picture" + notes.leftOutText : Wording.counted(names.count, "class", plural: "classes"),
        advice: "Make a folder for each class, such as cats and dogs, and put its pictures there.")
    }
    let all = (train.classes + (test?.classes ?? [])).flatMap(\.files)
    let survey = try PictureSurvey(all, reading)
    notes.size = survey.note
    var reader = PictureSetReader(size: survey.size, channels: survey.channels)
    func images(_ classes: [PictureFolder.PictureClass]) throws(FileError) -> ImageSet {
      let labels = classes.map { one in UInt8(truncatingIfNeeded: names.firstIndex(of: one.name) ?? 0) }
      return try reader.read(classes, labels: labels)
    }
    var trainSet = try images(train.classes)
    var testSet = try test.map { (folder) throws(FileError) in try images(folder.classes) }
    notes.broken += reader.broken
    if survey.mayBeGrey, !reader.hasColour {
      trainSet = trainSet.grey
      testSet = testSet?.grey
    }
    guard trainSet.count > 0 else {
      throw FileError(
        file: folder, expected: "pictures that can be read",
        found: notes.broken.first.map {
          "\(Wording.counted(notes.broken.count, "file")) that can't be, the first: \($0)"
        } ?? "no picture to learn from" + notes.leftOutText,
        advice: "Save the pictures as PNG.")
    }
    var isHeldOut = false
    let none = try ImageSet(
      images: [], labels: [], rows: trainSet.rows, columns: trainSet.columns, channels: trainSet.channels)
    if let testSet, testSet.count > 0 {
      try self.init(
        name: FilePath.folderName(of: folder), classNames: names, train: trainSet, test: testSet,
        source: .folder(folder), remarks: notes.remarks)
      return
    }
    var (learnt, heldOut) = (trainSet, none)
    if reading.holdOut > 0 {
      (learnt, heldOut) = try trainSet.split(holdOut: reading.holdOut, seed: reading.seed, of: folder)
      isHeldOut = true
    }
    try self.init(
      name: FilePath.folderName(of: folder), classNames: names, train: learnt, test: heldOut,
      source: .folder(folder),
      remarks: notes.remarks)
    self.isHeldOut = isHeldOut
  }

  /// Whether a path leads to a folder with folders in it, as folders of pictures have.
  package static func mayHoldPictures(_ path: String) -> Bool { PictureFolder.mayHoldClasses(path) }
}

extension ImageSet {
  /// Divides the images into some to learn from and some that are held out, each class by the same share.
  ///
  /// - Throws: `FileError` if there are less than two images.
  public func split(
    holdOut share: Double, seed: UInt64 = 0, of name: String = "images"
  ) throws(FileError) -> (train: ImageSet, test: ImageSet) {
    do {
      let all: SampleSet<Float> = try samples(classCount: max(classCount, 1))
      let (train, test) = try all.split(validation: share, seed: seed)
      return (self[train.positions.map { Int($0) }], self[test.positions.map { Int($0) }])
    } catch {
      throw FileError(
        file: name, expected: "images of which a share of \(share) can be held out", found: "\(error)",
        advice: "Give more images, or another --hold-out.")
    }
  }

  /// The images at some positions, in their order.
  public subscript(positions: [Int]) -> ImageSet {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(positions.count * pixelCount)
    for position in positions { bytes += images[position * pixelCount..<(position + 1) * pixelCount] }
    return ImageSet(
      whole: bytes, labels: positions.map { labels[$0] }, rows: rows, columns: columns, channels: channels)
  }

  /// The images in one channel, where the others are equal to it.
  var grey: ImageSet {
    guard channels == 3 else { return self }
    let size = rows * columns
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * size)
    for position in 0..<count { bytes += images[3 * position * size..<(3 * position + 1) * size] }
    return ImageSet(whole: bytes, labels: labels, rows: rows, columns: columns, channels: 1)
  }

  /// The images with rows and columns exchanged, as EMNIST's are beside MNIST's.
  public var transposed: ImageSet {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(images.count)
    images.withUnsafeBufferPointer { images in
      for plane in 0..<count * channels {
        let start = plane * rows * columns
        for column in 0..<columns {
          for row in 0..<rows { bytes.append(images[start + row * columns + column]) }
        }
      }
    }
    return ImageSet(whole: bytes, labels: labels, rows: columns, columns: rows, channels: channels)
  }

  /// The images with labels that are lower by a number, which no label may be less than.
  package func shifted(by number: UInt8) -> ImageSet {
    ImageSet(
      whole: images, labels: labels.map { $0 - number }, rows: rows, columns: columns, channels: channels)
  }
}
