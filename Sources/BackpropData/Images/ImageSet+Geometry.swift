extension ImageSet {
  /// Whether the images are in MNIST's geometry: 28 × 28, a figure on black that fits 20 × 20, its centre of mass in the
  /// middle.
  ///
  /// It is looked for in the pixels of the first images, since folders may have any name.
  public var hasGeometryOfMNIST: Bool {
    guard rows == 28, columns == 28, count > 0 else { return false }
    let looked = min(count, 200)
    let fitting = (0..<looked).count { isInGeometryOfMNIST($0) }
    // Some figures are a pixel off, from rounding.
    return Double(fitting) >= 0.9 * Double(looked)
  }

  private func isInGeometryOfMNIST(_ position: Int) -> Bool {
    let start = position * pixelCount
    var (mass, momentX, momentY) = (0, 0, 0)
    var (left, right, top, bottom) = (columns, -1, rows, -1)
    for y in 0..<rows {
      for x in 0..<columns {
        let ink = Int(images[start + y * columns + x])
        guard ink > 0 else { continue }
        mass += ink
        momentX += ink * x
        momentY += ink * y
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      }
    }
    guard mass > 0 else { return false }
    let (centreX, centreY) = (Double(momentX) / Double(mass), Double(momentY) / Double(mass))
    let isCentred = abs(centreX - 13.75) < 1.25 && abs(centreY - 13.75) < 1.25
    return right - left < 21 && bottom - top < 21 && isCentred
  }
}
