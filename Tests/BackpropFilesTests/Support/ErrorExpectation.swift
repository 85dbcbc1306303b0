import BackpropFiles
import Testing

/// Checks that a call throws a `FileError` with these parts, and returns it.
@discardableResult
func expectError<Result>(
  file: String, offset: Int?, expected: String, found: String,
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Result
) throws -> FileError {
  let error = try #require(throws: FileError.self, sourceLocation: sourceLocation) { _ = try call() }
  #expect(error.file == file, sourceLocation: sourceLocation)
  #expect(error.offset == offset, sourceLocation: sourceLocation)
  #expect(error.expected == expected, sourceLocation: sourceLocation)
  #expect(error.found == found, sourceLocation: sourceLocation)
  #expect(error.advice.hasSuffix("."), sourceLocation: sourceLocation)
  return error
}
