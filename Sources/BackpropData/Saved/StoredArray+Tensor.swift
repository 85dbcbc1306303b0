import Backprop
import BackpropFormats

extension StoredArray {
  // An array is cast element by element, a tensor as a whole.

  /// A tensor under a name: Float as it is, other numbers as Double.
  init<Scalar: TensorScalar>(name: String, _ tensor: Tensor<Scalar>) {
    let shape = Array(tensor.shape)
    if let tensor = tensor as? Tensor<Float> {
      self.init(name: name, shape: shape, tensor.scalars)
    } else if let tensor = tensor as? Tensor<Double> {
      self.init(name: name, shape: shape, tensor.scalars)
    } else {
      self.init(name: name, shape: shape, tensor.scalars.map { Double($0) })
    }
  }

  /// The numbers as a tensor of a network's type of number; nil where a tensor can't have the shape.
  func tensor<Scalar: TensorScalar>(as type: Scalar.Type = Scalar.self) -> Tensor<Scalar>? {
    guard let shape = TensorShape(exactly: self.shape) else { return nil }
    if type == Float.self { return Tensor<Float>(shape: shape, floats) as? Tensor<Scalar> }
    if type == Double.self { return Tensor<Double>(shape: shape, doubles) as? Tensor<Scalar> }
    return Tensor(shape: shape, doubles.map { Scalar($0) })
  }
}
