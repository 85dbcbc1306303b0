import BackpropArguments
import BackpropData
import BackpropFiles
import Foundation

/// The options of a training as its checkpoint remembers them: `--name=value`, in the order in which they were given, with
/// paths that mean the same wherever the training goes on.
struct RememberedArguments {
  /// What may be given again when a training goes on: where it is saved, what is printed and written, how fast it is.
  static let renewable: Set<String> = [
    "--resume", "--checkpoint", "--checkpoint-every", "--keep", "--format", "--quiet", "--plot", "--no-plot",
    "--history", "--report", "--report-times", "--save", "--threads", "--rank-logs", "--cache-dir",
  ]

  /// The options whose values are always paths, and those whose values may be.
  private static let paths: Set<String> = [
    "--rank-logs", "--cache-dir", "--data-dir", "--test-data-dir", "--history", "--report", "--checkpoint",
    "--save",
    "--test", "--images",
    "--labels", "--test-images", "--test-labels",
  ]
  private static let possiblePaths: Set<String> = ["--data", "--test-data", "--network"]

  /// The words of the options.
  let words: [String]

  /// Those of a command line's options, with the current folder before relative paths.
  init(of uses: [CommandOptions.Use]) {
    let folder = FileManager.default.currentDirectoryPath
    words = uses.filter { $0.name != "--resume" }.map { use in
      guard let value = use.value else { return use.name }
      return "\(use.name)=\(Self.isPath(use.name, value) ? Self.absolute(value, in: folder) : value)"
    }
  }

  private static func isPath(_ option: String, _ value: String) -> Bool {
    if value.isEmpty || value == "-" { return false }
    if paths.contains(option) { return true }
    guard possiblePaths.contains(option), DataName(rawValue: value) == nil else { return false }
    return FileManager.default.fileExists(atPath: value)
  }

  /// A path that means the same in any folder.
  static func absolute(_ path: String, in folder: String = FileManager.default.currentDirectoryPath) -> String
  {
    path.hasPrefix("/") ? path : FilePath.join(folder, path)
  }
}
