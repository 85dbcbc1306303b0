import BackpropFiles
import BackpropFormats
import FuzzSupport

/// A table of text is refused with an error that names a place, or read, each record with as many fields as the first; numbers are
/// those of the standard library.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let reader = try CSVReader(path)
      var line = 0
      while try reader.advance() {
        Input.expect(reader.line > line, "lines don't grow")
        line = reader.line
        for field in 0..<reader.fieldCount {
          let text = reader.text(of: field)
          Input.check(reader.error(field: field, expected: "nothing", advice: "None."))
          guard let number = DecimalText.float(reader.bytes(of: field)) else { continue }
          Input.expect(number.bitPattern == Float(text)?.bitPattern, "another number of \(text)")
        }
      }
    } catch {
      Input.check(error)
    }
  }
  return 0
}
