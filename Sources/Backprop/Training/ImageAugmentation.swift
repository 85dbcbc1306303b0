/// Changes images by random shifts, turns, scales, elastic distortions and reflections, each image by its own.
///
/// Images are samples `(H, W)` or `(C, H, W)`, or flattened ones, whose extent is then to be told; the channels of an image
/// change together. A pixel of the result is taken from where the changes, in reverse, lead to: between the four pixels
/// around that place by bilinear interpolation, and outside the image there is 0.
///
/// The elastic distortion follows P. Y. Simard, D. Steinkraus and J. C. Platt, "Best practices for convolutional neural
/// networks applied to visual document analysis", ICDAR 2003: each pixel gets a random displacement, uniform from −1 to 1
/// in both directions; the two fields are smoothed by a Gaussian and multiplied by a strength. On images of 28 × 28 their
/// choice is a smoothness of 4 and a strength of 34.
///
/// The numbers are those of the sample's place in its update, so that a training has the same bits for any number of
/// threads, and for mini-batches that are taken in pieces.
public struct ImageAugmentation<Scalar: TensorScalar>: Augmentation {
  /// The rows and columns of an image whose samples are flattened; `nil` where a sample's last two axes tell them.
  public var extent: Extent2D?
  /// The most pixels by which an image is shifted, in each direction: uniform from −shift to shift.
  public var shift: Double
  /// The most degrees by which it is turned about its centre: uniform from −rotation to rotation.
  public var rotation: Double
  /// How much larger or smaller it gets at most: by a factor that is uniform from 1 − scale to 1 + scale; below 1.
  public var scale: Double
  /// What the smoothed displacements are multiplied by, in pixels; 0 for no elastic distortion.
  public var elasticStrength: Double
  /// The standard deviation of the Gaussian that smooths displacements, in pixels.
  public var elasticSmoothness: Double
  /// Whether half of the images, drawn by chance, are mirrored left to right: for pictures such as clothes, whose classes
  /// stay what they are in a mirror, not for digits or letters.
  public var mirrors: Bool

  /// Changes of images; none but those that are given.
  public init(
    extent: Extent2D? = nil, shift: Double = 0, rotation: Double = 0, scale: Double = 0,
    elasticStrength: Double = 0, elasticSmoothness: Double = 4, mirrors: Bool = false
  ) {
    self.extent = extent
    self.shift = shift
    self.rotation = rotation
    self.scale = scale
    self.elasticStrength = elasticStrength
    self.elasticSmoothness = elasticSmoothness
    self.mirrors = mirrors
  }

  public func check(sampleShape: TensorShape) throws(TrainingError) {
    let settings = [
      ("shift", shift), ("rotation", rotation), ("scale", scale), ("elastic strength", elasticStrength),
      ("elastic smoothness", elasticSmoothness),
    ]
    for (name, value) in settings where !value.isFinite || value < 0 {
      throw TrainingError("the \(name) of an augmentation must be a finite number, 0 or more, not \(value)")
    }
    guard scale < 1 else {
      throw TrainingError(
        "the scale of an augmentation must be below 1, since images would vanish, not \(scale)")
    }
    guard elasticSmoothness <= 1000 else {
      throw TrainingError("the elastic smoothness must be 1,000 pixels or less, not \(elasticSmoothness)")
    }
    _ = try layout(of: sampleShape)
  }

  private func layout(of sample: TensorShape) throws(TrainingError) -> ImageLayout {
    if let extent {
      let size = extent.height.multipliedReportingOverflow(by: extent.width)
      guard extent.height > 0, extent.width > 0, !size.overflow, sample.elementCount > 0,
        sample.elementCount % size.partialValue == 0
      else {
        throw TrainingError(
          "samples of shape \(sample) can't be divided into images of \(extent) pixels: give the augmentation the "
            + "extent that they have")
      }
      return ImageLayout(
        channels: sample.elementCount / size.partialValue, height: extent.height, width: extent.width)
    }
    guard (2...3).contains(sample.rank), sample.elementCount > 0 else {
      throw TrainingError(
        "samples of shape \(sample) aren't images (H, W) or (C, H, W): give the augmentation their extent where they "
          + "are flattened, such as extent: 28 for 784 numbers")
    }
    return ImageLayout(
      channels: sample.rank == 3 ? sample[0] : 1, height: sample[sample.rank - 2],
      width: sample[sample.rank - 1])
  }

  public func augmented(
    _ batch: Batch<Scalar>, seed: UInt64, iteration: Int, firstPlace: Int
  ) -> Batch<Scalar> {
    let sample = TensorShape(batch.samples.shape.dropFirst())
    let layout: ImageLayout
    do {
      try check(sampleShape: sample)
      layout = try self.layout(of: sample)
    } catch {
      stop(error.description)
    }
    guard batch.count > 0 else { return batch }
    let warp = ImageWarp(
      layout: layout, smoothing: elasticStrength > 0 ? GaussianKernel(deviation: elasticSmoothness) : nil,
      strength: Float(elasticStrength), mirrors: mirrors
    ) { image in
      var random = generator(seed: seed, iteration: iteration, place: firstPlace + image)
      let map = affineMap(of: layout, &random)
      return (map, random)
    }
    let images = batch.samples.tensor
    // By its type, so that the compiler makes the loops for it.
    let result: Any =
      switch images {
      case let images as Tensor<Float>: warp.warped(images)
      case let images as Tensor<Double>: warp.warped(images)
      default: warp.warped(images)
      }
    guard let result = result as? Tensor<Scalar> else { return batch }
    return Batch(result, batch.targets)
  }

  private func affineMap(of layout: ImageLayout, _ random: inout Philox4x32) -> AffineMap {
    // Always the same four draws, so that a setting doesn't change what another one makes.
    func draw(_ limit: Double) -> Double { (2 * random.nextUniform() - 1) * limit }
    let (right, down) = (draw(shift), draw(shift))
    let (angle, growth) = (draw(rotation), 1 + draw(scale))
    let (sine, cosine) = sineAndCosine(degrees: angle)
    let (centreX, centreY) = (Double(layout.width - 1) / 2, Double(layout.height - 1) / 2)
    let (a, b) = (cosine / growth, sine / growth)
    let (x, y) = (centreX + right, centreY + down)
    return AffineMap(
      a: Float(a), b: Float(b), c: Float(centreX - a * x - b * y), d: Float(centreY + b * x - a * y))
  }
}

/// The sine and cosine of an angle in degrees, by sums alone, so that they have the same bits everywhere.
private func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
  // Reduced to a small angle by halving, and doubled back.
  let angle = degrees.truncatingRemainder(dividingBy: 360) * (Double.pi / 180) / 16
  let square = angle * angle
  var (sine, cosine) = (angle, 1.0)
  var (sineTerm, cosineTerm) = (angle, 1.0)
  for step in 1...10 {
    cosineTerm *= -square / Double((2 * step - 1) * (2 * step))
    sineTerm *= -square / Double(2 * step * (2 * step + 1))
    cosine += cosineTerm
    sine += sineTerm
  }
  for _ in 0..<4 { (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine) }
  return (sine, cosine)
}
