import Backprop
import Testing

@Suite("Samples in memory")
struct SampleSetTests {
  @Test("give batches in any order, from tensors and from bytes")
  func batches() throws {
    let tensor = try SampleSet<Double>([[1, 2], [3, 4], [5, 6]], labels: [0, 1, 1], classCount: 2)
    #expect(tensor.count == 3 && tensor.sampleShape == [2] && tensor.targets.labels == [0, 1, 1])
    #expect(tensor.batch(at: [2, 0, 2]).samples.tensor == [[5, 6], [1, 2], [5, 6]])
    #expect(tensor.batch(at: []).samples.tensor.shape == [0, 2])
    let bytes = try SampleSet<Double>(
      bytes: [0, 51, 102, 255, 10, 20, 30, 40], sampleShape: [1, 2, 2], labels: [1, 0], classCount: 2)
    #expect(bytes.count == 2 && bytes.sampleShape == [1, 2, 2])
    #expect(bytes.batch(at: [0]).samples.tensor == [[[[0, 0.2], [0.4, 1]]]])
    #expect(bytes.batch(at: [1, 1, 0]).samples.tensor.shape == [3, 1, 2, 2])
    let plain = try SampleSet<Float>(
      bytes: [0, 51, 102, 255], sampleShape: [2], divisor: 1, labels: [1, 0], classCount: 2)
    #expect(plain.batch(at: [1, 0]).samples.tensor == [[102, 255], [0, 51]])
  }

  @Test("may have rows of numbers as targets, which go with their samples")
  func rows() throws {
    let samples = try SampleSet<Double>([[1, 2], [3, 4], [5, 6]], targets: [[0.1], [0.2], [0.3]])
    #expect(samples.targetKind == .rows([1]) && samples.count == 3)
    guard case .rows(let rows) = samples.batch(at: [2, 0]).targets else {
      Issue.record("not rows")
      return
    }
    #expect(rows == [[0.3], [0.1]])
  }

  @Test("divide bytes as a division would, to the bit")
  func divisor() throws {
    let samples = try SampleSet<Float>(
      bytes: Array(0...255), sampleShape: [256], labels: [0], classCount: 1)
    #expect(samples.batch(at: [0]).samples.tensor.scalars == (0...255).map { Float($0) / 255 })
  }

  @Test("give their first ones, as many as there are")
  func first() throws {
    let samples = try SampleSet<Double>([[1], [2], [3]], labels: [2, 1, 0], classCount: 3)
    #expect(try samples.first(2).samples.tensor == [[1], [2]])
    #expect(try samples.first(2).targets.labels == [2, 1])
    #expect(try samples.first(9).targets.labels == [2, 1, 0])
    #expect(try samples.first(-1).samples.shape == [0, 1])
  }

  @Test("count the right answers of a network, over more than one portion of 1,000")
  func accuracy() throws {
    // The network answers with the sample itself: right where the larger number is at the label.
    let rows: [Double] = (0..<2500).flatMap { $0 % 5 == 0 ? [0, 1] : [1, 0] }
    let samples = try SampleSet<Double>(
      Tensor(shape: [2500, 2], rows), labels: Array(repeating: 0, count: 2500), classCount: 2)
    #expect(try Model(ReLU<Double>()).accuracy(on: samples) == 0.8)
    let none = try SampleSet<Double>(.zeros([0, 2]), labels: [], classCount: 2)
    #expect(try Model(ReLU<Double>()).accuracy(on: none) == nil)
  }

  @Test("refuse labels and bytes that don't fit")
  func errors() {
    func message(_ body: () throws(TrainingError) -> Void) -> String? {
      do {
        try body()
        return nil
      } catch {
        return error.description
      }
    }
    let number = message { () throws(TrainingError) in
      _ = try SampleSet<Double>(3, labels: [], classCount: 2)
    }
    #expect(number == "samples need a first axis that counts them, but came as a number")
    let count = message { () throws(TrainingError) in
      _ = try SampleSet<Double>([[1], [2]], labels: [0], classCount: 2)
    }
    #expect(count == "2 samples need as many labels, but 1 were given")
    for label in [-1, 2] {
      let outside = message { () throws(TrainingError) in
        _ = try SampleSet<Double>([[1], [2]], labels: [0, label], classCount: 2)
      }
      #expect(outside == "label \(label) of sample 1 is outside 0 ..< 2, the classes")
    }
    let targets = message { () throws(TrainingError) in
      _ = try SampleSet<Double>([[1], [2]], targets: [[1, 2]])
    }
    #expect(targets == "2 samples need as many targets, but 1 were given")
    let noAxis = message { () throws(TrainingError) in _ = try SampleSet<Double>([[1]], targets: 1) }
    #expect(noAxis == "targets need a first axis that counts them, but came as a number")
    let bytes = message { () throws(TrainingError) in
      _ = try SampleSet<Double>(bytes: [1, 2, 3], sampleShape: [2], labels: [0], classCount: 1)
    }
    #expect(bytes == "3 bytes can't be divided into samples of shape (2,)")
    let empty = message { () throws(TrainingError) in
      _ = try SampleSet<Double>(bytes: [], sampleShape: [0], labels: [], classCount: 1)
    }
    #expect(empty == "0 bytes can't be divided into samples of shape (0,)")
  }
}
