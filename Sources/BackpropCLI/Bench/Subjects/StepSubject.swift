import Backprop

/// One step of training, with the drawing and gathering of its batch: the network of the notes, and a wide one.
enum StepSubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    let small = setting.threadCounts.flatMap { threads in
      [
        row([784, 50, 10], 100, 1, .float, threads) { try data.trainSamples() as SampleSet<Float> },
        row([784, 50, 10], 100, 1, .double, threads) { try data.trainSamples() as SampleSet<Double> },
      ]
    }
    // Images to test with are fewer; the trainer evaluates on all it has before and after, which isn't measured.
    let wide = setting.threadCounts.map { threads in
      row([784, 1024, 1024, 10], 128, 2, .float, threads) { try data.testSamples() as SampleSet<Float> }
    }
    // Most pixels of digits are zero, and products leave zeros out; these images have none.
    let dense = [([784, 50, 10], 100, 1.0), ([784, 1024, 1024, 10], 128, 2.0)].map { sizes, batch, seconds in
      row(sizes, batch, seconds, .float, setting.threads, images: "noise") {
        try data.noiseSamples() as SampleSet<Float>
      }
    }
    return small + wide + dense
  }

  @inline(never)
  private static func row<Scalar: TensorScalar>(
    _ sizes: [Int], _ batch: Int, _ seconds: Double, _ kind: ScalarKind, _ threads: Int,
    images: String? = nil,
    _ samples: @escaping () throws -> SampleSet<Scalar>
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: "step \(sizes.map(String.init).joined(separator: "-")), batch \(batch)"
        + (images.map { ", \($0)" } ?? ""),
      scalar: kind,
      threads: threads, flops: FlopCount.step(sizes, batch: batch)
    ) { stopwatch in
      .time(try StepTimer.measure(sizes, batch: batch, on: samples(), seconds: seconds, stopwatch))
    }
  }
}
