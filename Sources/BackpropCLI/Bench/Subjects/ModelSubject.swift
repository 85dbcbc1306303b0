import Backprop
import BackpropData
import BackpropFiles

/// A saved model that is measured.
struct BenchmarkModel {
  let predictor: Predictor<Float>
  let sampleShape: TensorShape
  /// How many samples it is asked about together, as far as there is memory for them.
  let counts: [Int]
  /// Whether the samples must be places in a table, for which 0 is always one.
  let takesPlaces: Bool

  /// Reads a model's file.
  init(_ path: String) throws {
    let saved = try SavedModel(from: path)
    let work = try SampleWork(of: saved.details, file: path)
    (predictor, sampleShape) = (saved.model.predictor(), saved.details.sampleShape)
    let bytes = work.numbers.multipliedReportingOverflow(by: 100 * 3 * MemoryLayout<Float>.stride)
    counts = !bytes.overflow && FileBytes.fit(bytes.partialValue) ? [1, 100] : [1]
    takesPlaces = work.indexCount != nil
  }
}

/// A saved model's answers to one sample and to a hundred, numbers between 0 and 1 none of which is left out.
enum ModelSubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    guard let model = setting.model else { return [] }
    return model.counts.map { count in
      BenchmarkCase(
        name: "inference of the model, batch \(count)", scalar: .float, threads: setting.threads
      ) { stopwatch in
        var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
        let shape = TensorShape([count] + Array(model.sampleShape))
        let x = model.takesPlaces ? .zeros(shape) : Tensor<Float>.uniform(shape, using: &generator)
        return .time(stopwatch.measure(seconds: 1) { _ = model.predictor.predict(x) })
      }
    }
  }
}
