import BackpropFiles

extension ImageArchive {
  /// Reads the data set from the cache, fetching into it what is missing or has a wrong sum.
  ///
  /// Every file used has the SHA-256 sum of the published one. A file in the cache with another sum is
  /// replaced once a good one has arrived, and not before. The call blocks its thread until all is done,
  /// so it is better not made from an asynchronous task.
  ///
  /// - Parameters:
  ///   - options: Where the cache is, and how to fetch.
  ///   - progress: Called on the caller's thread as data arrive.
  /// - Returns: The data set.
  /// - Throws: `FileError` if a file can neither be found nor fetched, or the cache cannot be written.
  public func load(
    _ options: DownloadOptions = DownloadOptions(), progress: ((DownloadProgress) -> Void)? = nil
  ) throws(FileError) -> ImageDataset {
    let folder = try DataCache.folder(for: name, environment: options.environment)
    let wanted = files.filter { !Self.isWhole($0, in: folder) }
    if !wanted.isEmpty {
      try fetch(wanted, into: folder, options, progress)
    }
    return try ImageDataset(
      name: title, classNames: classNames,
      paths: .init(
        trainImages: FilePath.join(folder, trainImages.name),
        trainLabels: FilePath.join(folder, trainLabels.name),
        testImages: FilePath.join(folder, testImages.name),
        testLabels: FilePath.join(folder, testLabels.name)),
      source: wanted.isEmpty ? .cache(folder) : .downloaded(folder))
  }

  private static func isWhole(_ file: RemoteFile, in folder: String) -> Bool {
    FileSum.matches(file, path: FilePath.join(folder, file.name))
  }

  private func fetch(
    _ wanted: [RemoteFile], into folder: String, _ options: DownloadOptions,
    _ progress: ((DownloadProgress) -> Void)?
  ) throws(FileError) {
    guard options.allowsDownload else {
      throw FileError(
        file: folder, expected: "the files of \(title) in the cache",
        found: "no complete " + wanted.map(\.name).joined(separator: ", no complete "),
        advice: "Allow the download or give a folder with the files.")
    }
    do throws(SystemCalls.Failure) {
      try FilePath.makeFolders(folder)
    } catch {
      throw FileError(
        file: folder, expected: "a cache folder that can be created",
        found: PathFinding.brokenLink(in: folder) ?? "an error (\(error.text))",
        advice: "Set XDG_CACHE_HOME to a folder that you may write to, or give a folder with the files.")
    }
    OutputFile.removeStaleTemporaries(in: folder)
    var mirrors = options.mirrors ?? self.mirrors
    let downloader = Downloader(limits: TransferLimits(options))
    for file in wanted {
      let used = try downloader.fetch(
        file, from: mirrors, to: FilePath.join(folder, file.name), progress: progress)
      // The next file starts with the mirror that answered, not with one that was just found dead.
      mirrors = [used] + mirrors.filter { $0 != used }
    }
  }
}
