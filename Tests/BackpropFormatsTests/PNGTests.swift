import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@Suite("PNG pictures")
struct PNGTests {
  private func read(_ bytes: [UInt8]) throws(FileError) -> Raster {
    try Raster(encoded: bytes, name: "p.png")
  }

  /// The folder of real data, where there is one.
  static let suite = ProcessInfo.processInfo.environment["BACKPROP_DATA"].map { $0 + "/pngsuite" }

  @Test("every picture of PngSuite has the pixels that pypng reads, on white", .enabled(if: suite != nil))
  func pngSuite() throws {
    let folder = try #require(Self.suite)
    let sums = try String(contentsOfFile: recorded("png-sums.txt"), encoding: .utf8)
    let lines = sums.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.count == 161)
    for line in lines {
      let path = folder + "/" + line[0]
      let raster = try Raster(contentsOf: path)
      var sum = SHA256()
      sum.update(raster.colour.bytes)
      #expect([line[0], "\(raster.width)", "\(raster.height)", sum.hexadecimal] == line)
      let size = try PictureSize(ofFile: path)
      #expect(size.width == raster.width && size.height == raster.height)
      #expect(size.mayHaveColour || raster.channels == 1)
    }
  }

  @Test("filters, bits and transparency by hand")
  func byHand() throws {
    let none = try read(PNGFile.grey(width: 3, height: 2, [0, 100, 255, 7, 8, 9]))
    #expect((none.width, none.height, none.channels) == (3, 2, 1))
    #expect(none.bytes == [0, 100, 255, 7, 8, 9])
    // The filters that look left, above, at the mean of both and at the nearest of three.
    let rows: [UInt8] = [1, 10, 1, 1, 2, 5, 5, 5, 3, 0, 0, 0, 4, 1, 1, 1]
    let filtered = try read(PNGFile.file(header: PNGFile.header(width: 3, height: 4), rows: rows))
    #expect(filtered.bytes == [10, 11, 12, 15, 16, 17, 7, 11, 14, 8, 12, 15])
    // 2 bits: 0, 1, 2, 3 are 0, 85, 170, 255.
    let bits = try read(
      PNGFile.file(header: PNGFile.header(width: 4, height: 1, bitDepth: 2), rows: [0, 0b00_01_10_11]))
    #expect(bits.bytes == [0, 85, 170, 255])
    // Half of black on white, and nothing of it.
    let alpha = try read(
      PNGFile.file(header: PNGFile.header(width: 3, height: 1, color: 4), rows: [0, 0, 128, 0, 0, 40, 255]))
    #expect(alpha.bytes == [127, 255, 40])
    // The colour 1, 2, 3 is transparent.
    let clear = try read(
      PNGFile.file(
        header: PNGFile.header(width: 2, height: 1, color: 2),
        before: PNGFile.chunk("tRNS", [0, 1, 0, 2, 0, 3]), rows: [0, 1, 2, 3, 3, 2, 1]))
    #expect(clear.bytes == [255, 255, 255, 3, 2, 1])
  }

  /// Those of PngSuite's broken pictures (x…) and others, made here.
  static let broken: [(what: String, bytes: [UInt8], expected: String)] = {
    let good = PNGFile.grey(width: 2, height: 2, [1, 2, 3, 4])
    let header = PNGFile.header(width: 2, height: 2)
    let rows: [UInt8] = [0, 1, 2, 0, 3, 4]
    let data = PNGFile.chunk("IDAT", PNGFile.compressed(rows))
    let end = PNGFile.chunk("IEND", [])
    func changed(_ place: Int, _ byte: UInt8) -> [UInt8] {
      var bytes = good
      bytes[place] = byte
      return bytes
    }
    func of(_ chunks: [UInt8]...) -> [UInt8] { PNGFile.signature + chunks.flatMap { $0 } }
    func typed(_ depth: UInt8, _ color: UInt8) -> [UInt8] {
      of(PNGFile.header(width: 2, height: 2, bitDepth: depth, color: color), data, end)
    }
    let signature = "the signature of a PNG, 89 50 4E 47 0D 0A 1A 0A"
    return [
      ("the first byte without its high bit", changed(0, 0x09), signature),
      ("a Q in the signature", changed(1, UInt8(ascii: "Q")), signature),
      ("a small letter in the signature", changed(3, UInt8(ascii: "g")), "a picture as PNG"),
      ("a space in the signature", changed(6, 0x20), signature),
      ("CR LF for each LF", Array(good[..<6]) + [0x0D] + Array(good[6...]), signature),
      ("LF for CR LF", [0x89, 0x50, 0x4E, 0x47] + Array(good[5...]), signature),
      (
        "a wrong sum of the header", changed(29, good[29] ^ 1),
        "data that match the checksum of the chunk “IHDR”"
      ),
      (
        "a wrong sum of the pixels", changed(good.count - 13, good[good.count - 13] ^ 1),
        "data that match the checksum of the chunk “IDAT”"
      ),
      ("colour type 1", typed(8, 1), "the colour type 0, 2, 3, 4 or 6"),
      ("colour type 9", typed(8, 9), "the colour type 0, 2, 3, 4 or 6"),
      ("no bits", typed(0, 2), "8, 16 bits a sample with the colour type 2"),
      ("3 bits", typed(3, 0), "1, 2, 4, 8, 16 bits a sample with the colour type 0"),
      ("99 bits", typed(99, 0), "1, 2, 4, 8, 16 bits a sample with the colour type 0"),
      ("no pixels", of(header, end), "the chunk IDAT with the pixels"),
      ("no palette", typed(8, 3), "the chunk PLTE with the palette before the pixels"),
      ("no width", of(PNGFile.header(width: 0, height: 2), data, end), "a picture of at least 1 x 1 pixel"),
      (
        "a huge width", of(PNGFile.header(width: 1 << 31 - 1, height: 1 << 31 - 1), data, end),
        "a picture of at most 100000000 pixels"
      ),
      (
        "too little data", of(PNGFile.header(width: 9000, height: 9000), data, end),
        "data for 9000 x 9000 pixels"
      ),
      (
        "data that would stand for a thousand times as many",
        of(
          PNGFile.header(width: 10_000, height: 10_000, color: 2),
          PNGFile.chunk("IDAT", [UInt8](repeating: 0, count: 400_000)), end),
        "at most 268435456 bytes in a compressed file of 400057 bytes"
      ),
      ("cut in the header", Array(good[..<20]), "13 bytes in the chunk at byte 8 of the file"),
      ("cut before its end", Array(good.dropLast(12)), "a chunk at byte \(good.count - 12) of the file"),
      (
        "a row too few", of(header, PNGFile.chunk("IDAT", PNGFile.compressed([0, 1, 2])), end), "2 x 2 pixels"
      ),
      (
        "a row too many", of(header, PNGFile.chunk("IDAT", PNGFile.compressed(rows + [0, 1, 2])), end),
        "the end of the pixels after the last row"
      ),
      (
        "a filter that isn't one",
        of(header, PNGFile.chunk("IDAT", PNGFile.compressed([5, 1, 2, 0, 3, 4])), end),
        "a row's filter from 0 to 4"
      ),
      (
        "a wrong sum of the uncompressed pixels",
        of(header, PNGFile.chunk("IDAT", Array(PNGFile.compressed(rows).dropLast()) + [0]), end),
        "whole compressed pixels"
      ),
      (
        "pixels in two places", of(header, data, PNGFile.chunk("tEXt", []), data, end), "chunks IDAT in a row"
      ),
      (
        "a chunk that is needed and isn't known", of(header, PNGFile.chunk("NEED", []), data, end),
        "chunks of PNG that are known"
      ),
      ("two headers", of(header, header, data, end), "one chunk IHDR"),
      ("another chunk first", of(data, header, end), "the chunk IHDR of 13 bytes first"),
      (
        "a colour that the palette lacks",
        PNGFile.file(
          header: PNGFile.header(width: 2, height: 1, bitDepth: 4, color: 3),
          before: PNGFile.chunk("PLTE", [1, 2, 3]), rows: [0, 0x01]),
        "pixels with colours of its palette of 1"
      ),
      (
        "more transparency than colours",
        PNGFile.file(
          header: PNGFile.header(width: 2, height: 1, bitDepth: 4, color: 3),
          before: PNGFile.chunk("PLTE", [1, 2, 3]) + PNGFile.chunk("tRNS", [1, 2]), rows: [0, 0]),
        "at most one chunk tRNS"
      ),
    ]
  }()

  @Test("broken pictures are refused with what is wrong", arguments: broken.indices)
  func refused(index: Int) throws {
    let (what, bytes, expected) = Self.broken[index]
    let error = try #require(throws: FileError.self, "\(what)") { try read(bytes) }
    #expect(error.expected.hasPrefix(expected), "\(what): \(error)")
    #expect(error.file == "p.png")
  }

  @Test("several thousand damaged files, half of them with right checksums, never stop the program")
  func damagedFiles() throws {
    var numbers = SeededNumbers(state: 19)
    let pixels = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let palette = PNGFile.chunk("PLTE", (0..<12).map { UInt8($0) }) + PNGFile.chunk("tRNS", [1, 2])
    let files: [[UInt8]] = [
      PNGFile.colour(width: 10, height: 10, pixels),
      PNGFile.grey(width: 20, height: 15, pixels),
      PNGFile.file(
        header: PNGFile.header(width: 5, height: 4, bitDepth: 2, color: 3), before: palette,
        rows: [0, 0x1B, 0, 1, 0x1B, 0, 2, 0x1B, 0, 4, 0x1B, 0]),
      PNGFile.file(
        header: PNGFile.header(width: 3, height: 3, bitDepth: 16, color: 6, interlace: 1),
        rows: (0..<80).map { $0 == 0 || $0 > 70 ? 0 : 1 }),
    ]
    var refused = 0
    for round in 0..<8000 {
      var bytes = damaged(files[round % 4], &numbers)
      if round / 4 % 2 == 0 { bytes = PNGFile.withRightChecksums(bytes) }
      do {
        let raster = try read(bytes)
        #expect(raster.bytes.count == raster.width * raster.height * raster.channels)
      } catch {
        refused += 1
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
    #expect(refused > 4000)
  }
}

/// The path of a file that a script has written for the tests.
func recorded(_ name: String, file: String = #filePath) -> String {
  URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Recorded/\(name)").path
}
