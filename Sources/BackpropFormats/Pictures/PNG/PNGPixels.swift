/// Turns a row's samples into bytes of grey or colour, with what is transparent on white.
struct PNGPixels {
  /// The bytes of a pixel.
  let channels: Int

  private let header: PNGHeader
  /// The bytes of each value of a sample of at most 8 bits that stands for a whole pixel, one after the other.
  private let table: [UInt8]
  /// The samples of the one colour that is transparent; empty where there is none.
  private let clear: [Int]

  init(_ parts: PNGReader.Parts) {
    header = parts.header
    let hasClear = header.color == .grey || header.color == .rgb
    clear =
      hasClear
      ? stride(from: 0, to: parts.transparency.count - 1, by: 2).map {
        // Bits above a sample's own don't count.
        (Int(parts.transparency[$0]) << 8 | Int(parts.transparency[$0 + 1]))
          & (1 << parts.header.bitDepth - 1)
      } : []
    switch header.color {
    case .palette:
      let colors = PNGPixels.colors(of: parts)
      let isGrey = Raster.areGrey(colors)
      channels = isGrey ? 1 : 3
      table = isGrey ? stride(from: 0, to: colors.count, by: 3).map { colors[$0] } : colors
    case .grey:
      channels = 1
      let greatest = (1 << min(header.bitDepth, 8)) - 1
      var greys = (0...greatest).map { UInt8($0 * 255 / greatest) }
      if header.bitDepth <= 8, let value = clear.first { greys[value] = 255 }
      table = greys
    case .greyAlpha: (channels, table) = (1, [])
    case .rgb, .rgba: (channels, table) = (3, [])
    }
  }

  /// The palette's colours on white.
  private static func colors(of parts: PNGReader.Parts) -> [UInt8] {
    parts.palette.indices.map { place in
      let alpha = place / 3 < parts.transparency.count ? Int(parts.transparency[place / 3]) : 255
      return onWhite(Int(parts.palette[place]), alpha, greatest: 255)
    }
  }

  /// A sample as a byte, on white as far as it is transparent.
  ///
  /// 255 (c α + m (m − α)) / m² for samples up to m, rounded to the nearest once.
  private static func onWhite(_ sample: Int, _ alpha: Int, greatest: Int) -> UInt8 {
    let whole = greatest * greatest
    let sum = sample * alpha + greatest * (greatest - alpha)
    return UInt8(truncatingIfNeeded: (255 * sum + whole / 2) / whole)
  }

  /// Writes the pixels of a row to every `step`-th place of the output; `nil`, or a number that the palette lacks.
  func put(
    _ row: ArraySlice<UInt8>, _ count: Int, into output: UnsafeMutableBufferPointer<UInt8>, step: Int
  ) -> Int? {
    row.withUnsafeBufferPointer { row in
      switch (header.color, header.bitDepth) {
      case (.grey, ...8), (.palette, _): return putByTable(row, count, output, step)
      case (.rgb, 8) where clear.isEmpty: putBytes(row, count, output, step)
      default: putSamples(row, count, output, step)
      }
      return nil
    }
  }

  private func putByTable(
    _ row: UnsafeBufferPointer<UInt8>, _ count: Int, _ output: UnsafeMutableBufferPointer<UInt8>, _ step: Int
  ) -> Int? {
    let depth = header.bitDepth
    let mask = UInt8(truncatingIfNeeded: (1 << depth) - 1)
    let valueCount = table.count / channels
    return table.withUnsafeBufferPointer { table in
      var place = 0
      for pixel in 0..<count {
        let bit = pixel * depth
        let value = Int(row[bit >> 3] >> UInt8(truncatingIfNeeded: 8 - depth - bit & 7) & mask)
        guard value < valueCount else { return value }
        if channels == 1 {
          output[place] = table[value]
        } else {
          for channel in 0..<3 { output[place + channel] = table[3 * value + channel] }
        }
        place += channels * step
      }
      return nil
    }
  }

  /// Bytes of colour as they are.
  private func putBytes(
    _ row: UnsafeBufferPointer<UInt8>, _ count: Int, _ output: UnsafeMutableBufferPointer<UInt8>, _ step: Int
  ) {
    var place = 0
    for pixel in 0..<count {
      for channel in 0..<3 { output[place + channel] = row[3 * pixel + channel] }
      place += 3 * step
    }
  }

  /// Samples of 8 or 16 bits, with an alpha or a transparent colour among them.
  private func putSamples(
    _ row: UnsafeBufferPointer<UInt8>, _ count: Int, _ output: UnsafeMutableBufferPointer<UInt8>, _ step: Int
  ) {
    let isWide = header.bitDepth == 16
    let greatest = isWide ? 65535 : 255
    let sampleCount = header.color.sampleCount
    let hasAlpha = sampleCount > channels
    func sample(_ index: Int) -> Int {
      isWide ? Int(row[2 * index]) << 8 | Int(row[2 * index + 1]) : Int(row[index])
    }
    var place = 0
    for pixel in 0..<count {
      let first = pixel * sampleCount
      var alpha = hasAlpha ? sample(first + channels) : greatest
      if !clear.isEmpty, (0..<channels).allSatisfy({ sample(first + $0) == clear[$0] }) { alpha = 0 }
      for channel in 0..<channels {
        output[place + channel] = PNGPixels.onWhite(sample(first + channel), alpha, greatest: greatest)
      }
      place += channels * step
    }
  }
}
