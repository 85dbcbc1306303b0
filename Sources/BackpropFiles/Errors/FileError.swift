/// An error in reading, writing or fetching a file, told in words that a person can act on.
///
/// Whatever reads or writes files throws this type. On a command line all of them are input and output
/// errors: the exit status for them is 74 (`EX_IOERR`).
public struct FileError: Error, Sendable, Hashable {
  /// The path of the file or folder that the error is about, or the name of the data set.
  public var file: String

  /// The place of the fault in bytes from the start of the uncompressed data, counted from 0.
  ///
  /// It is `nil` where the error is about the file as a whole, for instance a missing one.
  public var offset: Int?

  /// The line of the fault in a text, counted from 1.
  public var line: Int?

  /// The place of the fault in its line, counted in characters (Unicode scalars) from 1.
  public var column: Int?

  /// What should have been there, as the object of "expected", without a full stop.
  public var expected: String

  /// What was there instead, as the object of "found", without a full stop; that of another error's sentence isn't shown.
  public var found: String

  /// What to do about it: a whole sentence.
  public var advice: String

  /// Makes an error from its parts.
  public init(
    file: String, offset: Int? = nil, line: Int? = nil, column: Int? = nil, expected: String, found: String,
    advice: String
  ) {
    self.file = file
    self.offset = offset
    self.line = line
    self.column = column
    self.expected = expected
    self.found = found
    self.advice = advice
  }
}

extension FileError: CustomStringConvertible {
  /// The error in two sentences: what is wrong and where, then what to do.
  ///
  /// Control characters and marks of direction, which a file's name may hold, are written as escapes so that a message
  /// never steers the terminal it is printed on.
  public var description: String {
    let isSentence = found.hasSuffix(".") && !found.hasSuffix("..")
    let found = isSentence ? String(found.dropLast()) : found
    return "\(file):\(place) expected \(expected), but found \(found). \(advice)".escapingControlCharacters()
  }

  private var place: String {
    guard let line else { return offset.map { " at byte \($0) of the uncompressed data" } ?? "" }
    let column = column.map { ", column \($0)" } ?? ""
    return " in line \(line)\(column)\(offset.map { " (byte \($0))" } ?? "")"
  }
}
