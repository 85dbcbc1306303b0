import Backprop

/// The convolutions and poolings of two small networks for MNIST, each pass by itself: one convolution of 30 filters, and
/// six with 16 to 64 filters of 3x3.
///
/// A full run has them with batches of 100; those with batches of 1 and 256 are measured on request, since they would
/// take as long again each.
enum ConvolutionSubject: BenchmarkSubject {
  /// A square kernel on square images.
  private struct Layer {
    let channels: Int
    let size: Int
    let filters: Int
    let kernel: Int
    var padding = 0

    var name: String {
      "convolution \(channels)x\(size)x\(size) · \(filters)x\(kernel)x\(kernel)"
        + (padding > 0 ? " pad \(padding)" : "")
    }
  }

  private static let layers = [
    Layer(channels: 1, size: 28, filters: 30, kernel: 5),
    Layer(channels: 1, size: 28, filters: 16, kernel: 3, padding: 1),
    Layer(channels: 16, size: 28, filters: 16, kernel: 3, padding: 1),
    Layer(channels: 16, size: 14, filters: 32, kernel: 3, padding: 1),
    Layer(channels: 32, size: 14, filters: 32, kernel: 3, padding: 2),
    Layer(channels: 32, size: 8, filters: 64, kernel: 3, padding: 1),
    Layer(channels: 64, size: 8, filters: 64, kernel: 3, padding: 1),
  ]

  /// The channels and sizes of images that are pooled.
  private static let pooled = [(30, 24), (16, 28), (32, 16), (64, 8)]

  /// For how long each row is measured, in seconds.
  private static let seconds = 0.15

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    [100, 1, 256].flatMap { batch in
      layers.flatMap { rows($0, batch: batch, setting.threads) }
        + pooled.flatMap { poolingRows(channels: $0.0, size: $0.1, batch: batch, setting.threads) }
    }
  }

  private static func rows(_ layer: Layer, batch: Int, _ threads: Int) -> [BenchmarkCase] {
    let passes: [(name: String, run: (MeasuredConvolution) -> Void)] = [
      ("forward", { $0.forward() }), ("by input", { $0.byInput() }), ("by weight", { $0.byWeight() }),
    ]
    let out = layer.size + 2 * layer.padding - layer.kernel + 1
    let flops = FlopCount.product(
      batch * out * out, layer.channels * layer.kernel * layer.kernel, layer.filters)
    return passes.map { pass in
      var row = BenchmarkCase(
        name: "\(layer.name), batch \(batch), \(pass.name)", scalar: .float, threads: threads, flops: flops
      ) { stopwatch in
        let measured = try MeasuredConvolution(
          images: batch, channels: layer.channels, size: layer.size, filters: layer.filters,
          kernel: layer.kernel, padding: layer.padding)
        return .time(stopwatch.measure(seconds: seconds) { pass.run(measured) })
      }
      row.isInFullRun = batch == 100
      return row
    }
  }

  private static func poolingRows(channels: Int, size: Int, batch: Int, _ threads: Int) -> [BenchmarkCase] {
    let passes: [(name: String, run: (MeasuredPooling) -> Void)] = [
      ("forward", { $0.forward() }), ("by input", { $0.byInput() }),
    ]
    return passes.map { pass in
      var row = BenchmarkCase(
        name: "max pool \(channels)x\(size)x\(size) · 2x2, batch \(batch), \(pass.name)", scalar: .float,
        threads: threads
      ) { stopwatch in
        let measured = try MeasuredPooling(images: batch, channels: channels, size: size)
        return .time(stopwatch.measure(seconds: seconds) { pass.run(measured) })
      }
      row.isInFullRun = batch == 100
      return row
    }
  }
}
