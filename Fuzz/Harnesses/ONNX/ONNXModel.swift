import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import FuzzNetworks
import FuzzSupport

/// An ONNX file is refused with an error, or becomes a network that answers, and that can be written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Input.bytes(start, count)
  do throws(FileError) {
    let network = try ONNXNetwork(ONNXFile(bytes, file: harnessName), path: harnessName)
    let sample = network.sampleShape
    guard Work.isSmall(network.description, for: sample) else { return 0 }
    _ = network.model.predict(Tensor<Float>.zeros(TensorShape([1] + Array(sample))))
    // What the first bytes don't tell as ONNX can't be read from a path.
    guard ModelFormat(head: bytes, fileByteCount: bytes.count) == .onnx else { return 0 }
    exported(bytes, sample)
  } catch {
    Input.check(error)
  }
  return 0
}

private func exported(_ bytes: [UInt8], _ sample: TensorShape) {
  Input.withFile(bytes) { path in
    let again = Input.path(".again")
    defer { Input.remove(again) }
    do throws(FileError) {
      let saved = try SavedModel(from: path)
      try saved.exportONNX(to: again)
      let second = try SavedModel(from: again)
      Input.expect(second.details.sampleShape == sample, "another shape")
      Input.expect(second.model.parameterCount >= saved.model.parameterCount, "fewer parameters")
    } catch {
      Input.check(error)
      Input.expect(error.file != again, "what was written isn't read: \(error)")
    }
  }
}
