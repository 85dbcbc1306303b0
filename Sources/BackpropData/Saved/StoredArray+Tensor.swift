import Backprop
import BackpropFormats

extension StoredArray {
  /// A tensor under a name: Float as it is, other numbers as Double.
  init<Scalar: TensorScalar>(name: String, _ tensor: Tensor<Scalar>) {
    let shape = Array(tensor.shape)
    if let numbers = tensor.scalars as? [Float] {
      self.init(name: name, shape: shape, numbers)
    } else {
      self.init(name: name, shape: shape, tensor.scalars.map { Double($0) })
    }
  }

  /// The numbers as a tensor of a network's type of number; nil where a tensor can't have the shape.
  func tensor<Scalar: TensorScalar>(as type: Scalar.Type = Scalar.self) -> Tensor<Scalar>? {
    guard let shape = TensorShape(exactly: self.shape) else { return nil }
    if let numbers = floats as? [Scalar] { return Tensor(shape: shape, numbers) }
    if let numbers = doubles as? [Scalar] { return Tensor(shape: shape, numbers) }
    return Tensor(shape: shape, doubles.map { Scalar($0) })
  }
}
