import Backprop
import BackpropData

/// What the last two listings learn from: MNIST in a folder, or the built-in digits.
struct Digits {
  /// A folder with MNIST's four files, or `nil` for the built-in digits.
  let folder: String?

  /// The notes' 10,000, and a few for the few digits that are built in.
  var iterationCount: Int { folder == nil ? 600 : 10_000 }

  /// Images as rows `(N, 784)` of numbers from 0 to 1, and labels as one-hot rows or class indices.
  func load<Scalar: TensorScalar>(oneHot: Bool, as type: Scalar.Type) throws -> (
    train: (x: Tensor<Scalar>, t: Tensor<Scalar>), test: (x: Tensor<Scalar>, t: Tensor<Scalar>)
  ) {
    if let folder {
      return try MNISTDataset.mnist.load(folder: folder, normalize: true, oneHot: oneHot, as: type)
    }
    let digits = try ImageDataset.drawnDigits(trainCount: 6000, testCount: 1000)
    return (digits.train.tensors(oneHot: oneHot, as: type), digits.test.tensors(oneHot: oneHot, as: type))
  }
}
