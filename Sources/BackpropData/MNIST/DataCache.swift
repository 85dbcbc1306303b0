import BackpropFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where downloaded data are kept between runs.
public enum DataCache {
  /// The folder of a data set in the cache, which need not exist yet.
  ///
  /// It is `swift-backprop/` and the name in `$XDG_CACHE_HOME` or, if that is not set, in `~/.cache`.
  /// As the XDG Base Directory Specification asks, an empty or relative `XDG_CACHE_HOME` is ignored.
  ///
  /// - Parameters:
  ///   - name: The data set's name, for instance "mnist".
  ///   - environment: The environment variables; those of the process by default.
  /// - Returns: The folder's path.
  /// - Throws: `FileError` if the variables name no absolute path.
  public static func folder(
    for name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(FileError) -> String {
    let base: String
    if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
      base = path
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      base = FilePath.join(home, ".cache")
    } else {
      throw FileError(
        file: "cache folder", expected: "an absolute path in XDG_CACHE_HOME or in HOME",
        found: "none", advice: "Set one of the two variables or give a folder with the files.")
    }
    return FilePath.join(FilePath.join(base, "swift-backprop"), name)
  }
}
