/// The images of one sample.
struct ImageLayout: Sendable {
  let channels: Int
  let height: Int
  let width: Int
  var pixelCount: Int { height * width }
}

/// Where a pixel of the result lies in the original: x' = a x + b y + c and y' = −b x + a y + d.
struct AffineMap: Sendable {
  let a: Float
  let b: Float
  let c: Float
  let d: Float
}

/// Takes each pixel of images from where a map and a field of displacements lead to.
///
/// Places are numbers of single precision for every type of pixel, so that all types move alike.
struct ImageWarp {
  let layout: ImageLayout
  let smoothing: GaussianKernel?
  let strength: Float
  let mirrors: Bool
  /// The map of an image by its number, and the random numbers that follow it.
  let start: (_ image: Int) -> (map: AffineMap, random: Philox4x32)

  /// The images of a batch, changed, on all threads.
  func warped<Scalar: TensorScalar>(_ images: Tensor<Scalar>) -> Tensor<Scalar> {
    // Two images a chunk: short enough to be shared out evenly, long enough to be worth a thread's while.
    let (count, perChunk) = (images.shape[0], 2)
    let size = layout.channels * layout.pixelCount
    return Tensor<Scalar>.make(images.shape) { output in
      images.withUnsafeElements { input in
        guard let input = input.baseAddress else { return }
        Parallelism.forEachChunk((count + perChunk - 1) / perChunk) { chunk in
          let field = smoothing.map { DisplacementField(height: layout.height, width: layout.width, $0) }
          for image in chunk * perChunk..<Swift.min((chunk + 1) * perChunk, count) {
            var (map, random) = start(image)
            field?.draw(strength: strength, &random)
            // The last draw, so that the other changes are the same ones with it and without.
            let isMirrored = mirrors && random.nextUniform() < 0.5
            warp(input + image * size, output + image * size, map, field, isMirrored: isMirrored)
          }
        }
      }
    }
  }

  private func warp<Scalar: TensorScalar>(
    _ input: UnsafePointer<Scalar>, _ output: UnsafeMutablePointer<Scalar>, _ map: AffineMap,
    _ field: DisplacementField?, isMirrored: Bool
  ) {
    let (height, width, pixels) = (layout.height, layout.width, layout.pixelCount)
    let lastColumn = Float(width - 1)
    for row in 0..<height {
      let (startX, startY) = (map.b * Float(row) + map.c, map.a * Float(row) + map.d)
      for column in 0..<width {
        let place = row * width + column
        var x = map.a * Float(column) + startX
        var y = startY - map.b * Float(column)
        if let field {
          x += field.x[row * field.stride + column]
          y += field.y[row * field.stride + column]
        }
        if isMirrored { x = lastColumn - x }
        // Beyond these limits there is nothing but 0; what isn't a number is beyond them, too.
        guard x > -1, y > -1, x < Float(width), y < Float(height) else {
          for channel in 0..<layout.channels { output[channel * pixels + place] = 0 }
          continue
        }
        // Rounded down, also below 0, where a conversion alone would round up.
        let (left, top) = (x < 0 ? -1 : Int(x), y < 0 ? -1 : Int(y))
        let (shareX, shareY) = (Scalar(x - Float(left)), Scalar(y - Float(top)))
        let (hasLeft, hasRight) = (left >= 0, left + 1 < width)
        let (hasTop, hasBottom) = (top >= 0, top + 1 < height)
        for channel in 0..<layout.channels {
          let corner = channel * pixels + top * width + left
          let topLeft = hasTop && hasLeft ? input[corner] : 0
          let topRight = hasTop && hasRight ? input[corner + 1] : 0
          let bottomLeft = hasBottom && hasLeft ? input[corner + width] : 0
          let bottomRight = hasBottom && hasRight ? input[corner + width + 1] : 0
          let upper = topLeft + shareX * (topRight - topLeft)
          let lower = bottomLeft + shareX * (bottomRight - bottomLeft)
          output[channel * pixels + place] = upper + shareY * (lower - upper)
        }
      }
    }
  }
}
