import CKernels

// How convolutions and pooling are divided among threads. Results and derivatives by the input are cut into images and,
// where those are few, into blocks of channels; every element is computed in the same way in whatever part it lies. The
// derivative by the weight is a sum over all images: it is defined as the sum of the sums over some ranges of images,
// which depend on the sizes alone.

/// The parts that threads compute of a convolution: images by blocks of channels of the result.
struct ConvolutionCut {
  let images: Int
  let channels: Int
  let imageRanges: Int
  let channelBlocks: Int

  /// How many multiply-adds are worth a part of their own.
  static var productsPerPart: Double { 100_000 }
  /// How many multiply-adds, for each thread, are worth more than one part.
  private static var productsWorthHelp: Double { 400_000_000 }
  /// Blocks are multiples of so many channels.
  private static var channelsOfBlocks: Int { 8 }

  /// Cuts the images and channels of a result, the filters or the channels of x.
  init(_ sizes: bp_convolution, channels: Int, threads: Int) {
    (images, self.channels) = (sizes.images, channels)
    let parts = Self.parts(products: sizes.products, threads: threads)
    if parts <= 1 {
      (imageRanges, channelBlocks) = (1, 1)
    } else if sizes.groups > 1 || images % parts == 0 || images >= 4 * parts {
      // A call computes all groups.
      (imageRanges, channelBlocks) = (Swift.max(1, Swift.min(images, parts)), 1)
    } else {
      let shared = greatestCommonDivisor(images, parts)
      let mostBlocks = Swift.max(channels / Self.channelsOfBlocks, 1)
      let fits = parts / shared <= mostBlocks
      imageRanges = fits ? shared : Swift.max(1, Swift.min(images, parts))
      channelBlocks = fits ? parts / shared : Swift.min(mostBlocks, (parts + imageRanges - 1) / imageRanges)
    }
  }

  /// The number of parts.
  var count: Int { imageRanges * channelBlocks }

  /// A part; blocks of the same images follow each other.
  func part(_ number: Int) -> bp_convolution_part {
    let (range, block) = (number / channelBlocks, number % channelBlocks)
    let first = range * images / imageRanges
    let firstChannel = Self.start(of: block, in: channelBlocks, channels: channels)
    return bp_convolution_part(
      first_image: first, images: (range + 1) * images / imageRanges - first, first_channel: firstChannel,
      channels: Self.start(of: block + 1, in: channelBlocks, channels: channels) - firstChannel)
  }

  /// Where a block of channels starts.
  static func start(of block: Int, in blocks: Int, channels: Int) -> Int {
    ProductStrips.start(of: block, in: blocks, width: channels, multipleOf: channelsOfBlocks)
  }

  /// How many blocks of channels there can be, of so many that are wanted.
  static func blocks(wanted: Int, channels: Int) -> Int {
    Swift.max(1, Swift.min(wanted, channels / channelsOfBlocks))
  }

  /// Into how many parts work is cut: a part for each thread is best where all cores are free; more where it takes long, so
  /// that a thread that has lost its core can be helped.
  private static func parts(products: Double, threads: Int) -> Int {
    let most = Int(Swift.min(products / productsPerPart, Double(4 * threads)))
    return most <= threads || products < Double(threads) * productsWorthHelp
      ? Swift.min(most, threads) : most / threads * threads
  }
}

extension bp_convolution {
  /// The multiply-adds of one pass, those with zeros outside of images among them.
  var products: Double {
    Double(images) * Double(filters) * Double(out_height) * Double(out_width)
      * Double(channels / groups) * Double(kernel_height) * Double(kernel_width)
  }

  /// The elements of w.
  var weights: Int { filters * (channels / groups) * kernel_height * kernel_width }

  /// Into how many ranges of images the derivative by the weight is summed before the ranges' sums are added, in order.
  ///
  /// Sixteen, if each has images, and on average 1,024 pixels, so that what is done once for a range is little beside them: of
  /// 96 images of 64 channels of 8 × 8, a sixteenth's 384 pixels took AVX-512 a fifth longer than a fourth's 1,536. Else a smaller
  /// power of two, which threads share evenly. With groups, whose filters threads don't share and are smaller, 256 are enough.
  var ranges: Int {
    let pixels = Double(images) * Double(out_height) * Double(out_width)
    var ranges = 16
    while ranges > 1, pixels < Double(ranges) * (groups > 1 ? 256 : 1024) { ranges /= 2 }
    return Swift.max(1, Swift.min(ranges, images))
  }
}

extension Kernels where Scalar: TensorScalar {
  /// y of a convolution.
  func convolution(
    _ shapes: ConvolutionShapes, _ x: Tensor<Scalar>, _ w: Tensor<Scalar>, bias: Tensor<Scalar>?
  ) -> Tensor<Scalar> {
    Tensor.make(shapes.result) { y in
      x.withUnsafeElements { x in
        w.withUnsafeElements { w in
          guard let x = x.baseAddress, let w = w.baseAddress else { return }
          if let bias {
            bias.withUnsafeElements { convolve(shapes.sizes, x, w, $0.baseAddress, y) }
          } else {
            convolve(shapes.sizes, x, w, nil, y)
          }
        }
      }
    }
  }

  /// ∂L/∂x from w and ∂L/∂y.
  func convolutionByInput(
    _ shapes: ConvolutionShapes, _ w: Tensor<Scalar>, _ dy: Tensor<Scalar>, _ result: TensorShape
  ) -> Tensor<Scalar> {
    w.withUnsafeElements { w in
      dy.withUnsafeElements { dy in
        Tensor.make(result) { dx in
          guard let w = w.baseAddress, let dy = dy.baseAddress else { return }
          convolveByInput(shapes.sizes, w, dy, dx)
        }
      }
    }
  }

  /// ∂L/∂w from x and ∂L/∂y.
  func convolutionByWeight(
    _ shapes: ConvolutionShapes, _ x: Tensor<Scalar>, _ dy: Tensor<Scalar>, _ result: TensorShape
  ) -> Tensor<Scalar> {
    x.withUnsafeElements { x in
      dy.withUnsafeElements { dy in
        Tensor.make(result) { dw in
          guard let x = x.baseAddress, let dy = dy.baseAddress else { return }
          convolveByWeight(shapes.sizes, x, dy, dw)
        }
      }
    }
  }

  /// ∂L/∂b from ∂L/∂y: the sums over each image's pixels, by sixteen interleaved sums, added image by image.
  func convolutionByBias(_ shapes: ConvolutionShapes, _ dy: Tensor<Scalar>) -> Tensor<Scalar> {
    let (images, filters) = (shapes.sizes.images, shapes.sizes.filters)
    let pixels = shapes.sizes.out_height * shapes.sizes.out_width
    return dy.withUnsafeElements { dy in
      Tensor.make(TensorShape(vector: filters)) { sums in
        guard let dy = dy.baseAddress else { return }
        withScratch(images * filters) { planes in
          forEachBlock(ofRows: images * filters, of: pixels) { first, count in
            rowSums(count, pixels, dy + first * pixels, nil, planes + first)
          }
          columnSums(images, filters, planes, filters, sums)
        }
      }
    }
  }

  @inline(never)
  func convolve(_ sizes: bp_convolution, _ x: Input, _ w: Input, _ bias: Input?, _ y: Output) {
    let operands = WindowKernels<Scalar>.Operands(first: x, second: w, bias: bias, result: y)
    compute(sizes, channels: sizes.filters, operands, by: windows.convolve)
  }

  @inline(never)
  func convolveByInput(_ sizes: bp_convolution, _ w: Input, _ dy: Input, _ dx: Output) {
    let operands = WindowKernels<Scalar>.Operands(first: w, second: dy, result: dx)
    compute(sizes, channels: sizes.channels, operands, by: windows.convolveByInput)
  }

  @inline(never)
  func convolveByWeight(_ sizes: bp_convolution, _ x: Input, _ dy: Input, _ dw: Output) {
    let threads = sizes.products < 2 * ConvolutionCut.productsPerPart ? 1 : Parallelism.threadCount
    // A call computes all groups.
    let wanted = sizes.groups > 1 ? 1 : (threads + sizes.ranges - 1) / sizes.ranges
    let blocks = ConvolutionCut.blocks(wanted: wanted, channels: sizes.filters)
    sumOverRanges(sizes, blocks: blocks, alone: threads == 1, dw) { range, block, result in
      let filter = ConvolutionCut.start(of: block, in: blocks, channels: sizes.filters)
      let part = bp_convolution_part(
        first_image: range.lowerBound, images: range.count, first_channel: filter,
        channels: ConvolutionCut.start(of: block + 1, in: blocks, channels: sizes.filters) - filter)
      let operands = WindowKernels<Scalar>.Operands(first: x, second: dy, result: result)
      compute(sizes, part, operands, by: windows.convolveByWeight)
    }
  }

  /// Lets a function write the derivative by the weight for each range of images, in blocks of filters, and adds the ranges'
  /// up, in order.
  func sumOverRanges(
    _ sizes: bp_convolution, blocks: Int, alone: Bool, _ dw: Output,
    _ body: (_ images: Range<Int>, _ block: Int, _ result: Output) -> Void
  ) {
    let (ranges, weights) = (sizes.ranges, sizes.weights)
    // The first range's sums are where the result will be.
    withScratch((ranges - 1) * weights) { sums in
      forEachChunk(ranges * blocks, alone: alone) { chunk in
        let range = chunk / blocks
        let first = range * sizes.images / ranges
        body(
          first..<(range + 1) * sizes.images / ranges, chunk % blocks,
          range == 0 ? dw : sums + (range - 1) * weights)
      }
      guard ranges > 1 else { return }
      // So many at a time that they stay in the nearest cache.
      let step = 2048
      forEachChunk((weights + step - 1) / step, alone: alone) { chunk in
        let first = chunk * step
        for range in 1..<ranges {
          addScaled(Swift.min(step, weights - first), 1, sums + (range - 1) * weights + first, dw + first)
        }
      }
    }
  }

  /// Computes all parts that images and the result's channels are cut into.
  private func compute(
    _ sizes: bp_convolution, channels: Int, _ operands: WindowKernels<Scalar>.Operands,
    by kernel: WindowKernels<Scalar>.Convolution
  ) {
    let cut = ConvolutionCut(sizes, channels: channels, threads: Parallelism.threadCount)
    Parallelism.forEachChunk(cut.count) { compute(sizes, cut.part($0), operands, by: kernel) }
  }

  func compute(
    _ sizes: bp_convolution, _ part: bp_convolution_part, _ operands: WindowKernels<Scalar>.Operands,
    by kernel: WindowKernels<Scalar>.Convolution
  ) {
    withUnsafePointer(to: sizes) { sizes in
      withUnsafePointer(to: part) { part in
        withScratch(windows.scratch(sizes, part)) { kernel(sizes, part, operands, $0) }
      }
    }
  }

  private func forEachChunk(_ chunks: Int, alone: Bool, _ body: (Int) -> Void) {
    if alone { for chunk in 0..<chunks { body(chunk) } } else { Parallelism.forEachChunk(chunks, body) }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}

// MARK: - Pooling

extension Kernels where Scalar: TensorScalar {
  /// The largest elements of windows, and their places in them.
  func maxPool(
    _ shapes: PoolingShapes, _ x: Tensor<Scalar>
  ) -> (y: Tensor<Scalar>, places: Tensor<Scalar>) {
    var places = Tensor<Scalar>(uninitialized: shapes.result)
    let y = x.withUnsafeElements { x in
      places.withNewElements { places in
        Tensor.make(shapes.result) { y in
          guard let x = x.baseAddress else { return }
          forEachPlane(shapes) { sizes, count, input, output in
            windows.maxPool(sizes, count, x + input, y + output, places + output)
          }
        }
      }
    }
    return (y, places)
  }

  /// The largest elements of windows alone, with scratch memory for their places.
  func maxima(_ shapes: PoolingShapes, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.withUnsafeElements { x in
      Tensor.make(shapes.result) { y in
        withScratch(shapes.result.elementCount) { places in
          guard let x = x.baseAddress else { return }
          forEachPlane(shapes) { sizes, count, input, output in
            windows.maxPool(sizes, count, x + input, y + output, places + output)
          }
        }
      }
    }
  }

  /// ∂L/∂x of a max pooling from the places of its maxima and ∂L/∂y.
  func maxPoolGradient(
    _ shapes: PoolingShapes, _ places: Tensor<Scalar>, _ dy: Tensor<Scalar>, _ result: TensorShape
  ) -> Tensor<Scalar> {
    places.withUnsafeElements { places in
      dy.withUnsafeElements { dy in
        Tensor.make(result) { dx in
          guard let places = places.baseAddress, let dy = dy.baseAddress else { return }
          forEachPlane(shapes) { sizes, count, input, output in
            windows.maxPoolBackward(sizes, count, places + output, dy + output, dx + input)
          }
        }
      }
    }
  }

  /// The means of windows.
  func averagePool(_ shapes: PoolingShapes, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.withUnsafeElements { x in
      Tensor.make(shapes.result) { y in
        guard let x = x.baseAddress else { return }
        forEachPlane(shapes) { sizes, count, input, output in
          windows.averagePool(sizes, count, x + input, y + output)
        }
      }
    }
  }

  /// ∂L/∂x of an average pooling from ∂L/∂y.
  func averagePoolGradient(
    _ shapes: PoolingShapes, _ dy: Tensor<Scalar>, _ result: TensorShape
  ) -> Tensor<Scalar> {
    dy.withUnsafeElements { dy in
      Tensor.make(result) { dx in
        guard let dy = dy.baseAddress else { return }
        forEachPlane(shapes) { sizes, count, input, output in
          windows.averagePoolBackward(sizes, count, dy + output, dx + input)
        }
      }
    }
  }

  /// Calls a function with so many planes, and where they start in x and in y.
  private func forEachPlane(
    _ shapes: PoolingShapes,
    _ body: (_ sizes: UnsafePointer<bp_pooling>, _ count: Int, _ input: Int, _ output: Int) -> Void
  ) {
    let sizes = shapes.sizes
    let (input, output) = (sizes.height * sizes.width, sizes.out_height * sizes.out_width)
    withUnsafePointer(to: sizes) { sizes in
      forEachBlock(ofRows: shapes.planes, of: input) { first, count in
        body(sizes, count, first * input, first * output)
      }
    }
  }
}
