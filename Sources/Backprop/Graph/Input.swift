/// What goes into a graph from outside: numbers, or bytes that become numbers late.
///
/// Bytes belong to the graph's input node. Whoever asks that node for its value gets numbers, made once; a matrix
/// product asks it for its factor and gets the bytes.
public enum Input<Scalar: TensorScalar>: Sendable {
  /// Numbers, of any shape.
  case numbers(Tensor<Scalar>)
  /// Rows of bytes, `(N, …)`.
  case bytes(ByteRows<Scalar>)

  /// The shape of the values.
  public var shape: TensorShape {
    switch self {
    case .numbers(let tensor): tensor.shape
    case .bytes(let rows): rows.shape
    }
  }

  /// The values as numbers; made anew at each call where they are bytes.
  public var tensor: Tensor<Scalar> {
    switch self {
    case .numbers(let tensor): tensor
    case .bytes(let rows): rows.numbers()
    }
  }
}
