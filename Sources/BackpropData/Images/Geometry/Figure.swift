import BackpropFiles
import BackpropFormats

/// The figure that a picture shows, cut out, with what was found on the way.
struct Figure {
  /// The figure, white on black, as large as it is in the picture or somewhat smaller.
  let raster: Raster
  /// Where it is in the picture, in the picture's pixels.
  let box: (left: Int, top: Int, width: Int, height: Int)
  let isDarkOnLight: Bool
  /// How many small spots of ink were left out, and how many that are as large as the figure.
  let speckCount: Int
  let otherCount: Int
  /// How wide its strokes are as a share of its larger side.
  let strokeShare: Double

  /// The longest side of a picture in which ink is looked for, in pixels.
  private static let workingSize = 320

  /// Finds the figure in a grey picture; `nil` where there is none.
  init?(in raster: Raster) throws(FileError) {
    guard let found = try Figure.found(in: raster) else { return nil }
    // Of a small figure in a large picture more is seen from near.
    let longest = max(raster.width, raster.height)
    let cut = found.box
    guard longest > Figure.workingSize, max(cut.width, cut.height) * 2 < longest else {
      self = found
      return
    }
    let margin = max(cut.width, cut.height) * 2 / 5 + 2
    let left = max(cut.left - margin, 0)
    let top = max(cut.top - margin, 0)
    let right = min(cut.left + cut.width + margin, raster.width)
    let bottom = min(cut.top + cut.height + margin, raster.height)
    let near = raster.part(left: left, top: top, width: right - left, height: bottom - top)
    guard let figure = try Figure.found(in: near), figure.isDarkOnLight == found.isDarkOnLight else {
      self = found
      return
    }
    let box = (
      left: left + figure.box.left, top: top + figure.box.top, width: figure.box.width,
      height: figure.box.height
    )
    self.init(
      raster: figure.raster, box: box, isDarkOnLight: found.isDarkOnLight, speckCount: found.speckCount,
      otherCount: found.otherCount, strokeShare: figure.strokeShare)
  }

  private init(
    raster: Raster, box: (left: Int, top: Int, width: Int, height: Int), isDarkOnLight: Bool, speckCount: Int,
    otherCount: Int, strokeShare: Double
  ) {
    (self.raster, self.box, self.isDarkOnLight) = (raster, box, isDarkOnLight)
    (self.speckCount, self.otherCount, self.strokeShare) = (speckCount, otherCount, strokeShare)
  }

  /// Looks once, in the picture as it is or made smaller.
  private static func found(in raster: Raster) throws(FileError) -> Figure? {
    let longest = max(raster.width, raster.height)
    let ratio = longest > workingSize ? Double(longest) / Double(workingSize) : 1
    let width = max(1, Int(Double(raster.width) / ratio + 0.5))
    let height = max(1, Int(Double(raster.height) / ratio + 0.5))
    guard let map = InkMap(try raster.scaled(width: width, height: height)) else { return nil }
    let patches = InkPatch.all(in: map)
    let figures = patches.filter { !$0.isLine(in: map) && !$0.hugsEdge(of: map) }
    // A figure that fills the picture touches its edges, too.
    let most = patches.map(\.mass).max() ?? 0
    let candidates = figures.contains { 4 * $0.mass >= most } ? figures : patches
    guard let main = candidates.max(by: { $0.mass < $1.mass }) else { return nil }
    let kept = candidates.filter { patch in
      patch.mass >= 0.04 * main.mass && patch.distance(to: main) * 6 <= main.size
    }
    let others =
      candidates.count { patch in patch.mass >= 0.5 * main.mass } - kept.count { $0.mass >= 0.5 * main.mass }
    let cut = FigureCut(map, kept)
    let scale = { (pixels: Int, most: Int) in min(Int((Double(pixels) * ratio).rounded()), most) }
    let box = (
      left: scale(cut.left, raster.width - 1), top: scale(cut.top, raster.height - 1),
      width: max(scale(cut.raster.width, raster.width), 1),
      height: max(scale(cut.raster.height, raster.height), 1)
    )
    return Figure(
      raster: cut.raster, box: box, isDarkOnLight: map.isDarkOnLight,
      speckCount: patches.count - kept.count - others, otherCount: others, strokeShare: cut.strokeShare)
  }
}

/// Some patches of a map as a picture, with soft edges.
private struct FigureCut {
  let left: Int
  let top: Int
  let raster: Raster
  let strokeShare: Double

  init(_ map: InkMap, _ patches: [InkPatch]) {
    // A pixel of an edge is half ink: those beside the patches count by what they hold.
    let reach = 2
    left = max((patches.map(\.left).min() ?? 0) - reach, 0)
    top = max((patches.map(\.top).min() ?? 0) - reach, 0)
    let right = min((patches.map(\.right).max() ?? 0) + reach, map.width - 1)
    let bottom = min((patches.map(\.bottom).max() ?? 0) + reach, map.height - 1)
    let (width, height) = (right - left + 1, bottom - top + 1)
    var isNear = [Float](repeating: 0, count: width * height)
    for patch in patches {
      for place in patch.pixels {
        let (x, y) = (place % map.width - left, place / map.width - top)
        isNear[y * width + x] = 1
      }
    }
    isNear = WindowExtremes(width: width, height: height, radius: reach).greatest(isNear)
    var pixels = [UInt8](repeating: 0, count: width * height)
    let (black, white) = (0.5 * map.threshold, 0.5 * (map.threshold + map.contrast))
    for y in 0..<height {
      for x in 0..<width where isNear[y * width + x] > 0 {
        let ink = map.ink[(top + y) * map.width + left + x]
        let share = (ink - black) / max(white - black, 0.001)
        pixels[y * width + x] = UInt8(255 * min(max(share, 0), 1))
      }
    }
    raster = Raster(trusted: pixels, width: width, height: height).trimmed
    strokeShare = FigureCut.strokeWidth(pixels, width, height) / Double(max(raster.width, raster.height))
  }

  /// The mean width of strokes: twice their area by the length of their edge.
  private static func strokeWidth(_ pixels: [UInt8], _ width: Int, _ height: Int) -> Double {
    var (area, edge) = (0, 0)
    for y in 0..<height {
      for x in 0..<width where pixels[y * width + x] > 127 {
        area += 1
        for (column, row) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
          let isInside = column >= 0 && row >= 0 && column < width && row < height
          if !isInside || pixels[row * width + column] <= 127 { edge += 1 }
        }
      }
    }
    // Steps along an edge that lies aslant are longer than the edge, by 4/π on average.
    return edge == 0 ? 0 : 2 * Double(area) / (Double(edge) * .pi / 4)
  }
}
