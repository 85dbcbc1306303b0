import BackpropFiles

extension ImageArchive {
  /// Reads the data set from a folder of the user's.
  ///
  /// Each of the four files may be there with or without `.gz` in its name, and be compressed or not whatever its name;
  /// where both names exist, the one without `.gz` is read. Other spellings of MNIST's names are found, too:
  /// `train-images.idx3-ubyte`, `test-images.idx3`, `emnist-letters-train-images-idx3-ubyte`, in upper or lower case,
  /// also inside a folder of the file's name. What was read under another name, and files of the same part that
  /// hold other data, stand in the data set's ``ImageDataset/remarks``.
  ///
  /// The sums are not asked for, so the images may be others and of another size, as long as the four files fit together.
  /// There are as many classes as the labels of all images ask for: the largest label and one more. Where the archive
  /// has no name for a class, the class is called by its label.
  ///
  /// - Parameter folder: The folder's path.
  /// - Returns: The data set.
  /// - Throws: `FileError` if a file is missing, broken or does not fit the others.
  public func load(folder: String) throws(FileError) -> ImageDataset {
    try checkFolder(folder)
    let finding = try FolderSearch(archive: self, folder: folder).finding()
    return try ImageDataset(
      name: title, classNames: classNames,
      paths: .init(
        trainImages: finding.paths[0], trainLabels: finding.paths[1], testImages: finding.paths[2],
        testLabels: finding.paths[3]),
      source: .folder(folder), remarks: finding.remarks)
  }

  private func checkFolder(_ folder: String) throws(FileError) {
    let found: String
    do throws(SystemCalls.Failure) {
      // A zero character would end the path early and name another folder.
      if folder.isEmpty {
        found = "an empty path"
      } else if folder.utf8.contains(0) {
        found = "a path with a zero character in it"
      } else {
        let status = try SystemCalls.status(ofPath: folder)
        if status.isFolder { return }
        found = PathFinding.kind(status, at: folder)
      }
    } catch {
      found = PathFinding.absence(of: folder, error)
    }
    throw FileError(
      file: folder.isEmpty ? "(no name)" : folder, expected: "a folder with the four files of \(title)",
      found: found, advice: "Check the folder's path.")
  }
}
