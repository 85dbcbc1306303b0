import Testing

@testable import Backprop

/// Kernels of 3 × 3 with eight channels and filters or more, which take a quarter of the products, and of 5 × 5 with
/// few channels and eight filters or more, which take four in ten.
@Suite("Convolutions by minimal filtering")
struct MinimalFilteringTests {
  /// A convolution's sizes, one by one: not all kinds of numbers have sums that are exact.
  private struct Sizes: CustomStringConvertible {
    var images: Int
    var channels: Int
    var filters: Int
    var height: Int
    var width: Int
    var groups = 1
    var kernel = 3
    var padding: Padding2D = 1

    var description: String {
      "\(images)x\(channels)x\(height)x\(width), \(filters) filters of \(kernel) in \(groups) groups, padding \(padding)"
    }
    var image: TensorShape { [images, channels, height, width] }
    var filter: TensorShape { [filters, channels / groups, kernel, kernel] }
    var result: TensorShape {
      [
        images, filters, height + padding.top + padding.bottom - kernel + 1,
        width + padding.left + padding.right - kernel + 1,
      ]
    }
  }

  /// Sums and the sums of their terms' magnitudes.
  private struct Sums {
    var values: [Double]
    var magnitudes: [Double]

    init(_ count: Int) {
      values = [Double](repeating: 0, count: count)
      magnitudes = values
    }

    mutating func add(_ term: Double, at place: Int) {
      values[place] += term
      magnitudes[place] += term.magnitude
    }
  }

  /// The result, and the derivatives by the image and by the filters, term by term.
  private func plain(_ sizes: Sizes, _ x: [Double], _ w: [Double], _ dy: [Double]) -> (
    y: Sums, dx: Sums, dw: Sums
  ) {
    var (y, dx, dw) = (Sums(dy.count), Sums(x.count), Sums(w.count))
    let (rows, columns) = (sizes.result[2], sizes.result[3])
    let (channels, filters) = (sizes.channels / sizes.groups, sizes.filters / sizes.groups)
    let taps = sizes.kernel * sizes.kernel
    for place in dy.indices {
      let (j, i) = (place % columns, place / columns % rows)
      let (o, n) = (place / columns / rows % sizes.filters, place / columns / rows / sizes.filters)
      for term in 0..<channels * taps {
        let (c, u, v) = (term / taps, term % taps / sizes.kernel, term % sizes.kernel)
        let (r, q) = (i + u - sizes.padding.top, j + v - sizes.padding.left)
        guard r >= 0, r < sizes.height, q >= 0, q < sizes.width else { continue }
        let at = ((n * sizes.channels + o / filters * channels + c) * sizes.height + r) * sizes.width + q
        let weight = o * channels * taps + term
        y.add(x[at] * w[weight], at: place)
        dx.add(dy[place] * w[weight], at: at)
        dw.add(dy[place] * x[at], at: weight)
      }
    }
    return (y, dx, dw)
  }

  private func check<Scalar: TensorScalar>(_: Scalar.Type, _ sizes: Sizes, seed: UInt64) throws {
    var generator = Philox4x32(seed: seed)
    let a = Tensor<Scalar>.normal(sizes.image, using: &generator)
    let b = Tensor<Scalar>.normal(sizes.filter, using: &generator)
    let upstream = Tensor<Scalar>.normal(sizes.result, using: &generator)
    let graph = Graph<Scalar>()
    let (x, w) = (graph.variable(a), graph.variable(b))
    let y = x.convolved(with: w, padding: sizes.padding, groups: sizes.groups)
    let gradients = y.backward(upstream: upstream)
    let wanted = plain(
      sizes, a.scalars.map { Double($0) }, b.scalars.map { Double($0) }, upstream.scalars.map { Double($0) })
    for (name, got, sums) in [
      ("y", y.value, wanted.y), ("by the image", gradients[x], wanted.dx),
      ("by the filters", gradients[w], wanted.dw),
    ] {
      // A square's neighbours count, too, so each plane's largest sum of magnitudes is what errors are measured by.
      let largest = sums.magnitudes.max() ?? 0
      let bound = 24 * Double(Scalar.ulpOfOne) / 2 * largest
      let error = zip(got.scalars, sums.values).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(error <= bound, "\(name) of \(sizes): \(error / bound * 24) roundings")
    }
  }

  @Test("are as accurate as is said, forward and backward")
  func accuracy() throws {
    var seed: UInt64 = 1
    for sizes in [
      Sizes(images: 2, channels: 8, filters: 16, height: 8, width: 8),
      Sizes(images: 1, channels: 16, filters: 8, height: 9, width: 6, padding: 0),
      Sizes(
        images: 3, channels: 11, filters: 9, height: 5, width: 7,
        padding: .init(top: 2, bottom: 0, left: 1, right: 3)),
      Sizes(images: 1, channels: 16, filters: 18, height: 6, width: 13, groups: 2, padding: 2),
      Sizes(images: 1, channels: 70, filters: 8, height: 5, width: 5),
      Sizes(images: 2, channels: 1, filters: 30, height: 28, width: 28, kernel: 5, padding: 0),
      Sizes(images: 1, channels: 4, filters: 8, height: 13, width: 12, kernel: 5, padding: 2),
      Sizes(
        images: 2, channels: 6, filters: 18, height: 12, width: 13, groups: 2, kernel: 5,
        padding: .init(top: 4, bottom: 1, left: 0, right: 5)),
    ] {
      try check(Float.self, sizes, seed: seed)
      try check(Double.self, sizes, seed: seed + 1)
      seed += 2
    }
  }

  @Test("give an image the same bits alone and among others")
  func batches() {
    var generator = Philox4x32(seed: 3)
    let images = Tensor<Float>.normal([7, 16, 10, 9], using: &generator)
    let filters = Tensor<Float>.normal([24, 16, 3, 3], using: &generator)
    let graph = Graph<Float>()
    let w = graph.variable(filters)
    let all = graph.variable(images).convolved(with: w, padding: 1).value.scalars.map(\.bitPattern)
    let size = images.shape.elementCount / 7
    for n in 0..<7 {
      let one = Tensor<Float>(shape: [1, 16, 10, 9], Array(images.scalars[n * size..<(n + 1) * size]))
      let alone = graph.variable(one).convolved(with: w, padding: 1).value.scalars.map(\.bitPattern)
      #expect(alone == Array(all[n * alone.count..<(n + 1) * alone.count]))
    }
  }

  @Test("let a NaN reach the lines of four rows that see it, and nothing else")
  func notANumberInAColumn() {
    var generator = Philox4x32(seed: 5)
    var numbers = Tensor<Float>.normal([1, 2, 16, 16], using: &generator).scalars.map { $0 }
    numbers[256 + 9 * 16 + 6] = .nan
    let graph = Graph<Float>()
    let w = graph.variable(Tensor.normal([8, 2, 5, 5], using: &generator))
    let x = graph.variable(Tensor(shape: [1, 2, 16, 16], numbers))
    let y = x.convolved(with: w).value.scalars
    for (place, value) in y.enumerated() {
      // Rows 5 to 9 and columns 2 to 6 are sums over it; lines are rows 4 to 7 and 8 to 11.
      let (i, j) = (place / 12 % 12, place % 12)
      #expect(value.isNaN == ((4..<12).contains(i) && (2..<7).contains(j)), "at \(place)")
    }
  }

  @Test("let a NaN reach the squares that see it, and nothing else")
  func notANumber() {
    var generator = Philox4x32(seed: 4)
    var numbers = Tensor<Double>.normal([1, 8, 12, 12], using: &generator).scalars.map { $0 }
    numbers[144 + 5 * 12 + 6] = .nan
    let graph = Graph<Double>()
    let w = graph.variable(Tensor.normal([8, 8, 3, 3], using: &generator))
    let x = graph.variable(Tensor(shape: [1, 8, 12, 12], numbers))
    let y = x.convolved(with: w, padding: 1).value.scalars
    for (place, value) in y.enumerated() {
      // Rows 4 to 6 and columns 5 to 7 are sums over it.
      let (i, j) = (place / 12 % 12, place % 12)
      #expect(value.isNaN == ((4..<8).contains(i) && (4..<8).contains(j)), "at \(place)")
    }
  }
}
