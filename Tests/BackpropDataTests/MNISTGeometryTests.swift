import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@testable import BackpropData

@Suite("Pictures from elsewhere in MNIST's geometry")
struct MNISTGeometryTests {
  private let preparation = ImagePreparation(rows: 28, columns: 28, geometry: .mnist)

  /// A thick seven on a ground of one brightness, or of light from one side.
  private func seven(
    width: Int, height: Int, left: Int, top: Int, size: Int, ink: Int, paper: Int, slope: Double = 0
  ) throws -> Raster {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (across, down) = (x - left, y - top)
        let isInside = across >= 0 && down >= 0 && across < size && down < size
        let isBar = isInside && down < size / 6
        let isLeg = isInside && abs(across - (size - size / 8 - down * 6 / 10)) < size / 9
        let light = 1 - slope * Double(x) / Double(width)
        pixels.append(UInt8(Double(isBar || isLeg ? ink : paper) * light))
      }
    }
    return try Raster(width: width, height: height, channels: 1, bytes: pixels)
  }

  private func checkGeometry(_ bytes: [UInt8], _ comment: Comment? = nil) throws {
    #expect(bytes.count == 784)
    let raster = try Raster(width: 28, height: 28, channels: 1, bytes: bytes)
    #expect(MNISTGeometry.has(raster), comment)
    #expect(bytes.max() == 255, comment)
    // A seven is heaviest at its top, and so it hangs low.
    for place in 0..<28 { #expect(bytes[place] == 0, comment) }
  }

  @Test("dark on light, light on dark, with light from one side and anywhere: all become the same figure")
  func oneFigure() throws {
    let plain = try preparation.sample(
      from: seven(width: 120, height: 120, left: 30, top: 30, size: 60, ink: 20, paper: 230))
    try checkGeometry(plain.bytes)
    let others = [
      try seven(width: 400, height: 300, left: 20, top: 60, size: 180, ink: 30, paper: 240, slope: 0.5),
      try seven(width: 200, height: 260, left: 120, top: 180, size: 60, ink: 240, paper: 40),
      try seven(width: 1000, height: 800, left: 600, top: 100, size: 150, ink: 60, paper: 200, slope: 0.3),
    ]
    for other in others {
      let sample = try preparation.sample(from: other)
      try checkGeometry(sample.bytes)
      var difference = 0.0
      for (one, two) in zip(plain.bytes, sample.bytes) { difference += abs(Double(one) - Double(two)) }
      // Edges fall otherwise on pixels.
      #expect(difference < 0.35 * plain.bytes.reduce(0.0) { $0 + Double($1) })
      #expect(sample.remarks.count == 1)
    }
    let remark = try #require(plain.remarks.first)
    #expect(
      remark.hasPrefix("Brought into MNIST's geometry: dark on light turned to light on dark, the figure of ")
    )
    #expect(remark.hasSuffix("scaled to 20 x 20 and its centre of mass put in the middle of 28 x 28."))
  }

  @Test("what is in the geometry stays as it is, and --as-is only scales")
  func unchanged() throws {
    let brought = try preparation.sample(
      from: seven(width: 90, height: 90, left: 20, top: 20, size: 50, ink: 0, paper: 255))
    let again = try preparation.sample(from: Raster(width: 28, height: 28, channels: 1, bytes: brought.bytes))
    #expect(again.bytes == brought.bytes && again.remarks.isEmpty)
    let picture = try seven(width: 56, height: 56, left: 10, top: 10, size: 30, ink: 0, paper: 255)
    let asIs = try preparation.sample(from: picture, asIs: true)
    #expect(asIs.bytes == (try picture.scaled(width: 28, height: 28).bytes) && asIs.remarks.isEmpty)
  }

  @Test("specks and the paper's lines are left out, a plain picture is told to show nothing")
  func clutter() throws {
    var pixels = try seven(width: 200, height: 200, left: 60, top: 50, size: 90, ink: 20, paper: 220).bytes
    let clean = try preparation.sample(from: Raster(width: 200, height: 200, channels: 1, bytes: pixels))
    for x in 0..<200 { pixels[180 * 200 + x] = 60 }
    for place in [10 * 200 + 10, 20 * 200 + 150, 190 * 200 + 30] {
      for dy in 0..<4 {
        for dx in 0..<4 { pixels[place + dy * 200 + dx] = 30 }
      }
    }
    let sample = try preparation.sample(from: Raster(width: 200, height: 200, channels: 1, bytes: pixels))
    var difference = 0.0
    for (one, two) in zip(clean.bytes, sample.bytes) { difference += abs(Double(one) - Double(two)) }
    #expect(difference < 0.1 * clean.bytes.reduce(0.0) { $0 + Double($1) })
    #expect(sample.remarks.first?.contains(" specks left out") ?? false, "\(sample.remarks)")
    let plain = try Raster(width: 50, height: 40, channels: 1, bytes: [UInt8](repeating: 200, count: 2000))
    let nothing = try preparation.sample(from: plain)
    #expect(nothing.remarks.first?.hasPrefix("There is no figure to be seen") ?? false)
  }

  @Test("photographed digits are found, written by Scripts/photographed-digits.py")
  func photographs() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Recorded/photos"
    ).path
    let paths = ImageDataset.pictures(inFolder: folder)
    #expect(paths.count == 9)
    for path in paths {
      let sample = try preparation.sample(from: try Raster(contentsOf: path))
      try checkGeometry(sample.bytes, "\(path)")
      // Between the thinnest and the boldest digits of MNIST.
      let mean = sample.bytes.reduce(0.0) { $0 + Double($1) } / 784
      #expect(mean > 10 && mean < 80, "\(path): \(mean)")
    }
  }

  @Test("no picture stops the program, however small, narrow or noisy")
  func oddPictures() throws {
    var numbers = SeededNumbers(state: 5)
    for (width, height) in [
      (1, 1), (1, 300), (300, 1), (2, 2), (5, 3), (28, 28), (40, 700), (333, 20), (64, 64),
    ] {
      for kind in 0..<4 {
        let bytes = (0..<width * height).map { place -> UInt8 in
          switch kind {
          case 0: UInt8.random(in: 0...255, using: &numbers)
          case 1: place % 2 == 0 ? 0 : 255
          case 2: place < width * height / 2 ? 0 : 255
          default: UInt8.random(in: 100...104, using: &numbers)
          }
        }
        let picture = try Raster(width: width, height: height, channels: 1, bytes: bytes)
        #expect(try preparation.sample(from: picture).bytes.count == 784)
        #expect(try preparation.sample(from: picture.colour, asIs: true).bytes.count == 784)
      }
    }
  }
}
