import BackpropFiles
import BackpropFormats
import FuzzSupport

/// An `.npy` file is refused with an error, or read.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let array = try NumPy.read(path)
      Input.expect(array.floats.count == array.count, "counts differ")
      Input.expect(try NumPy.layout(path).shape == array.shape, "another shape")
    } catch {
      Input.check(error)
    }
  }
  return 0
}
