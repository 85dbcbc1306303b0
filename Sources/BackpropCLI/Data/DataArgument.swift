import BackpropArguments
import BackpropFiles

/// What `--data` names: a data set, or a path.
enum DataArgument: ExpressibleByArgument {
  /// A data set that the program knows.
  case name(DataName)
  /// A file or folder.
  case path(String)

  init?(argument: String) {
    if let name = DataName(rawValue: argument) {
      self = .name(name)
    } else if argument.contains("/") || argument.contains(".") || DataArgument.isThere(argument) {
      self = .path(argument)
    } else {
      return nil
    }
  }

  /// Whether a path leads to something.
  private static func isThere(_ path: String) -> Bool {
    !path.isEmpty && !path.utf8.contains(0) && (try? SystemCalls.status(ofPath: path)) != nil
  }

  /// The folder that a path leads to; `nil` for a name or another path.
  var folder: String? {
    guard case .path(let path) = self, !path.utf8.contains(0),
      let status = try? SystemCalls.status(ofPath: path)
    else { return nil }
    return status.isFolder ? path : nil
  }

  static var allValueStrings: [String] { DataName.allValueStrings }

  var defaultValueDescription: String {
    switch self {
    case .name(let name): name.rawValue
    case .path(let path): path
    }
  }
}
