import BackpropArguments
import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation

/// What is to be learnt from a table that `--data` names.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The column of a table that is to be told from the others.", valueName: "column"))
  var target: String?

  @Option(
    help: """
      What the target is: classify for classes, regress for a number. Words are classes if not given, and so are few whole \
      numbers that are often repeated.
      """)
  var task: TableTask.Kind?

  @Option(
    help: ArgumentHelp(
      "The columns to learn from, with commas between them; if not given all that can be used.",
      valueName: "columns"))
  var features: String?

  @Option(help: ArgumentHelp("Columns to leave out, with commas between them.", valueName: "columns"))
  var ignore: String?

  @Option(takesAny: true, help: CSVDelimiter.help)
  var delimiter: String?

  @Option(
    help: """
      What becomes of a table's rows with missing values: error refuses them, mean puts a column's mean in their place, drop \
      leaves the rows out; drop if not given.
      """)
  var missing: TableTask.MissingRule?

  @Option(
    help: ArgumentHelp(
      "A table of its own to measure with, instead of a part of that of --data.", valueName: "file"))
  var test: String?

  @Option(
    takesAny: true,
    help:
      "The share of a table's rows, or of pictures without a part for it, that is only ever measured; 0 for none. (default: 0.2, with --test 0)"
  )
  var holdOut: NumberArgument<Double>?

  func validate() throws {
    _ = try checkedDelimiter()
    let share = try checkedHoldOut()
    if test != nil, let share, share > 0 {
      throw ValidationError("--test and --hold-out both say what is measured; give one of the two.")
    }
  }

  /// The options that were given, by their names.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--target", target != nil), ("--task", task != nil), ("--features", features != nil),
      ("--ignore", ignore != nil),
      ("--delimiter", delimiter != nil), ("--missing", missing != nil), ("--test", test != nil),
      ("--hold-out", holdOut != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// What stands between fields.
  func checkedDelimiter() throws -> CSVDelimiter { try .checked(delimiter) }

  /// The share that is held out, `nil` where no option says it.
  func checkedHoldOut() throws -> Double? {
    try holdOut?.checked("--hold-out", "a number from 0 on and below 1") { $0 >= 0 && $0 < 1 }
  }

  /// The task.
  ///
  /// - Parameters:
  ///   - target: the column of that option.
  ///   - validation: the share to validate with, `nil` for the usual one.
  func task(target: String, validation: Double?, seed: UInt64) throws -> TableTask {
    TableTask(
      target: target, kind: task, features: try Self.names(features, "--features"),
      ignored: try Self.names(ignore, "--ignore") ?? [], missing: missing ?? .drop,
      holdOut: try checkedHoldOut() ?? (test == nil ? 0.2 : 0), validation: validation, seed: seed)
  }

  /// Names with commas between them; one with a comma in it stands in quotes, in which a quote is written twice, as in a table.
  static func names(_ text: String?, _ option: String) throws -> [String]? {
    guard let text else { return nil }
    var (names, name, isInQuotes, isBehindQuote) = ([String](), "", false, false)
    for character in text {
      let wasBehindQuote = isBehindQuote
      isBehindQuote = false
      if character == "\"", isInQuotes {
        (isInQuotes, isBehindQuote) = (false, true)
      } else if character == "\"", wasBehindQuote {
        name.append(character)
        isInQuotes = true
      } else if character == "\"", name.allSatisfy(\.isWhitespace) {
        (name, isInQuotes) = ("", true)
      } else if character == ",", !isInQuotes {
        names.append(name)
        name = ""
      } else {
        name.append(character)
      }
    }
    names.append(name)
    guard !isInQuotes else {
      throw ValidationError("\(option) has a quote that isn't closed: '\(text.shownAsArgument)'.")
    }
    let trimmed = names.map { $0.trimmingCharacters(in: .whitespaces) }
    guard trimmed.allSatisfy({ !$0.isEmpty }) else {
      throw ValidationError(
        "\(option) takes columns' names with commas between them, not '\(text.shownAsArgument)'.")
    }
    return trimmed
  }
}

extension TableTask.Kind: ExpressibleByArgument {}
extension TableTask.MissingRule: ExpressibleByArgument {}
