/// Stops the program with a sentence when a condition that its author must keep is broken.
///
/// Unlike `precondition`, it prints its sentence in a release build too: a shape error without its shapes is
/// of no use to anyone.
@inlinable @inline(__always)
func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { stop(message(), file: file, line: line) }
}

/// Stops the program with a sentence, in a debug and in a release build.
///
/// For mistakes in a program's text alone, such as layers whose shapes don't fit, where nothing sensible could follow.
/// What comes from a file, the network or the command line must throw an error instead.
@usableFromInline @inline(never)
func stop(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message, file: file, line: line)
}

/// The value of an expression whose shapes a programmer has chosen: a mistake stops with the error's sentence.
@inlinable @inline(__always)
func orStop<Value>(_ body: () throws(ShapeError) -> Value) -> Value {
  do {
    return try body()
  } catch {
    stop(error.description)
  }
}
