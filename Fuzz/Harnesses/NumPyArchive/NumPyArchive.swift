import BackpropFiles
import BackpropFormats
import FuzzSupport

/// An `.npz` archive is refused with an error, or its arrays are read.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let arrays = try NumPy.readArchive(path)
      Input.expect(try NumPy.layouts(ofArchive: path).map(\.shape) == arrays.map(\.shape), "other shapes")
    } catch {
      Input.check(error)
    }
  }
  return 0
}
