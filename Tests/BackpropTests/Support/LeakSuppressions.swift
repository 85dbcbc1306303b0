/// What `swift test --sanitize=address` leaves out of its report of leaks: memory of XCTest, which lists the tests, and of
/// Foundation with its libcurl, which run commands and fetch files. The leak sanitizer looks for a function of this name.
@_cdecl("__lsan_default_suppressions")
public func leakSuppressions() -> UnsafePointer<UInt8> {
  let libraries: StaticString = """
    leak:libXCTest
    leak:libFoundation
    leak:libcurl

    """
  return libraries.utf8Start
}
