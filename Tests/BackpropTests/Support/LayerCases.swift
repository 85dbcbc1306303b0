import Backprop
import Testing

/// A layer with a shape of samples that it takes, and the shape that it makes of one.
struct LayerCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let sample: TensorShape
  let output: TensorShape
  /// How many rows a sample's numbers may name, where they are indices.
  let indexCount: Int?
  let make: @Sendable () throws -> any Layer<Double>
}

extension LayerCase {
  /// The layers of the library, each by the name of its file; a test lists the folder.
  static let all: [LayerCase] = [
    LayerCase("Affine", [4], [3]) { Affine(inputs: 4, outputs: 3, using: &$0) },
    LayerCase("Affine", [2, 3, 2], [5]) { Affine(inputs: 12, outputs: 5, using: &$0) },
    LayerCase("ReLU", [2, 3], [2, 3]) { _ in ReLU() },
    LayerCase("Sigmoid", [2, 3], [2, 3]) { _ in Sigmoid() },
    LayerCase("Softmax", [2, 3], [2, 3]) { _ in Softmax() },
    LayerCase("Tanh", [2, 3], [2, 3]) { _ in Tanh() },
    LayerCase("LeakyReLU", [2, 3], [2, 3]) { _ in LeakyReLU(0.2) },
    LayerCase("GELU", [2, 3], [2, 3]) { _ in GELU() },
    LayerCase("SiLU", [2, 3], [2, 3]) { _ in SiLU() },
    LayerCase("Softplus", [2, 3], [2, 3]) { _ in Softplus() },
    LayerCase("Embedding", [], [4], indexCount: 5) { Embedding(count: 5, width: 4, using: &$0) },
    LayerCase("Embedding", [6], [6, 2], indexCount: 3) { Embedding(count: 3, width: 2, using: &$0) },
    LayerCase("Sequential", [4], [2]) { random in
      try Sequential([
        Sequential(sizes: [4, 5, 3], using: &random), Sigmoid(),
        Affine(inputs: 3, outputs: 2, using: &random),
      ])
    },
    LayerCase("Conv2D", [2, 5, 4], [3, 4, 3]) { Conv2D(channels: 2, filters: 3, kernel: 2, using: &$0) },
    LayerCase("Conv2D", [4, 6, 5], [6, 3, 4]) { random in
      Conv2D(
        channels: 4, filters: 6, kernel: .init(height: 3, width: 2), stride: .init(height: 2, width: 1),
        padding: .init(top: 1, bottom: 0, left: 1, right: 0), dilation: .init(height: 1, width: 2),
        groups: 2, using: &random)
    },
    LayerCase("MaxPool2D", [2, 5, 4], [2, 2, 2]) { _ in MaxPool2D(2) },
    LayerCase("MaxPool2D", [1, 4, 5], [1, 2, 3]) { _ in MaxPool2D(3, stride: 2, padding: 1) },
    LayerCase("AveragePool2D", [2, 5, 4], [2, 2, 2]) { _ in AveragePool2D(2) },
    LayerCase("AveragePool2D", [1, 4, 5], [1, 2, 3]) { _ in AveragePool2D(3, stride: 2, padding: 1) },
    LayerCase("GlobalAveragePool2D", [3, 2, 4], [3]) { _ in GlobalAveragePool2D() },
    LayerCase("Flatten", [2, 3, 2], [12]) { _ in Flatten() },
    LayerCase("Dropout", [2, 3], [2, 3]) { _ in Dropout(0.4) },
    LayerCase("BatchNorm", [3], [3]) { _ in BatchNorm(3) },
    LayerCase("BatchNorm", [2, 3, 2], [2, 3, 2]) { _ in BatchNorm(2, epsilon: 0.1, momentum: 0.5) },
    LayerCase("LayerNorm", [3], [3]) { _ in LayerNorm([3]) },
    LayerCase("LayerNorm", [2, 3, 2], [2, 3, 2]) { _ in LayerNorm([3, 2]) },
    // A bias right before a batch norm has no derivative at all, which no difference can tell.
    LayerCase("Residual", [4], [4]) { random in
      Residual(Affine(inputs: 4, outputs: 4, using: &random), Sigmoid(), BatchNorm(4), Dropout(0.3))
    },
    LayerCase("Residual", [2, 4, 4], [3, 2, 2]) { random in
      Residual(
        BatchNorm(2), Conv2D(channels: 2, filters: 3, kernel: 3, stride: 2, padding: 1, using: &random),
        shortcut: Conv2D(channels: 2, filters: 3, kernel: 1, stride: 2, using: &random))
    },
    LayerCase("NoisyNorm", [3], [3]) { _ in NoisyNorm(size: 3) },
  ]

  init(
    _ name: String, _ sample: TensorShape, _ output: TensorShape, indexCount: Int? = nil,
    _ make: @escaping @Sendable (inout Philox4x32) throws -> any Layer<Double>
  ) {
    testDescription = name
    self.sample = sample
    self.output = output
    self.indexCount = indexCount
    self.make = {
      var random = Philox4x32(seed: 11)
      return try make(&random)
    }
  }
}

extension LayerCase {
  /// Samples that the layer takes, always the same: normally distributed numbers, or indices.
  func samples(_ count: Int) -> Tensor<Double> {
    var random = Philox4x32(seed: 5)
    let shape = TensorShape([count] + Array(sample))
    guard let indexCount else { return .normal(shape, using: &random) }
    return Tensor(
      shape: shape,
      (0..<shape.elementCount).map { _ in Double(Int.random(in: 0..<indexCount, using: &random)) })
  }
}
