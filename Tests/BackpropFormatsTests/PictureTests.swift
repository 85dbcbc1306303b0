import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite("Pictures as PGM and PPM, and what is no picture")
struct PictureTests {
  private func read(_ bytes: [UInt8]) throws(FileError) -> Raster {
    try Raster(encoded: bytes, name: "p.pgm")
  }
  private func read(_ text: String) throws(FileError) -> Raster { try read(Array(text.utf8)) }

  @Test("PBM, PGM and PPM, as text and as bytes, with comments and up to 16 bits")
  func netpbm() throws {
    #expect(try read("P1\n# a comment\n3 2\n101\n0 1 0").bytes == [0, 255, 0, 255, 0, 255])
    #expect(try read("P2 2 2 15 # white\n0 15\n5 #five\n10\n").bytes == [0, 255, 85, 170])
    let colour = try read("P3\n1 2\n255\n1 2 3\n4 5 6")
    #expect(colour.channels == 3 && colour.bytes == [1, 2, 3, 4, 5, 6])
    let bitmap = try read(Array("P4 10 1\n".utf8) + [0b1010_0000, 0b0100_0000])
    #expect(bitmap.bytes == [0, 255, 0, 255, 255, 255, 255, 255, 255, 0])
    #expect(try read(Array("P5\n#c\n2 1\n255\n".utf8) + [7, 35]).bytes == [7, 35])
    #expect(try read(Array("P5 2 1 65535\n".utf8) + [0x80, 0x00, 0xFF, 0xFF]).bytes == [128, 255])
    #expect(try read(Array("P6 1 1 100\r".utf8) + [0, 50, 100]).bytes == [0, 128, 255])
    // The first of several.
    #expect(try read("P2 1 1 1 1 P2 1 1 1 0").bytes == [255])
  }

  static let broken: [(String, String)] = [
    ("P2 2 2 15\n0 1", "a number for each sample"), ("P2 2 2 15\n0 1 5  ", "a number for each sample"),
    ("P2 2 2 0\n0 0 0 0", "a value of white from 1 to 65535"),
    ("P2 1 1 65536\n0 ", "a value of white from 1 to 65535"),
    ("P2 1 1 15\n16", "samples of at most 15"), ("P2 0 1 15\n16", "a picture of at least 1 x 1 pixel"),
    ("P5 99999 99999 255\n", "a picture of at most"), ("P5 9999 9999 255\n", "99980001 bytes or more"),
    ("P5 -1 2 255\n", "the picture's width"), ("P5 1", "the picture's height"), ("P5 1 1 255", "a space"),
    ("P5 9999999999999999999 1 255\n", "the picture's width of at most nine digits"),
    ("P1 2 1\n1 2", "0 or 1 for each pixel"), ("P7\nWIDTH 1\n", "a picture as PNG"), ("", "a picture as PNG"),
    ("GIF89a", "a picture as PNG"), ("P", "a picture as PNG"),
  ]

  @Test("broken ones are refused with what is wrong", arguments: broken)
  func refused(text: String, expected: String) throws {
    let error = try #require(throws: FileError.self) { try read(text) }
    #expect(error.expected.hasPrefix(expected), "\(error)")
  }

  @Test("thousands of damaged files never stop the program")
  func damagedFiles() throws {
    var numbers = SeededNumbers(state: 7)
    let wide: [UInt8] = (0..<24).map { $0 % 2 == 0 ? 1 : $0 }
    let files: [[UInt8]] = [
      Array("P1 9 3\n101010101010101010101010101".utf8), Array("P3 2 2 255 1 2 3 4 5 6 7 8 9 10 11 12".utf8),
      Array("P4 9 2\n".utf8) + [1, 2, 3, 4], Array("P6 2 2 999 ".utf8) + wide,
    ]
    for round in 0..<4000 {
      if let raster = try? read(damaged(files[round % 4], &numbers)) {
        #expect(raster.bytes.count == raster.width * raster.height * raster.channels)
      }
    }
  }

  @Test(
    "a file that is no picture isn't read beyond its beginning, and one of another format is called by its name"
  )
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("t.png", Array("hello, world".utf8))
    let error = try #require(throws: FileError.self) { try Raster(contentsOf: text) }
    #expect(error.found == "the bytes 68 65 6C 6C 6F 2C 20 77 at its beginning")
    let other = try folder.write("t.webp", Array("RIFF0000WEBPVP8 ".utf8))
    let webp = try #require(throws: FileError.self) { try Raster(contentsOf: other) }
    #expect(webp.found == "a picture in the format WebP")
    #expect(throws: FileError.self) { try Raster(contentsOf: folder.path) }
    #expect(try Raster(contentsOf: folder.write("a", Array("P2 1 1 9 9".utf8))).bytes == [255])
  }

  @Test("grey, colour, planes and turning")
  func forms() throws {
    let raster = try Raster(width: 2, height: 1, channels: 3, bytes: [255, 0, 0, 10, 10, 10])
    #expect(raster.grey.bytes == [76, 10] && !raster.isGrey && raster.grey.colour.isGrey)
    #expect(raster.planes == [255, 10, 0, 10, 0, 10])
    #expect(raster.transposed.bytes == raster.bytes && raster.transposed.height == 2)
    #expect(throws: FileError.self) { try Raster(width: 2, height: .max, channels: 3, bytes: []) }
    #expect(throws: FileError.self) { try Raster(width: 1, height: 1, channels: 2, bytes: [1, 2]) }
  }
}
