import CZlib
import Testing

@testable import BackpropDrawing
@testable import BackpropGraphics

@Suite struct EncodingTests {
  @Test(
    "base 64 (RFC 4648, section 10)",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
  }

  /// A PNG file taken apart again.
  private struct Picture {
    var header: [UInt8] = []
    var palette: [UInt8] = []
    var rows: [[UInt8]] = []

    init(_ file: [UInt8]) throws {
      try #require(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      var data: [UInt8] = []
      var offset = 8
      var kinds: [String] = []
      func word(_ position: Int) -> Int { file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) } }
      while offset < file.count {
        let count = word(offset)
        let body = Array(file[(offset + 4)..<(offset + 8 + count)])
        #expect(word(offset + 8 + count) == Int(crc32(0, body, uInt(body.count))))
        let kind = String(decoding: body.prefix(4), as: UTF8.self)
        kinds.append(kind)
        switch kind {
        case "IHDR": header = Array(body.dropFirst(4))
        case "PLTE": palette = Array(body.dropFirst(4))
        case "IDAT": data += body.dropFirst(4)
        default: break
        }
        offset += 12 + count
      }
      #expect(kinds.first == "IHDR" && kinds.last == "IEND")
      let (width, height) = (word(16), word(20))
      var lines = [UInt8](repeating: 0, count: (width + 1) * height)
      var size = uLong(lines.count)
      try #require(uncompress(&lines, &size, data, uLong(data.count)) == Z_OK)
      #expect(Int(size) == lines.count)
      for row in 0..<height {
        #expect(lines[row * (width + 1)] == 0)
        rows.append(Array(lines[(row * (width + 1) + 1)..<((row + 1) * (width + 1))]))
      }
    }
  }

  @Test("a PNG file has the pixels that went into it")
  func png() throws {
    let pixels = (0..<28 * 17).map { UInt8(truncatingIfNeeded: $0 * $0) }
    let grey = try Picture(try #require(PNG.file(pixels, rows: 17, columns: 28, colors: .grey)))
    #expect(grey.header == [0, 0, 0, 28, 0, 0, 0, 17, 8, 0, 0, 0, 0])
    #expect(grey.rows.flatMap { $0 } == pixels && grey.palette.isEmpty)
    let colors = PictureScaling.divergingColors
    let colored = try Picture(try #require(PNG.file(pixels, rows: 28, columns: 17, colors: .palette(colors))))
    #expect(colored.header == [0, 0, 0, 17, 0, 0, 0, 28, 8, 3, 0, 0, 0])
    #expect(colored.rows.flatMap { $0 } == pixels)
    #expect(colored.palette == colors.flatMap { [$0.0, $0.1, $0.2] } && colors.count == 256)
  }

  @Test("there is no file for pictures whose sides don't fit their pixels")
  func misfit() {
    #expect(PNG.file([], rows: 0, columns: 0, colors: .grey) == nil)
    #expect(PNG.file([1, 2, 3], rows: 2, columns: 2, colors: .grey) == nil)
    #expect(PNG.file([1], rows: .max, columns: 2, colors: .grey) == nil)
    #expect(PNG.file([1, 2], rows: -1, columns: -2, colors: .grey) == nil)
  }

  @Test("large pictures are made smaller, and weights get colours by sign")
  func scaling() {
    let picture = TrainingReport.Picture(
      rows: 256, columns: 2, pixels: (0..<512).map { UInt8($0 / 4 % 2 * 200) })
    let small = PictureScaling.reduced(picture)
    #expect(small.rows == 128 && small.columns == 1)
    #expect(small.pixels == (0..<128).map { UInt8($0 % 2 * 200) })
    let wrong = TrainingReport.Picture(rows: 300, columns: 300, pixels: [1])
    #expect(PictureScaling.reduced(wrong) == wrong)
    #expect(PictureScaling.sampled([1, 2, 3, 4], rows: 2, columns: 2).pixels == [1, 2, 3, 4])
    #expect(PictureScaling.diverging(0, limit: 1) == 127 && PictureScaling.diverging(0, limit: 0) == 127)
    #expect(PictureScaling.diverging(-2, limit: 2) == 0 && PictureScaling.diverging(2, limit: 2) == 254)
    #expect(PictureScaling.diverging(.nan, limit: 2) == 255)
    #expect(PictureScaling.divergingColors[127] == (255, 255, 255))
  }
}
