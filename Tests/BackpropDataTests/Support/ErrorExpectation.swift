import BackpropFiles
import Testing

/// Checks that a call throws a `FileError` and returns it.
@discardableResult
func fileError<Result>(
  _ call: () throws -> Result, sourceLocation: SourceLocation = #_sourceLocation
) throws -> FileError {
  try #require(throws: FileError.self, sourceLocation: sourceLocation) { _ = try call() }
}

/// Checks that a call throws a `FileError` with these parts.
func expectError<Result>(
  file: String, offset: Int?, expected: String, found: String,
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Result
) throws {
  let error = try fileError(call, sourceLocation: sourceLocation)
  #expect(error.file == file, sourceLocation: sourceLocation)
  #expect(error.offset == offset, sourceLocation: sourceLocation)
  #expect(error.expected == expected, sourceLocation: sourceLocation)
  #expect(error.found == found, sourceLocation: sourceLocation)
  #expect(error.advice.hasSuffix("."), sourceLocation: sourceLocation)
  #expect(error.description.contains(error.found), sourceLocation: sourceLocation)
}
