import BackpropArguments
import BackpropFormats

// The option --delimiter, which all commands have that read tables.
extension CSVDelimiter {
  /// What help says of the option.
  static let help: ArgumentHelp =
    "What stands between a table's fields: comma, semicolon, tab, bar, space or another character; found in the file if not given."

  /// What the option says; found in the file where it isn't given.
  static func checked(_ delimiter: String?) throws -> CSVDelimiter {
    guard let delimiter else { return .automatic }
    guard let byte = CSVDelimiter(delimiter) else {
      throw ValidationError(
        "--delimiter must be comma, semicolon, tab, bar, space or one character that can stand between fields, not '\(delimiter.shownAsArgument)'."
      )
    }
    return byte
  }
}
