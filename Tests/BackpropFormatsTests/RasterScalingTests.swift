import BackpropFiles
import BackpropFormats
import Testing

@Suite("Pictures in other sizes")
struct RasterScalingTests {
  private func grey(_ width: Int, _ height: Int, _ bytes: [UInt8]) throws -> Raster {
    try Raster(width: width, height: height, channels: 1, bytes: bytes)
  }

  @Test("smaller by means over areas, larger between centres")
  func byHand() throws {
    #expect(try grey(4, 2, [0, 10, 20, 30, 40, 50, 60, 70]).scaled(width: 2, height: 1).bytes == [25, 45])
    // Three pixels to two: 1 and half of the next.
    #expect(try grey(3, 1, [0, 90, 255]).scaled(width: 2, height: 1).bytes == [30, 200])
    #expect(try grey(2, 1, [0, 100]).scaled(width: 4, height: 1).bytes == [0, 25, 75, 100])
    // Narrower and higher at once.
    #expect(try grey(2, 1, [0, 100]).scaled(width: 1, height: 2).bytes == [50, 50])
    let colour = try Raster(width: 2, height: 1, channels: 3, bytes: [0, 1, 2, 10, 21, 42])
    #expect(try colour.scaled(width: 1, height: 1).bytes == [5, 11, 22])
  }

  @Test("a plain picture stays plain in every size")
  func plain() throws {
    let plain = try grey(37, 23, [UInt8](repeating: 201, count: 37 * 23))
    for (width, height) in [(1, 1), (28, 28), (36, 24), (37, 23), (100, 1), (64, 64), (5, 90)] {
      let scaled = try plain.scaled(width: width, height: height)
      #expect(scaled.bytes == [UInt8](repeating: 201, count: width * height))
    }
    #expect(throws: FileError.self) { try plain.scaled(width: 0, height: 1) }
    #expect(throws: FileError.self) { try plain.scaled(width: .max, height: .max) }
  }
}
