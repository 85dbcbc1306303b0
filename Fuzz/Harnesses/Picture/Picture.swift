import BackpropFiles
import BackpropFormats
import CZlib
import FuzzSupport

/// A picture, PNG, PBM, PGM, PPM or JPEG where that is built, is refused with an error, or read whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Input.bytes(start, count)
  read(bytes)
  // The fuzzer can't guess sums; with right ones damage gets further.
  if let summed = withRightSums(bytes) { read(summed) }
  return 0
}

private func read(_ bytes: [UInt8]) {
  do throws(FileError) {
    // Of larger ones only the head is looked at: filling them would take the fuzzer's time.
    let raster = try Raster(encoded: bytes, name: harnessName, pixelLimit: 1 << 16)
    let pixels = raster.width * raster.height
    Input.expect(pixels <= 1 << 16, "more pixels than are allowed")
    Input.expect(raster.bytes.count == pixels * raster.channels, "counts differ")
    Input.expect(raster.grey.bytes.count == pixels && raster.colour.bytes.count == 3 * pixels, "other counts")
    Input.expect(raster.planes.count == raster.bytes.count, "other planes")
    let small = try raster.scaled(width: 5, height: 7)
    Input.expect(small.bytes.count == 35 * raster.channels, "another size")
  } catch {
    Input.check(error)
  }
}

/// A PNG whose parts have the sums that belong to them; nil of what is none, or has them already.
private func withRightSums(_ bytes: [UInt8]) -> [UInt8]? {
  guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
  var summed = bytes
  var place = 8
  while place + 12 <= summed.count {
    let length = summed[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    guard place + 12 + length <= summed.count else { break }
    let end = place + 8 + length
    let sum = summed[place + 4..<end].withUnsafeBytes {
      crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, UInt32(truncatingIfNeeded: $0.count))
    }
    for byte in 0..<4 { summed[end + byte] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt(byte))) }
    place = end + 4
  }
  return summed == bytes ? nil : summed
}
