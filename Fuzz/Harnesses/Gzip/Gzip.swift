import BackpropFiles
import FuzzSupport

/// A file, compressed or not, is refused with an error or read to its end.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let reader = try ByteReader(path)
      while try !reader.next(atMost: 1 << 16).isEmpty {}
    } catch {
      Input.check(error)
    }
  }
  return 0
}
