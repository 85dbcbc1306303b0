import Backprop
import Foundation

/// Small classification problems, made up from a seed.
enum SmallProblems {
  /// Two spirals that wind around each other, `(2 n, 2)`: not to be separated by a straight line.
  static func spirals(_ n: Int, seed: UInt64) -> (samples: Tensor<Float>, labels: [Int]) {
    var generator = Philox4x32(seed: seed, stream: 7)
    var numbers: [Float] = []
    var labels: [Int] = []
    for index in 0..<2 * n {
      let label = index % 2
      let distance = 0.2 + 0.8 * Double(index / 2) / Double(n)
      let angle = 6 * distance + Double(label) * .pi + 0.05 * generator.nextNormal()
      numbers += [Float(distance * cos(angle)), Float(distance * sin(angle))]
      labels.append(label)
    }
    return (Tensor(shape: [2 * n, 2], numbers), labels)
  }

  /// Clouds of points around one corner a class, `(n, size)`.
  static func blobs<Scalar: TensorScalar>(
    _ n: Int, size: Int, classes: Int, seed: UInt64, as type: Scalar.Type = Scalar.self
  ) -> (samples: Tensor<Scalar>, labels: [Int]) {
    var generator = Philox4x32(seed: seed, stream: 8)
    let labels = (0..<n).map { $0 % classes }
    var samples = Tensor<Scalar>.normal([n, size], standardDeviation: 0.3, using: &generator)
    for (row, label) in labels.enumerated() { samples[element: row, label % size] += 2 }
    return (samples, labels)
  }
}
