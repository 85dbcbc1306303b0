import Backprop
import BackpropData
import BackpropFiles
import FuzzSupport

/// A description, as JSON or as a line, is refused with an error, or written and read again as the same; and it is planned
/// for images, but not built.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: Input.bytes(start, count), as: UTF8.self)
  do throws(FileError) {
    let network = try NetworkDescription(json: text, file: harnessName)
    Input.expect(try NetworkDescription(json: network.json, file: "again") == network, "another network")
    _ = try? network.resolved(for: [1, 8, 8], targets: .classes(10))
  } catch {
    Input.check(error)
    Input.expect(error.file == harnessName, "what was written isn't read: \(error)")
  }
  if let network = try? NetworkDescription(text) {
    Input.expect((try? NetworkDescription(network.description)) == network, "another network in a line")
    _ = try? network.resolved(for: [1, 8, 8], targets: .classes(10))
  }
  return 0
}
