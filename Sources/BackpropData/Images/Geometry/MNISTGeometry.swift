import BackpropFiles
import BackpropFormats

/// Brings a picture from elsewhere into the geometry of MNIST's digits: white on black, scaled to fit 20 × 20 with its
/// shape kept, its centre of mass in the middle of 28 × 28.
struct MNISTGeometry {
  /// The picture, 28 × 28 and grey.
  let raster: Raster
  /// What was done, in a sentence; `nil` where nothing was.
  let remark: String?

  static let size = 28
  private static let figureSize = 20
  /// Where the mean of MNIST's centres of mass lies, counted from the first pixel.
  private static let centre = 14.0
  /// Narrower strokes, in pixels of the result, are widened: MNIST's are between 2 and 4 pixels wide.
  private static let leastStroke = 1.9

  /// Brings a picture into the geometry; one that has it stays as it is.
  init(_ picture: Raster) throws(FileError) {
    let grey = picture.grey
    if MNISTGeometry.has(grey) {
      (raster, remark) = (grey, nil)
      return
    }
    guard let figure = try Figure(in: grey) else {
      raster = try grey.scaled(width: MNISTGeometry.size, height: MNISTGeometry.size)
      remark =
        "There is no figure to be seen in \(grey.width) x \(grey.height) pixels of one brightness; they were only scaled."
      return
    }
    let longest = max(figure.raster.width, figure.raster.height)
    let scale = Double(MNISTGeometry.figureSize) / Double(longest)
    let stroke = figure.strokeShare * Double(MNISTGeometry.figureSize)
    let widened = MNISTGeometry.widened(figure.raster, by: (MNISTGeometry.leastStroke - stroke) / 2 / scale)
    let side = max(widened.width, widened.height)
    let fitting = { (length: Int) in
      max(1, Int((Double(length * MNISTGeometry.figureSize) / Double(side)).rounded()))
    }
    let small = try widened.scaled(width: fitting(widened.width), height: fitting(widened.height))
    raster = MNISTGeometry.placed(MNISTGeometry.brightened(small))
    remark = MNISTGeometry.remark(
      figure, of: grey, size: small, isWidened: widened.width != figure.raster.width)
  }

  /// Whether a grey picture is one of MNIST or as good as one: 28 × 28, black around a figure that fits 20 × 20 and has
  /// its centre of mass in the middle.
  static func has(_ grey: Raster) -> Bool {
    grey.width == size && grey.height == size && has(grey.bytes[...])
  }

  /// The same of 28 · 28 pixels row by row.
  static func has(_ pixels: ArraySlice<UInt8>) -> Bool {
    let start = pixels.startIndex
    var (mass, momentX, momentY) = (0, 0, 0)
    var (left, right, top, bottom) = (size, -1, size, -1)
    for y in 0..<size {
      for x in 0..<size {
        let ink = Int(pixels[start + y * size + x])
        // What compression leaves around a figure.
        guard ink > 16 else { continue }
        mass += ink
        momentX += ink * x
        momentY += ink * y
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      }
    }
    guard mass > 0, right - left <= figureSize, bottom - top <= figureSize else { return false }
    let (x, y) = (Double(momentX) / Double(mass), Double(momentY) / Double(mass))
    return abs(x - centre) < 1.5 && abs(y - centre) < 1.5
  }

  /// The figure with strokes wider by so many pixels on each side.
  private static func widened(_ figure: Raster, by amount: Double) -> Raster {
    let radius = Int(amount.rounded())
    guard radius > 0 else { return figure }
    let (width, height) = (figure.width + 2 * radius, figure.height + 2 * radius)
    var values = [Float](repeating: 0, count: width * height)
    for row in 0..<figure.height {
      for column in 0..<figure.width {
        values[(row + radius) * width + column + radius] = Float(figure.bytes[row * figure.width + column])
      }
    }
    let wide = WindowExtremes(width: width, height: height, radius: radius).greatest(values)
    return Raster(trusted: wide.map { UInt8($0) }, width: width, height: height)
  }

  /// The figure with its brightest pixel white.
  private static func brightened(_ figure: Raster) -> Raster {
    let most = Int(figure.bytes.max() ?? 0)
    guard most > 0, most < 255 else { return figure }
    let bytes = figure.bytes.map { UInt8((Int($0) * 255 + most / 2) / most) }
    return Raster(trusted: bytes, width: figure.width, height: figure.height)
  }

  /// A figure of at most 20 × 20 on black, its centre of mass in the middle as far as whole pixels go.
  private static func placed(_ figure: Raster) -> Raster {
    var (mass, momentX, momentY) = (0.0, 0.0, 0.0)
    for y in 0..<figure.height {
      for x in 0..<figure.width {
        let ink = Double(figure.bytes[y * figure.width + x])
        mass += ink
        momentX += ink * Double(x)
        momentY += ink * Double(y)
      }
    }
    let place = { (moment: Double, length: Int) in
      let start = Int((centre - (mass > 0 ? moment / mass : Double(length) / 2)).rounded())
      return min(max(start, 0), size - length)
    }
    let (left, top) = (place(momentX, figure.width), place(momentY, figure.height))
    var pixels = [UInt8](repeating: 0, count: size * size)
    for y in 0..<figure.height {
      for x in 0..<figure.width {
        pixels[(top + y) * size + left + x] = figure.bytes[y * figure.width + x]
      }
    }
    return Raster(trusted: pixels, width: size, height: size)
  }

  private static func remark(_ figure: Figure, of picture: Raster, size: Raster, isWidened: Bool) -> String {
    var steps = [
      figure.isDarkOnLight ? "dark on light turned to light on dark" : "the ground made black",
      "the figure of \(figure.box.width) x \(figure.box.height) pixels at (\(figure.box.left), \(figure.box.top)) cut out of "
        + "\(picture.width) x \(picture.height)",
    ]
    if figure.speckCount > 0 { steps.append(Wording.counted(figure.speckCount, "speck") + " left out") }
    if figure.otherCount > 0 {
      steps.append(
        Wording.counted(figure.otherCount, "other figure") + " left out, since a picture is to show one")
    }
    if isWidened { steps.append("its thin strokes widened") }
    steps.append(
      "scaled to \(size.width) x \(size.height) and its centre of mass put in the middle of 28 x 28")
    return "Brought into MNIST's geometry: " + steps.joined(separator: ", ") + "."
  }
}
