import BackpropFiles

extension ImageArchive {
  /// The paths of whatever in a folder may be one of the four files; none where there is no such folder.
  package func paths(inFolder folder: String) -> [String] {
    FolderSearch(archive: self, folder: folder).candidatePaths
  }

  /// The paths that the four files have in the cache, whether they are there or not; none where there is no cache.
  package func pathsInCache() -> [String] {
    guard let folder = try? DataCache.folder(for: name) else { return [] }
    return files.map { FilePath.join(folder, $0.name) }
  }
}
