import Backprop
import BackpropFiles

/// A value that a person gave and that can't be used.
struct ValueMistake: Error {
  /// What is wrong, as sentences that may span lines.
  var message: String
  /// Whether a file is to blame, not the command line.
  var isOfFile = false
}

/// The values that `--set NAME=VALUE` gives to names.
struct Settings {
  /// The option that gives a value.
  static let option = "--set"

  /// The values by name.
  private(set) var values: [String: Tensor<Double>] = [:]
  /// The names in the order in which they were given.
  private(set) var names: [String] = []

  private var elementCount = 0

  /// Reads the arguments of all `--set` options.
  init(_ arguments: [String]) throws(ValueMistake) {
    for argument in arguments { try add(argument) }
  }

  /// Reads the value that an option gives to something: a number, nested lists, or @ and the path of a file.
  static func value(_ text: String, of subject: String) throws(ValueMistake) -> Tensor<Double> {
    let start = "The value of \(subject) can't be read. "
    let path = path(inValue: text)
    if path?.isEmpty == true {
      throw ValueMistake(message: start + "After the @ the path of a file must follow.")
    }
    do throws(ValueReader.Failure) {
      guard let path else { return try ValueReader.tensor(of: text) }
      return try ValueReader.tensor(inFile: path)
    } catch {
      switch error {
      case .file(let error):
        throw ValueMistake(message: start + error.description, isOfFile: true)
      case .wrong(let sentence, let place):
        if let path {
          let file = path.escapingControlCharacters()
          throw ValueMistake(
            message: start + "\(sentence) (line \(place.line), column \(place.column) of \(file))",
            isOfFile: true)
        }
        // A caret stands below characters as they are seen.
        let position = String(decoding: text.utf8.prefix(place.offset), as: UTF8.self).count
        throw ValueMistake(
          message: start + SourceError(sentence, at: position).message(in: Array(text), of: "the value"))
      }
    }
  }

  /// The path behind the @ of a value; `nil` where the value stands there itself.
  static func path(inValue text: String) -> String? { text.first == "@" ? String(text.dropFirst()) : nil }

  /// The name and the file of NAME=@FILE; `nil` of another setting.
  static func file(in setting: String) -> (name: String, path: String)? {
    guard let sign = setting.firstIndex(of: "="),
      let path = path(inValue: String(setting[setting.index(after: sign)...]))
    else { return nil }
    return (Names.shown(trimmed(setting[..<sign])), path)
  }

  private mutating func add(_ argument: String) throws(ValueMistake) {
    guard let sign = argument.firstIndex(of: "=") else {
      throw ValueMistake(
        message: "--set needs NAME=VALUE, such as --set x=3, not '\(Names.shown(argument))'.")
    }
    let name = Settings.trimmed(argument[..<sign])
    guard Names.isName(name) else {
      throw ValueMistake(
        message: name.isEmpty
          ? "--set needs a name before the =, such as --set x=3."
          : "'\(Names.shown(name))' isn't a name: a name begins with a letter; letters, digits and _ can follow."
      )
    }
    guard values[name] == nil else {
      throw ValueMistake(message: "The name \(Names.shown(name)) is set twice.")
    }
    let value = try Settings.value(String(argument[argument.index(after: sign)...]), of: Names.shown(name))
    elementCount += value.count
    guard elementCount <= SizeLimit.perGraph else {
      throw ValueMistake(
        message: "All values up to that of \(Names.shown(name)) have \(elementCount) elements together; "
          + "this command stops at \(SizeLimit.perGraph).")
    }
    values[name] = value
    names.append(name)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
