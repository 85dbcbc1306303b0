import BackpropFiles

extension ImageArchive {
  /// Reads the data set from a folder of the user's.
  ///
  /// Each of the four files may be there with or without `.gz` in its name, and be compressed or not
  /// whatever its name; where both names exist, the one without `.gz` is read. The sums are not asked
  /// for, so the images may be others and of another size, as long as the four files fit together.
  ///
  /// - Parameter folder: The folder's path.
  /// - Returns: The data set.
  /// - Throws: `FileError` if a file is missing, broken or does not fit the others.
  public func load(folder: String) throws(FileError) -> ImageDataset {
    try checkFolder(folder)
    var found: [String] = []
    var missing: [String] = []
    for file in files {
      if let path = Self.path(of: file, in: folder) {
        found.append(path)
      } else {
        missing.append(Self.plainName(of: file))
      }
    }
    guard missing.isEmpty, found.count == 4 else {
      throw FileError(
        file: folder, expected: "the four files of \(title), each with or without .gz in its name",
        found: "no " + missing.joined(separator: ", no "),
        advice: "Put the missing \(missing.count == 1 ? "file" : "files") there or give another folder.")
    }
    return try ImageDataset(
      name: title, classNames: classNames,
      paths: .init(
        trainImages: found[0], trainLabels: found[1], testImages: found[2], testLabels: found[3]),
      source: .folder(folder))
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
        found = status.kindText
      }
    } catch {
      found = error.isMissingFile ? "none (\(error.text))" : "an error (\(error.text))"
    }
    throw FileError(
      file: folder.isEmpty ? "(no name)" : folder, expected: "a folder with the four files of \(title)",
      found: found, advice: "Check the folder's path.")
  }

  /// The path under which a file lies in a folder, `nil` if it is not there.
  private static func path(of file: RemoteFile, in folder: String) -> String? {
    let plain = FilePath.join(folder, plainName(of: file))
    let candidates = [plain, plain + ".gz"]
    // Some archives unpack to a folder of the file's name; a file goes before it.
    for candidate in candidates {
      if let status = try? SystemCalls.status(ofPath: candidate), status.isRegularFile { return candidate }
    }
    // Whatever else has that name is left for the reader to refuse with its reason.
    return candidates.first { candidate in
      do throws(SystemCalls.Failure) {
        _ = try SystemCalls.status(ofPath: candidate)
        return true
      } catch {
        return !error.isMissingFile
      }
    }
  }

  private static func plainName(of file: RemoteFile) -> String {
    file.name.hasSuffix(".gz") ? String(file.name.dropLast(3)) : file.name
  }
}
