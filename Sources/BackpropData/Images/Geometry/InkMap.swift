import BackpropFormats

/// How much of each pixel is ink: its contrast to the paper around it, from 0 to 1.
///
/// The paper's brightness is taken from the surroundings of each pixel, so that shadows and light from one side don't
/// count: the picture is closed, which fills up whatever is darker than its surroundings and narrower than a window of
/// about a third of the picture. Ink is the share of the paper's light that a pixel lacks.
struct InkMap {
  let width: Int
  let height: Int
  let ink: [Float]
  /// Whether the picture was dark on light; ink is what differs from the ground all the same.
  let isDarkOnLight: Bool
  /// The contrast above which a pixel is ink: half of what ink has (Otsu's threshold).
  let threshold: Float
  /// The usual contrast of ink.
  let contrast: Float

  /// The least contrast at which something is seen at all.
  private static let leastContrast: Float = 0.08

  /// Looks for ink in a grey picture; `nil` where it is plain.
  init?(_ raster: Raster) {
    (width, height) = (raster.width, raster.height)
    let size = min(width, height)
    let smooth = InkMap.smoothed(raster, radius: size >= 100 ? 1 : 0)
    let window = WindowExtremes(
      width: width, height: height,
      radius: max(2, Int((0.17 * (Double(width) * Double(height)).squareRoot()).rounded())))
    let lightest = window.greatest(smooth)
    let darkest = window.smallest(smooth)
    // Where both differ much there is ink near: only there it is asked for its threshold, so that the paper's share of
    // the picture doesn't matter.
    let range = lightest.indices.map { lightest[$0] - darkest[$0] }
    let nearEdge = InkMap.quantile(range, 0.995) / 2
    let near = range.indices.filter { range[$0] > nearEdge }
    guard nearEdge > 2, !near.isEmpty else { return nil }
    // Most of it is paper, at the light end or at the dark one; in doubt paper is light.
    let lightness = near.reduce(Float(0)) { $0 + (smooth[$1] - darkest[$1]) / range[$1] } / Float(near.count)
    isDarkOnLight = lightness > 0.42
    let ink: [Float]
    if isDarkOnLight {
      // The greatest, then the smallest of these: narrow dark things are filled up, wide ones and slow changes stay.
      let closed = window.smallest(lightest)
      ink = smooth.indices.map { max(0, closed[$0] - smooth[$0]) / max(closed[$0], 1) }
    } else {
      let opened = window.greatest(darkest)
      ink = smooth.indices.map { max(0, smooth[$0] - opened[$0]) / max(255 - opened[$0], 1) }
    }
    self.ink = ink
    threshold = InkMap.otsu(near.map { ink[$0] })
    var (sum, count) = (Float(0), Float(0))
    for value in ink where value > threshold {
      sum += value
      count += 1
    }
    guard count > 0 else { return nil }
    contrast = sum / count
    guard contrast >= InkMap.leastContrast else { return nil }
  }

  /// Means of small squares, against grain.
  private static func smoothed(_ raster: Raster, radius: Int) -> [Float] {
    let values = raster.bytes.map { Float($0) }
    guard radius > 0 else { return values }
    let (width, height) = (raster.width, raster.height)
    var output = values
    for row in 0..<height {
      for column in 0..<width {
        var (sum, count) = (Float(0), Float(0))
        for y in max(row - radius, 0)...min(row + radius, height - 1) {
          for x in max(column - radius, 0)...min(column + radius, width - 1) {
            sum += values[y * width + x]
            count += 1
          }
        }
        output[row * width + column] = sum / count
      }
    }
    return output
  }

  /// The number that a share of all is at most.
  private static func quantile(_ values: [Float], _ share: Double) -> Float {
    let sorted = values.sorted()
    return sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
  }

  /// The threshold that divides numbers from 0 to 1 into two kinds with the least variance within them (N. Otsu, 1979).
  static func otsu(_ values: [Float]) -> Float {
    let binCount = 256
    var bins = [Double](repeating: 0, count: binCount)
    for value in values { bins[min(max(Int(value * Float(binCount)), 0), binCount - 1)] += 1 }
    let total = Double(values.count)
    var mean = 0.0
    for bin in 0..<binCount { mean += Double(bin) * bins[bin] }
    var (below, sumBelow, best, bestVariance) = (0.0, 0.0, 0, -1.0)
    for bin in 0..<binCount - 1 {
      below += bins[bin]
      sumBelow += Double(bin) * bins[bin]
      let above = total - below
      guard below > 0, above > 0 else { continue }
      let difference = sumBelow / below - (mean - sumBelow) / above
      let variance = below * above * difference * difference
      if variance > bestVariance { (best, bestVariance) = (bin, variance) }
    }
    return Float(best + 1) / Float(binCount)
  }
}
