import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite("JPEG pictures")
struct JPEGTests {
  /// Whether this build has a decoder.
  private static let isBuilt: Bool = {
    do throws(FileError) {
      _ = try Raster(contentsOf: recorded("tiny.jpg"))
      return true
    } catch {
      return false
    }
  }()

  private func pixels(_ name: String) throws -> Raster {
    let bytes = try contents(recorded(name))
    return try Raster(encoded: bytes, name: name)
  }

  @Test("without the trait a JPEG is refused with the trait's name", .enabled(if: !isBuilt))
  func refusedWithoutTrait() throws {
    let error = try #require(throws: FileError.self) { try Raster(contentsOf: recorded("tiny.jpg")) }
    #expect(error.found == "a JPEG, which this build can't read")
    #expect(error.advice.contains("swift build -c release --traits JPEG"))
  }

  @Test("colour, grey and progressive ones have the pixels that Pillow reads", .enabled(if: isBuilt))
  func decoded() throws {
    for name in ["tiny", "grey", "progressive"] {
      let expected = try pixels("\(name).ppm")
      let raster = try pixels("\(name).jpg")
      #expect(raster.colour == expected, "\(name)")
    }
  }

  @Test("a picture is turned as the camera was held", .enabled(if: isBuilt), arguments: 1...8)
  func turned(orientation: Int) throws {
    let raster = try pixels("orientation\(orientation).jpg")
    #expect(raster.width == 16 && raster.height == 24)
    // Dark at the top left only, whichever way the file stores it.
    #expect(raster.grey.bytes[0] < 60 && raster.grey.bytes[15] > 200 && raster.grey.bytes[23 * 16] > 200)
    let size = try PictureSize(ofFile: recorded("orientation\(orientation).jpg"))
    #expect(size.width == 16 && size.height == 24)
  }

  @Test("CMYK, cut and empty ones are refused", .enabled(if: isBuilt))
  func refused() throws {
    let cmyk = try #require(throws: FileError.self) { try Raster(contentsOf: recorded("cmyk.jpg")) }
    #expect(cmyk.found == "one in CMYK, the four inks of print")
    let whole = try contents(recorded("tiny.jpg"))
    for count in [2, 3, 20, whole.count / 2, whole.count - 20] {
      #expect(throws: FileError.self) { try Raster(encoded: Array(whole[..<count]), name: "cut") }
    }
  }

  @Test(
    "one that claims a thousand times as many pixels as it has bytes is refused at once",
    .enabled(if: isBuilt))
  func claims() throws {
    // Progressive ones are kept whole, as numbers of two bytes, from their first scan on.
    let frame: [UInt8] = [0xFF, 0xC2, 0, 17, 8, 0x27, 0x10, 0x27, 0x10, 3]
    let bytes =
      [0xFF, 0xD8] + frame + [1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xFF, 0xD9]
      + [UInt8](repeating: 0, count: 200_000)
    let error = try #require(throws: FileError.self) { try Raster(encoded: bytes, name: "p.jpg") }
    #expect(error.expected == "at most 268435456 bytes in a compressed file of \(bytes.count) bytes")
    #expect(error.found == "10000 x 10000 pixels, which take up to 900000000 bytes")
  }

  @Test("thousands of damaged files never stop the program")
  func damagedFiles() throws {
    var numbers = SeededNumbers(state: 3)
    let names = ["tiny", "grey", "progressive", "orientation6"]
    let files = try names.map { try contents(recorded("\($0).jpg")) }
    for round in 0..<4000 {
      let bytes = damaged(files[round % 4], &numbers)
      if let raster = try? Raster(encoded: bytes, name: "damaged") {
        #expect(raster.bytes.count == raster.width * raster.height * raster.channels)
      }
    }
  }
}
