import CKernels

// A convolution, ReLU and perhaps a max pooling behind it, computed together: a few images at a time, so that what lies
// between them stays in a core's cache and never goes to memory. Every element is computed as by one after the other,
// whatever the parts.

/// The sizes of a convolution and of the max pooling behind it, if there is one.
struct JoinedShapes {
  let convolution: ConvolutionShapes
  let pooling: PoolingShapes?

  /// The result's shape.
  var result: TensorShape { pooling?.result ?? convolution.result }

  /// The numbers of an image: what goes in, what the convolution makes of it, and what comes out.
  fileprivate var input: Int { sizes.channels * sizes.height * sizes.width }
  fileprivate var inner: Int { sizes.filters * pixels }
  fileprivate var output: Int { sizes.filters * outputPixels }
  fileprivate var pixels: Int { sizes.out_height * sizes.out_width }
  fileprivate var outputPixels: Int { pooling.map { $0.sizes.out_height * $0.sizes.out_width } ?? pixels }
  fileprivate var sizes: bp_convolution { convolution.sizes }

  /// The sizes of so many of the images.
  fileprivate func sizes(ofImages count: Int) -> bp_convolution {
    var few = sizes
    few.images = count
    return few
  }
}

/// What the forward pass leaves, and what arrives from behind.
struct JoinedUpstream<Scalar: TensorScalar> {
  let y: Tensor<Scalar>
  /// The places of the maxima, with a pooling.
  let places: Tensor<Scalar>?
  let dy: Tensor<Scalar>
}

extension Kernels where Scalar: TensorScalar {
  /// y, and the places of the maxima where there is a pooling and they are to be kept.
  func rectifiedConvolution(
    _ shapes: JoinedShapes, _ x: Tensor<Scalar>, _ w: Tensor<Scalar>, bias: Tensor<Scalar>?,
    keepsPlaces: Bool
  ) -> (y: Tensor<Scalar>, places: Tensor<Scalar>?) {
    var places: Tensor<Scalar>?
    if keepsPlaces, shapes.pooling != nil { places = Tensor(uninitialized: shapes.result) }
    let y = Scalar.withElements(x, w, bias ?? w) { x, w, b in
      Tensor.make(shapes.result) { y in
        let operands = WindowKernels<Scalar>.Operands(
          first: x, second: w, bias: bias == nil ? nil : b, result: y)
        if places == nil { return rectifiedConvolution(shapes, operands, nil) }
        places?.withNewElements { rectifiedConvolution(shapes, operands, $0) }
      }
    }
    return (y, places)
  }

  private func rectifiedConvolution(
    _ shapes: JoinedShapes, _ operands: WindowKernels<Scalar>.Operands, _ places: Output?
  ) {
    let cut = ConvolutionCut(
      shapes.sizes, channels: shapes.sizes.filters, threads: Parallelism.threadCount)
    let step = imagesAtATime(shapes)
    let inner = shapes.pooling == nil ? 0 : shapes.inner
    let scratch = step * (inner + (shapes.pooling == nil || places != nil ? 0 : shapes.output))
    Parallelism.forEachChunk(cut.count) { number in
      let part = cut.part(number)
      withScratch(scratch) { scratch in
        for first in stride(from: part.first_image, to: part.first_image + part.images, by: step) {
          var here = part
          (here.first_image, here.images) = (0, Swift.min(step, part.first_image + part.images - first))
          let y = operands.result + first * shapes.output
          let convolved = WindowKernels<Scalar>.Operands(
            first: operands.first + first * shapes.input, second: operands.second, bias: operands.bias,
            result: shapes.pooling == nil ? y : scratch)
          compute(shapes.sizes(ofImages: here.images), here, convolved, by: windows.convolve)
          let placesHere = places.map { $0 + first * shapes.output } ?? scratch + step * inner
          rectify(shapes, here, convolved.result, y, placesHere)
        }
      }
    }
  }

  /// Pools some channels of some images, if there is a pooling, and takes max(·, 0) of what comes out: of numbers that are
  /// larger than 0 the largest is the same before and behind.
  private func rectify(
    _ shapes: JoinedShapes, _ part: bp_convolution_part, _ inner: Output, _ y: Output, _ places: Output
  ) {
    let filters = shapes.sizes.filters
    let isWhole = part.channels == filters
    let planes = isWhole ? part.images * filters : part.channels
    for image in 0..<(isWhole ? 1 : part.images) {
      let plane = image * filters + part.first_channel
      let output = plane * shapes.outputPixels
      if let pooling = shapes.pooling {
        withUnsafePointer(to: pooling.sizes) {
          windows.maxPool($0, planes, inner + plane * shapes.pixels, y + output, places + output)
        }
      }
      reluForward(planes * shapes.outputPixels, y + output, y + output)
    }
  }

  /// So many images that what goes in and comes out of a part of the work fits into a core's cache.
  private func imagesAtATime(_ shapes: JoinedShapes) -> Int {
    let bytes = (shapes.input + shapes.inner + shapes.output) * MemoryLayout<Scalar>.stride
    return Swift.max(1, Swift.min(shapes.sizes.images, cachesHere.l2 / 2 / Swift.max(bytes, 1)))
  }
}

// MARK: - Derivatives

/// The derivatives by x, where it is asked for, by the filters and by the bias.
struct JoinedGradients<Scalar: TensorScalar> {
  var x: Tensor<Scalar>?
  var filters: Tensor<Scalar>
  var bias: Tensor<Scalar>
}

extension JoinedShapes {
  /// Whether the derivatives are best computed range by range of the images over which that by the filters is summed: where
  /// there are ranges for all threads, and the filters, which are prepared for each of them, are few beside the numbers.
  var goesByRanges: Bool {
    let ranges = sizes.ranges
    return ranges > 1 && ranges >= Parallelism.threadCount
      && 4 * ranges * sizes.weights <= sizes.images * inner
  }
}

extension Kernels where Scalar: TensorScalar {
  /// The derivative by what the convolution gives, of all images.
  func derivativeByInner(_ shapes: JoinedShapes, _ from: JoinedUpstream<Scalar>) -> Tensor<Scalar> {
    let rectified = reluGradient(from.dy, from.y)
    guard let pooling = shapes.pooling, let places = from.places else { return rectified }
    return maxPoolGradient(pooling, places, rectified, shapes.convolution.result)
  }

  /// All derivatives, range by range.
  func rectifiedConvolutionGradients(
    _ shapes: JoinedShapes, _ x: Tensor<Scalar>, _ w: Tensor<Scalar>, _ from: JoinedUpstream<Scalar>,
    byInput: Bool
  ) -> JoinedGradients<Scalar> {
    var dx: Tensor<Scalar>?
    if byInput { dx = Tensor(uninitialized: x.shape) }
    var dw = Tensor<Scalar>(uninitialized: w.shape)
    let db = Tensor<Scalar>.make(TensorShape(vector: shapes.sizes.filters)) { db in
      dw.withNewElements { dw in
        Scalar.withElements(x, w, from.y) { x, w, y in
          Scalar.withElements(from.dy, from.places ?? from.dy, from.dy) { dy, places, _ in
            let pointers = JoinedPointers<Scalar>(x: x, w: w, y: y, dy: dy, places: places, dw: dw, db: db)
            if dx == nil { return gradients(shapes, pointers, nil) }
            dx?.withNewElements { gradients(shapes, pointers, $0) }
          }
        }
      }
    }
    return JoinedGradients(x: dx, filters: dw, bias: db)
  }

  private func gradients(_ shapes: JoinedShapes, _ at: JoinedPointers<Scalar>, _ dx: Output?) {
    let (sizes, filters) = (shapes.sizes, shapes.sizes.filters)
    withScratch(sizes.images * filters) { planes in
      sumOverRanges(sizes, blocks: 1, alone: false, at.dw) { range, _, dw in
        let first = range.lowerBound
        withScratch(range.count * (shapes.inner + (shapes.pooling == nil ? 0 : shapes.output))) { inner in
          spreadBack(shapes, at, range, inner)
          rowSums(range.count * filters, shapes.pixels, inner, nil, planes + first * filters)
          let few = shapes.sizes(ofImages: range.count)
          let x = at.x + first * shapes.input
          compute(
            few, few.allFilters, WindowKernels.Operands(first: x, second: inner, result: dw),
            by: windows.convolveByWeight)
          guard let dx else { return }
          let result = dx + first * shapes.input
          compute(
            few, few.allChannels, WindowKernels.Operands(first: at.w, second: inner, result: result),
            by: windows.convolveByInput)
        }
      }
      columnSums(sizes.images, filters, planes, filters, at.db)
    }
  }

  /// Writes the derivative by what the convolution gives, of a range of images; with a pooling there is room behind it.
  private func spreadBack(
    _ shapes: JoinedShapes, _ at: JoinedPointers<Scalar>, _ range: Range<Int>, _ inner: Output
  ) {
    let (first, count) = (range.lowerBound * shapes.output, range.count * shapes.output)
    let rectified = shapes.pooling == nil ? inner : inner + range.count * shapes.inner
    reluBackward(count, at.y + first, at.dy + first, rectified)
    guard let pooling = shapes.pooling else { return }
    withUnsafePointer(to: pooling.sizes) {
      windows.maxPoolBackward($0, range.count * shapes.sizes.filters, at.places + first, rectified, inner)
    }
  }
}

/// Where derivatives come from and go to.
private struct JoinedPointers<Scalar: TensorScalar> {
  let x, w, y, dy, places: UnsafePointer<Scalar>
  let dw, db: UnsafeMutablePointer<Scalar>
}

extension bp_convolution {
  fileprivate var allFilters: bp_convolution_part {
    bp_convolution_part(first_image: 0, images: images, first_channel: 0, channels: filters)
  }

  fileprivate var allChannels: bp_convolution_part {
    bp_convolution_part(first_image: 0, images: images, first_channel: 0, channels: channels)
  }
}
