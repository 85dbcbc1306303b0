import Testing

@testable import Backprop

@Suite("Convolution and pooling")
struct WindowTests {
  private let graph = Graph<Double>()

  @Test("are methods of a variable, as its other operations are")
  func methods() {
    let x = graph.variable(Tensor(shape: [1, 1, 3, 3], (1...9).map(Double.init)))
    let w = graph.variable(Tensor(shape: [1, 1, 2, 2], [1, 0, 0, -1]))
    let b = graph.variable([10])
    #expect(x.convolved(with: w).value == Tensor(shape: [1, 1, 2, 2], [-4, -4, -4, -4]))
    #expect(x.convolved(with: w, bias: b, stride: 2).value == Tensor(shape: [1, 1, 1, 1], [6]))
    #expect(x.convolved(with: w, padding: 1, dilation: 2).shape == [1, 1, 3, 3])
    #expect(x.maxPooled(window: 2).value == Tensor(shape: [1, 1, 1, 1], [5]))
    #expect(x.maxPooled(window: 2, stride: 1).value == Tensor(shape: [1, 1, 2, 2], [5, 6, 8, 9]))
    #expect(x.averagePooled(window: 3).value == Tensor(shape: [1, 1, 1, 1], [5]))
    #expect(
      x.averagePooled(window: 2, padding: .init(top: 1, bottom: 0, left: 1, right: 0)).value.scalars[0]
        == 0.25)
  }

  @Test("tell their settings to listings")
  func settings() {
    let convolution = Convolution2DOperation<Float>(stride: 2, padding: .init(height: 1, width: 3), groups: 4)
    #expect(convolution.settings["stride_width"] == 2 && convolution.settings["padding_right"] == 3)
    #expect(convolution.settings["dilation_height"] == 1 && convolution.settings["groups"] == 4)
    let pool = AveragePool2DOperation<Float>(window: 2)
    #expect(pool.settings["window_height"] == 2 && pool.settings["stride_height"] == 2)
    #expect("\(Extent2D(height: 2, width: 3))" == "2x3" && "\(Padding2D(1))" == "1")
  }

  @Test("a maximum that several elements share sends its derivative to the first")
  func ties() {
    let x = graph.variable(Tensor(shape: [1, 1, 2, 4], [1, 3, 2, 2, 3, 3, 2, 2]))
    let y = x.maxPooled(window: 2)
    #expect(y.value == Tensor(shape: [1, 1, 1, 2], [3, 2]))
    let dx = y.backward(upstream: Tensor(shape: [1, 1, 1, 2], [5, 7]))[x]
    #expect(dx == Tensor(shape: [1, 1, 2, 4], [0, 5, 7, 0, 0, 0, 0, 0]))
  }

  @Test("an element that is NaN makes the maxima NaN that see it, and receives their derivatives")
  func notANumber() {
    let x = graph.variable(Tensor(shape: [1, 1, 1, 4], [1, .nan, .infinity, 2]))
    let y = x.maxPooled(window: .init(height: 1, width: 2), stride: 1)
    #expect(y.value.scalars[0].isNaN && y.value.scalars[1].isNaN && y.value.scalars[2] == .infinity)
    let dx = y.backward(upstream: Tensor(shape: [1, 1, 1, 3], [3, 4, 5]))[x]
    #expect(dx.scalars == [0, 7, 5, 0])
    // Nothing is larger than −∞ where nothing else is there; padding is never the largest.
    let lowest = graph.variable(Tensor(shape: [1, 1, 1, 1], [-.infinity]))
    #expect(lowest.maxPooled(window: 3, padding: 1).value.item == -.infinity)
  }

  @Test("a filter's infinity meets the zeros around an image")
  func infinityInFilter() {
    let x = graph.constant(.ones([1, 1, 1, 2]))
    let w = graph.constant(Tensor(shape: [1, 1, 1, 2], [.infinity, 1]))
    let y = x.convolved(with: w, padding: .init(top: 0, bottom: 0, left: 1, right: 0)).value.scalars
    #expect(y[0].isNaN && y[1] == .infinity)
  }

  @Test("parts of a convolution hold each image and channel once, however it is cut")
  func parts() throws {
    for threads in [1, 2, 3, 5, 8, 64] {
      for (images, channels, groups) in [
        (1, 64, 1), (1, 3, 1), (3, 30, 1), (5, 16, 1), (100, 16, 1), (7, 64, 4), (2, 200, 1), (0, 8, 1),
      ] {
        let sizes = try ConvolutionShapes(
          [images, 64, 50, 50], [channels, 64 / groups, 3, 3], bias: nil, stride: 1, padding: 1, dilation: 1,
          groups: groups
        ).sizes
        let cut = ConvolutionCut(sizes, channels: channels, threads: threads)
        var counts = [Int](repeating: 0, count: images * channels)
        for number in 0..<cut.count {
          let part = cut.part(number)
          #expect(part.first_channel % 8 == 0)
          for image in part.first_image..<part.first_image + part.images {
            for channel in part.first_channel..<part.first_channel + part.channels {
              counts[image * channels + channel] += 1
            }
          }
        }
        #expect(counts.allSatisfy { $0 == 1 }, "\(images) images, \(channels) channels, \(threads) threads")
        #expect(groups == 1 || cut.channelBlocks == 1)
        if images > 0, groups == 1, channels >= 8 * threads { #expect(cut.count >= threads) }
        #expect((1...16).contains(sizes.ranges) && sizes.ranges <= Swift.max(images, 1))
      }
    }
  }

  /// The images of a mini-batch, the width of a square result, groups, and the ranges: a power of two, whose parts have 1,024
  /// pixels on average, with groups 256, or as many as there are images.
  @Test(
    "sum the derivative by the weights over ranges that have pixels enough",
    arguments: [
      (0, 28, 1, 1), (1, 28, 1, 1), (100, 1, 1, 1), (100, 4, 1, 1), (31, 8, 1, 1), (32, 8, 1, 2),
      (100, 8, 1, 4),
      (256, 8, 1, 16), (100, 12, 1, 8), (100, 28, 1, 16), (3, 28, 1, 2), (3, 512, 1, 3), (17, 512, 1, 16),
      (32, 7, 4, 4), (100, 8, 4, 16), (100, 4, 4, 4), (100, 4, 2, 4), (7, 3, 8, 1),
    ])
  func ranges(images: Int, width: Int, groups: Int, ranges: Int) throws {
    let sizes = try ConvolutionShapes(
      [images, 8, width, width], [8, 8 / groups, 3, 3], bias: nil, stride: 1, padding: 1, dilation: 1,
      groups: groups
    ).sizes
    #expect(sizes.ranges == ranges)
  }

  @Test("have the same bits with any number of threads")
  func threads() async {
    await #expect(processExitsWith: .success) {
      var generator = Philox4x32(seed: 2)
      // Many images, few, one, groups, and filters in number that no block shares.
      let problems: [(TensorShape, TensorShape, groups: Int)] = [
        ([37, 4, 20, 20], [13, 4, 3, 3], 1), ([3, 8, 20, 20], [37, 8, 3, 3], 1),
        ([1, 16, 24, 24], [40, 16, 3, 3], 1), ([5, 8, 24, 24], [32, 2, 3, 3], 4),
      ]
      for (shape, filters, groups) in problems {
        let a = Tensor<Float>.normal(shape, using: &generator)
        let b = Tensor<Float>.normal(filters, using: &generator)
        let c = Tensor<Float>.normal([filters[0]], using: &generator)
        var outcomes: [[[UInt32]]] = []
        for threads in [1, 2, 3, 8] {
          Parallelism.threadCount = threads
          let graph = Graph<Float>()
          let (x, w, bias) = (graph.variable(a), graph.variable(b), graph.variable(c))
          let y = x.convolved(with: w, bias: bias, padding: 1, groups: groups)
          let pooled = y.maxPooled(window: 2) * y.averagePooled(window: 2)
          let gradients = pooled.sum().backward()
          let tensors = [y.value, pooled.value, gradients[x], gradients[w], gradients[bias]]
          outcomes.append(tensors.map { $0.scalars.map(\.bitPattern) })
        }
        precondition(outcomes.allSatisfy { $0 == outcomes[0] }, "the number of threads changes the result")
      }
    }
  }

  @Test("networks of them learn: every derivative of two convolutions with pools passes the check")
  func network() {
    var generator = Philox4x32(seed: 3)
    let first = Parameter<Double>(.normal([3, 1, 3, 3], using: &generator), name: "first")
    let second = Parameter<Double>(.normal([2, 3, 2, 2], using: &generator), name: "second")
    let bias = Parameter<Double>([0.1, -0.2, 0.3], name: "bias")
    let images = Tensor<Double>.normal([2, 1, 8, 8], using: &generator)
    let report = GradientCheck<Double>().check([first, second, bias]) { graph in
      let x = graph.constant(images)
      let hidden = x.convolved(with: graph.variable(first), bias: graph.variable(bias), padding: 1).tanh()
        .maxPooled(window: 2)
      return hidden.convolved(with: graph.variable(second), stride: 2).averagePooled(window: 2).exp().sum()
    }
    #expect(report.verdict == .ok, "\(report)")
  }
}
