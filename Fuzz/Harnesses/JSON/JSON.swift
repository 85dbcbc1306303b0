import BackpropFiles
import FuzzSupport

/// A text is refused with an error, or read, written and read again: then it must be written as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FileError) {
    let value = try JSONValue(parsing: Input.bytes(start, count), file: harnessName)
    _ = (value.asInt, value.asDouble, value["a"]?.asInt, value.asArray?.first?.asDouble)
    let text = value.description
    Input.expect(try JSONValue(parsing: text, file: "again").description == text, "another text")
  } catch {
    Input.check(error)
    Input.expect(error.file == harnessName, "what was written isn't read: \(error)")
  }
  return 0
}
