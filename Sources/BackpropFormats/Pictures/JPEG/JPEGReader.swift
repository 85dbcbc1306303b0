import BackpropFiles
import CJPEG

/// Reads a JPEG through libjpeg-turbo, where the package is built with the trait `JPEG`; refuses it with a sentence where
/// it isn't.
struct JPEGReader {
  private let bytes: [UInt8]
  private let name: String

  init(_ bytes: [UInt8], _ name: String) {
    (self.bytes, self.name) = (bytes, name)
  }

  /// Whether this build reads JPEG.
  static var isBuilt: Bool { bp_jpeg_is_built() != 0 }

  /// The picture, upright as the camera was held.
  func raster() throws(FileError) -> Raster {
    guard JPEGReader.isBuilt else { throw JPEGReader.notBuilt(name) }
    let markers = try JPEGMarkers(bytes, name)
    let (width, height, channels) = (markers.width, markers.height, markers.components)
    // Even an empty picture has a bit for some blocks of 64 pixels: one that says more is refused before memory is taken.
    guard bytes.count >= width * height / 1024 else {
      throw JPEGMarkers.failure(
        name, "data for \(width) x \(height) pixels", "only \(Wording.bytes(bytes.count))")
    }
    // A picture that comes in several scans is kept as numbers of two bytes until the last.
    let count = width * height * channels
    guard 3 * count <= UnpackedLimit.byteCount(ofFile: bytes.count) else {
      throw FileError(
        file: name, expected: UnpackedLimit.words(ofFile: bytes.count),
        found: "\(width) x \(height) pixels, which take up to \(Wording.bytes(3 * count))",
        advice: "If the picture is really so large, save it smaller, or as PNG.")
    }
    guard FileBytes.fit(4 * count) else {
      throw FileError(
        file: name, expected: "memory for a JPEG of \(width) x \(height) pixels", found: "too little",
        advice: "End other programs or save the picture smaller.")
    }
    let pixels = try FileBytes.read(count, of: name) { (buffer) throws(FileError) in
      try decode(into: buffer, width, height, channels)
      return count
    }
    let raster = Raster(whole: pixels, width: width, height: height, channels: channels)
    return markers.orientation.turned(raster)
  }

  private func decode(
    into buffer: UnsafeMutableRawBufferPointer, _ width: Int, _ height: Int, _ channels: Int
  ) throws(FileError) {
    var message = [CChar](repeating: 0, count: Int(BP_JPEG_MESSAGE_SIZE))
    let pixels = buffer.bindMemory(to: UInt8.self).baseAddress
    let status = bytes.withUnsafeBufferPointer { bytes in
      message.withUnsafeMutableBufferPointer { message in
        bp_jpeg_decode(
          bytes.baseAddress, bytes.count, pixels, Int32(width), Int32(height), Int32(channels),
          message.baseAddress)
      }
    }
    guard status == 0 else {
      let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw JPEGMarkers.failure(name, "a whole JPEG", "damage (\(String(decoding: text, as: UTF8.self)))")
    }
  }

  private static func notBuilt(_ name: String) -> FileError {
    FileError(
      file: name, expected: "a picture as PNG, PGM, PPM or PBM", found: "a JPEG, which this build can't read",
      advice:
        "Build with the package trait JPEG, which needs libjpeg-turbo (libjpeg-dev): swift build -c release --traits JPEG; or save the picture as PNG."
    )
  }
}
