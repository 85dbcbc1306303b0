import Backprop

/// The values that `--set NAME=VALUE` gives to names.
struct Settings {
  /// The values by name.
  private(set) var values: [String: Tensor<Double>] = [:]
  /// The names in the order in which they were given.
  private(set) var names: [String] = []

  /// A setting that can't be used, as a sentence that may span lines.
  struct Mistake: Error {
    var message: String
  }

  /// Reads the arguments of all `--set` options.
  init(_ arguments: [String]) throws(Mistake) {
    for argument in arguments { try add(argument) }
  }

  private mutating func add(_ argument: String) throws(Mistake) {
    guard let sign = argument.firstIndex(of: "=") else {
      throw Mistake(message: "--set needs NAME=VALUE, such as --set x=3, not '\(Names.shortened(argument))'.")
    }
    let name = Settings.trimmed(argument[..<sign])
    guard Names.isName(name) else {
      throw Mistake(
        message: name.isEmpty
          ? "--set needs a name before the =, such as --set x=3."
          : "'\(Names.shortened(name))' isn't a name: a name begins with a letter; letters, digits and _ can follow."
      )
    }
    guard values[name] == nil else {
      throw Mistake(message: "The name \(Names.shortened(name)) is set twice.")
    }
    let source = Array(argument[argument.index(after: sign)...])
    do {
      values[name] = try ValueParser.parse(source)
    } catch {
      throw Mistake(
        message: "The value of \(Names.shortened(name)) can't be read. "
          + error.message(in: source, of: "the value"))
    }
    names.append(name)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
