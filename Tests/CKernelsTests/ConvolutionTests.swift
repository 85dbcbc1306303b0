import CKernels
import Testing

/// Convolutions of random sizes against the chains of fused multiply-adds that define them, for every instruction set of
/// the machine, as a whole and in parts.
@Suite struct ConvolutionTests {
  /// Elements around results and after the scratch memory that must not change.
  static let guardCount = 40

  /// The three kernels.
  enum Pass: CaseIterable {
    case forward, byInput, byWeight
  }

  /// One convolution with its operands.
  struct Job<T: KernelScalar>: CustomStringConvertible {
    let sizes: bp_convolution
    var x: [T]
    var w: [T]
    var dy: [T]
    let bias: [T]?

    var depth: Int { sizes.channels / sizes.groups }
    var breadth: Int { sizes.filters / sizes.groups }

    init(_ sizes: bp_convolution, _ random: inout TestRandom) {
      self.sizes = sizes
      x = random.numbers(sizes.images * sizes.channels * sizes.height * sizes.width)
      w = random.numbers(
        sizes.filters * sizes.channels / sizes.groups * sizes.kernel_height * sizes.kernel_width)
      dy = random.numbers(sizes.images * sizes.filters * sizes.out_height * sizes.out_width)
      bias = random.chance(2) ? random.numbers(sizes.filters) : nil
    }

    var description: String { "\(T.self) \(sizes), bias \(bias != nil)" }

    /// The channels of a pass's result.
    func channels(_ pass: Pass) -> Int { pass == .byInput ? sizes.channels : sizes.filters }

    /// The elements of a pass's result, and of one image and channel of it, or one filter.
    func counts(_ pass: Pass) -> (all: Int, each: Int) {
      switch pass {
      case .forward: (dy.count, sizes.out_height * sizes.out_width)
      case .byInput: (x.count, sizes.height * sizes.width)
      case .byWeight: (w.count, depth * sizes.kernel_height * sizes.kernel_width)
      }
    }

    var everything: (Pass) -> bp_convolution_part {
      { pass in
        bp_convolution_part(
          first_image: 0, images: sizes.images, first_channel: 0, channels: channels(pass))
      }
    }

    /// Where a part's elements lie in a pass's result.
    func places(of part: bp_convolution_part, _ pass: Pass) -> [Range<Int>] {
      let each = counts(pass).each
      let channels = (part.first_channel * each)..<((part.first_channel + part.channels) * each)
      guard pass != .byWeight else { return [channels] }
      return (part.first_image..<part.first_image + part.images).map { image in
        let start = image * self.channels(pass) * each
        return (start + channels.lowerBound)..<(start + channels.upperBound)
      }
    }
  }

  /// What the kernels promise for one element, as plainly as possible; what a derivative by the weight is summed over is
  /// `images`.
  @inline(__always)
  func element<T: KernelScalar>(_ job: Job<T>, _ pass: Pass, at index: Int, images: Range<Int>) -> T {
    let s = job.sizes
    let (depth, breadth) = (job.depth, job.breadth)
    func pixel(_ of: [T], _ n: Int, _ c: Int, _ i: Int, _ j: Int, _ size: (c: Int, h: Int, w: Int)) -> T {
      guard i >= 0, i < size.h, j >= 0, j < size.w else { return 0 }
      return of[((n * size.c + c) * size.h + i) * size.w + j]
    }
    let (xSize, ySize) = ((s.channels, s.height, s.width), (s.filters, s.out_height, s.out_width))
    var sum: T = 0
    switch pass {
    case .forward:
      let (j, rows) = (index % s.out_width, index / s.out_width)
      let (i, planes) = (rows % s.out_height, rows / s.out_height)
      let (o, n) = (planes % s.filters, planes / s.filters)
      for c in 0..<depth {
        for u in 0..<s.kernel_height {
          for v in 0..<s.kernel_width {
            let x = pixel(
              job.x, n, o / breadth * depth + c, i * s.stride_y + u * s.dilation_y - s.pad_top,
              j * s.stride_x + v * s.dilation_x - s.pad_left, xSize)
            sum.addProduct(job.w[((o * depth + c) * s.kernel_height + u) * s.kernel_width + v], x)
          }
        }
      }
      sum += 0
      if let bias = job.bias { sum += bias[o] }
    case .byInput:
      let (column, rows) = (index % s.width, index / s.width)
      let (row, planes) = (rows % s.height, rows / s.height)
      let (c, n) = (planes % s.channels, planes / s.channels)
      for o in (c / depth * breadth)..<((c / depth + 1) * breadth) {
        for u in 0..<s.kernel_height {
          for v in 0..<s.kernel_width {
            let (i, j) = (row + s.pad_top - u * s.dilation_y, column + s.pad_left - v * s.dilation_x)
            guard i % s.stride_y == 0, j % s.stride_x == 0 else { continue }
            let dy = pixel(job.dy, n, o, i / s.stride_y, j / s.stride_x, ySize)
            sum.addProduct(job.w[((o * depth + c % depth) * s.kernel_height + u) * s.kernel_width + v], dy)
          }
        }
      }
      sum += 0
    case .byWeight:
      let (v, rows) = (index % s.kernel_width, index / s.kernel_width)
      let (u, planes) = (rows % s.kernel_height, rows / s.kernel_height)
      let (c, o) = (planes % depth, planes / depth)
      for n in images {
        for i in 0..<s.out_height {
          for j in 0..<s.out_width {
            let x = pixel(
              job.x, n, o / breadth * depth + c, i * s.stride_y + u * s.dilation_y - s.pad_top,
              j * s.stride_x + v * s.dilation_x - s.pad_left, xSize)
            sum.addProduct(pixel(job.dy, n, o, i, j, ySize), x)
          }
        }
      }
      sum += 0
    }
    return sum
  }

  /// Runs a kernel on a part; the result lies between guards.
  func run<T: KernelScalar>(
    _ kernels: Kernels<T>, _ job: Job<T>, _ pass: Pass, _ part: bp_convolution_part, _ result: inout [T]
  ) {
    let mark: T = 777
    let all = kernels.convolution
    withUnsafePointer(to: job.sizes) { sizes in
      withUnsafePointer(to: part) { part in
        let need = all.scratch(sizes, part, pointerToCaches)
        // One element past the start, so that it is aligned to an element only.
        var scratch = [T](repeating: mark, count: need + Self.guardCount + 1)
        result.withUnsafeMutableBufferPointer { result in
          scratch.withUnsafeMutableBufferPointer { scratch in
            // The addresses of empty arrays, which aren't read, are those of something else.
            let result = result.baseAddress! + Self.guardCount
            let scratch = need > 0 ? scratch.baseAddress! + 1 : nil
            let (x, w, dy) = (job.x + [mark], job.w + [mark], job.dy + [mark])
            switch pass {
            case .forward:
              if let bias = job.bias {
                all.convolve(sizes, part, pointerToCaches, x, w, bias + [mark], result, scratch)
              } else {
                all.convolve(sizes, part, pointerToCaches, x, w, nil, result, scratch)
              }
            case .byInput: all.byInput(sizes, part, pointerToCaches, w, dy, result, scratch)
            case .byWeight: all.byWeight(sizes, part, pointerToCaches, x, dy, result, scratch)
            }
          }
        }
        #expect(scratch[0] == mark)
        #expect(scratch[(need + 1)...].allSatisfy { $0 == mark }, "wrote past the scratch memory: \(job)")
      }
    }
  }

  /// Parts that together are the whole, cut between images and between channels.
  func parts<T: KernelScalar>(_ job: Job<T>, _ pass: Pass, _ random: inout TestRandom)
    -> [bp_convolution_part]
  {
    var whole = job.everything(pass)
    // A derivative by the weight is summed over all images in one call.
    let cut = pass == .byWeight ? 0 : Int.random(in: 0...whole.images, using: &random)
    let channels = job.channels(pass)
    let channelCut = job.sizes.groups > 1 ? 0 : Int.random(in: 0...channels / 4, using: &random) * 4
    var parts: [bp_convolution_part] = []
    for images in pass == .byWeight ? [0..<whole.images] : [0..<cut, cut..<whole.images] {
      for channels in job.sizes.groups > 1 ? [0..<channels] : [0..<channelCut, channelCut..<channels] {
        (whole.first_image, whole.images) = (images.lowerBound, images.count)
        (whole.first_channel, whole.channels) = (channels.lowerBound, channels.count)
        parts.append(whole)
      }
    }
    return parts
  }

  /// Computes all passes as a whole, in parts, and one part alone by every instruction set, and compares with the
  /// definition, the surroundings along with the result.
  func check<T: KernelScalar>(_ job: Job<T>, _ random: inout TestRandom) {
    for pass in Pass.allCases {
      let count = job.counts(pass).all
      let before: [T] = random.numbers(count + 2 * Self.guardCount)
      var expected = before
      for index in 0..<count {
        expected[Self.guardCount + index] = element(job, pass, at: index, images: 0..<job.sizes.images)
      }
      let cut = parts(job, pass, &random)
      // The sum over some images only.
      var some = job.everything(pass)
      some.first_image = Int.random(in: 0...some.images, using: &random)
      some.images = Int.random(in: 0...some.images - some.first_image, using: &random)
      var expectedOfSome = before
      for place in job.places(of: some, pass).flatMap({ $0 }) {
        expectedOfSome[Self.guardCount + place] =
          pass == .byWeight
          ? element(job, pass, at: place, images: some.first_image..<some.first_image + some.images)
          : expected[Self.guardCount + place]
      }
      for kernels in allKernels(T.self) {
        let isa = String(cString: bp_isa_name(kernels.isa))
        var result = before
        run(kernels, job, pass, job.everything(pass), &result)
        expectSame(result, expected, "\(isa) \(pass) \(job)")
        result = before
        for part in cut { run(kernels, job, pass, part, &result) }
        expectSame(result, expected, "\(isa) \(pass) in \(cut): \(job)")
        result = before
        run(kernels, job, pass, some, &result)
        expectSame(result, expectedOfSome, "\(isa) \(pass) of \(some): \(job)")
      }
    }
  }

  /// Sizes of all kinds: mostly small, some with one channel, kernels of one element, images smaller than the kernel,
  /// results of one element, or no images at all.
  func randomSizes(_ random: inout TestRandom) -> bp_convolution {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    var s = bp_convolution()
    s.groups = random.chance(4) ? number(2...3) : 1
    s.images = random.chance(12) ? 0 : number(1...3)
    s.channels = s.groups * (random.chance(3) ? 1 : number(1...(random.chance(6) ? 9 : 4)))
    s.filters = s.groups * number(1...(random.chance(4) ? 20 : 6))
    if random.chance(40) { s.filters = 0 }
    if random.chance(40) { s.channels = 0 }
    let isPoint = random.chance(4)
    func axis() -> (size: Int, out: Int, kernel: Int, stride: Int, dilation: Int, pad: Int) {
      let kernel = isPoint ? 1 : number(1...5)
      let stride = random.chance(2) ? 1 : number(1...3)
      let dilation = random.chance(3) ? number(1...3) : 1
      let (before, after) = random.chance(2) ? (0, 0) : (number(0...3), number(0...3))
      let reach = dilation * (kernel - 1) + 1
      // The least that the kernel fits into, or more.
      let least = max(0, reach - before - after)
      let size = least + (random.chance(6) ? 0 : number(0...(random.chance(5) ? 34 : 9)))
      return (size, (size + before + after - reach) / stride + 1, kernel, stride, dilation, before)
    }
    let (y, x) = (axis(), axis())
    (s.height, s.out_height, s.kernel_height, s.stride_y, s.dilation_y, s.pad_top) = y
    (s.width, s.out_width, s.kernel_width, s.stride_x, s.dilation_x, s.pad_left) = x
    return s
  }

  func checkSmall<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for _ in 0..<250 * fuzzFactor { check(Job<T>(randomSizes(&random), &random), &random) }
  }

  @Test func smallFloatConvolutions() { checkSmall(Float.self, seed: 21) }
  @Test func smallDoubleConvolutions() { checkSmall(Double.self, seed: 22) }

  /// Infinities and NaNs reach exactly the elements that they reach in the plain loop; zeros outside of an image meet
  /// them, too.
  func checkSpecial<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for special in [T.infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
      for _ in 0..<12 {
        var job = Job<T>(randomSizes(&random), &random)
        for operand in [\Job<T>.x, \.w, \.dy] where !random.chance(2) {
          if let place = job[keyPath: operand].indices.randomElement(using: &random) {
            job[keyPath: operand][place] = special
          }
        }
        check(job, &random)
      }
    }
  }

  @Test func specialFloats() { checkSpecial(Float.self, seed: 23) }
  @Test func specialDoubles() { checkSpecial(Double.self, seed: 24) }

  /// Layers as networks have them. The definition would take too long for all elements, so it is looked at for some,
  /// and all are compared between instruction sets and between the whole and its parts.
  func checkLarge<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    // images, channels, filters, size, kernel, stride, dilation, pad, groups
    let layers = [
      [2, 1, 30, 28, 5, 1, 1, 0, 1], [2, 16, 16, 28, 3, 1, 1, 1, 1], [2, 32, 32, 14, 3, 1, 1, 2, 1],
      [3, 64, 64, 8, 3, 1, 1, 1, 1], [2, 40, 70, 9, 1, 1, 1, 0, 1], [1, 3, 24, 37, 7, 2, 1, 3, 1],
      [2, 24, 48, 11, 3, 2, 2, 2, 4], [2, 32, 32, 15, 3, 1, 1, 1, 32], [1, 130, 33, 6, 3, 1, 1, 1, 1],
    ]
    for layer in layers {
      let (size, kernel, stride, dilation, pad) = (layer[3], layer[4], layer[5], layer[6], layer[7])
      let out = (size + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1
      let sizes = bp_convolution(
        images: layer[0], groups: layer[8], channels: layer[1], height: size, width: size,
        filters: layer[2], out_height: out, out_width: out, kernel_height: kernel, kernel_width: kernel,
        stride_y: stride, stride_x: stride, dilation_y: dilation, dilation_x: dilation, pad_top: pad,
        pad_left: pad)
      let job = Job<T>(sizes, &random)
      for pass in Pass.allCases {
        let count = job.counts(pass).all
        let before: [T] = random.numbers(count + 2 * Self.guardCount)
        let cut = parts(job, pass, &random)
        var expected: [T]?
        for kernels in allKernels(T.self) {
          let isa = String(cString: bp_isa_name(kernels.isa))
          var result = before
          run(kernels, job, pass, job.everything(pass), &result)
          expectSame(result, expected ?? result, "\(isa) \(pass) \(job)")
          expected = result
          // Slow where it has to call the C library for every product.
          if kernels.isa == BP_ISA_PORTABLE && machineISAs.count > 1 { continue }
          result = before
          for part in cut { run(kernels, job, pass, part, &result) }
          expectSame(result, expected!, "\(isa) \(pass) in \(cut): \(job)")
        }
        guard let expected else { continue }
        for _ in 0..<100 {
          let index = Int.random(in: 0..<count, using: &random)
          let wanted = element(job, pass, at: index, images: 0..<sizes.images)
          #expect(same(expected[Self.guardCount + index], wanted), "\(pass) \(index) of \(job)")
        }
        let ends = Array(before.prefix(Self.guardCount)) + before.suffix(Self.guardCount)
        expectSame(
          Array(expected.prefix(Self.guardCount)) + expected.suffix(Self.guardCount), ends,
          "\(pass) wrote around the result: \(job)")
      }
    }
  }

  @Test func largeFloatConvolutions() { checkLarge(Float.self, seed: 25) }
  @Test func largeDoubleConvolutions() { checkLarge(Double.self, seed: 26) }
}
