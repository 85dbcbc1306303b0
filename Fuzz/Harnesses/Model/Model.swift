import Backprop
import BackpropData
import BackpropFiles
import FuzzNetworks
import FuzzSupport

/// A model's file is refused with an error, or the model answers, and is saved and read again with the same answers.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FileError) {
    let saved = try SavedModel(bytes: Input.bytes(start, count), name: harnessName)
    // What a layer makes of a sample may be far larger than the model.
    guard Work.isSmall(saved.description, for: saved.details.sampleShape) else { return 0 }
    let x = Tensor<Float>.zeros(TensorShape([1] + Array(saved.details.sampleShape)))
    let answer = saved.model.predict(x).scalars.map(\.bitPattern)
    let again = try SavedModel(bytes: try saved.model.saved(details: saved.details))
    Input.expect(again.model.predict(x).scalars.map(\.bitPattern) == answer, "other answers")
  } catch {
    Input.check(error)
  }
  return 0
}
