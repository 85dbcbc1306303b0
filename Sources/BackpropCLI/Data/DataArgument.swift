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
    } else if argument.contains("/") || argument.contains(".") {
      self = .path(argument)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { DataName.allValueStrings }

  var defaultValueDescription: String {
    switch self {
    case .name(let name): name.rawValue
    case .path(let path): path
    }
  }
}
