import BackpropFiles
import FuzzSupport

/// An archive is refused with an error, or its entries are read, each as long as it says.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let archive = try ZipArchive(path, limits: .init(entryCount: 100, byteCount: 1 << 20))
      for entry in archive.entries {
        Input.expect(archive[entry.name] == entry, "two entries of one name")
        Input.expect(try archive.bytes(of: entry).count == entry.byteCount, "another length")
      }
    } catch {
      Input.check(error)
    }
  }
  return 0
}
