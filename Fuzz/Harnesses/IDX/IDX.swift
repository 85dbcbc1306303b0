import BackpropData
import BackpropFiles
import FuzzSupport

/// A file is refused with an error, or read with as many numbers as its shape asks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let array = try IDX.read(path, limit: 1 << 20)
      Input.expect(array.shape.reduce(1, *) == array.count, "another shape")
      Input.expect(array.doubles.count == array.count, "another count")
    } catch {
      Input.check(error)
    }
  }
  return 0
}
