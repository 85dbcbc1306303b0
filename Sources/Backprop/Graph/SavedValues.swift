/// What a node keeps beside operands and value: what an operation's forward pass hands over to its backward pass, or the
/// bytes that an input's value is made from.
///
/// An object, so that the many nodes that keep nothing have room for one reference only.
final class SavedValues<Scalar: TensorScalar> {
  var tensors: [Tensor<Scalar>]
  var integers: [Int]
  let bytes: ByteRows<Scalar>?

  init(_ tensors: [Tensor<Scalar>] = [], integers: [Int] = []) {
    self.tensors = tensors
    self.integers = integers
    bytes = nil
  }

  init(_ bytes: ByteRows<Scalar>) {
    tensors = []
    integers = []
    self.bytes = bytes
  }
}
