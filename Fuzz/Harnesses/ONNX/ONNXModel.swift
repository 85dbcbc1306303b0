import Backprop
import BackpropData
import BackpropFiles
import FuzzSupport

/// An ONNX file is refused with an error, or becomes a network that can be written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let saved = try SavedModel(from: path)
      let shape = saved.details.sampleShape
      guard shape.elementCount <= 1 << 12, saved.model.network.parameterCount <= 1 << 16 else { return }
      let again = path + ".again"
      defer { Input.remove(again) }
      try saved.exportONNX(to: again)
      let second = try SavedModel(from: again)
      Input.expect(second.details.sampleShape == shape, "another shape")
    } catch {
      Input.check(error)
    }
  }
  return 0
}
