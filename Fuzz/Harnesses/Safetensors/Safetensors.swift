import BackpropFiles
import BackpropFormats
import FuzzSupport

/// A file is refused with an error, or read whole and written again: then it must be read as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FileError) {
    let file = try SafetensorsFile(bytes: Input.bytes(start, count), name: harnessName)
    let arrays = try file.arrays()
    for array in arrays {
      Input.expect(array.floats.count == array.count && array.doubles.count == array.count, "counts differ")
      _ = array.integers
    }
    let again = try SafetensorsFile(bytes: try SafetensorsFile.bytes(of: arrays, metadata: file.metadata))
    Input.expect(again.metadata == file.metadata, "other metadata")
    Input.expect(Set(try again.arrays()) == Set(arrays), "other arrays")
  } catch {
    Input.check(error)
  }
  return 0
}
