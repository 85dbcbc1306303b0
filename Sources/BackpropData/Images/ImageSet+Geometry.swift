extension ImageSet {
  /// Whether the images are in MNIST's geometry: 28 × 28, a figure on black that fits 20 × 20, its centre of mass in the
  /// middle.
  ///
  /// It is looked for in the pixels of the first images, since folders may have any name.
  public var hasGeometryOfMNIST: Bool {
    guard rows == 28, columns == 28, channels == 1, count > 0 else { return false }
    let looked = min(count, 200)
    let fitting = (0..<looked).count { position in
      MNISTGeometry.has(images[position * pixelCount..<(position + 1) * pixelCount])
    }
    // Some figures are a pixel off, from rounding.
    return Double(fitting) >= 0.9 * Double(looked)
  }
}
