/// A sink that measures the Euclidean length of each derivative and hands it on as it is.
public final class GradientNorms<Scalar: TensorScalar>: GradientSink {
  /// Where derivatives go.
  public let next: any GradientSink<Scalar>
  private var lengths: [ObjectIdentifier: Double] = [:]
  /// Keeps the parameters alive, so that no other object gets the identity of one.
  private var parameters: [Parameter<Scalar>] = []
  private var isFinished = false

  /// A measuring sink in front of another one.
  public init(to next: any GradientSink<Scalar>) { self.next = next }

  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    if isFinished {
      lengths.removeAll(keepingCapacity: true)
      parameters.removeAll(keepingCapacity: true)
      isFinished = false
    }
    // A product is multiplied out here and not again behind.
    let tensor = gradient.tensor
    lengths[ObjectIdentifier(parameter)] = tensor.euclideanLength
    parameters.append(parameter)
    next.take(FinishedGradient(tensor), of: parameter)
  }

  public func finish() {
    isFinished = true
    next.finish()
  }

  /// The length of the derivative by some parameters together in the last pass; 0 where none came.
  public func norm(of parameters: [Parameter<Scalar>]) -> Double {
    euclideanLength(parameters.compactMap { lengths[ObjectIdentifier($0)] })
  }
}

/// √(Σ x²), without squares that overflow or vanish; NaN and infinities stay what they are.
func euclideanLength(_ numbers: [Double]) -> Double {
  let largest = numbers.reduce(0) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1.magnitude) }
  guard largest > 0, largest.isFinite else { return largest }
  return numbers.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot() * largest
}

extension Tensor where Scalar: TensorScalar {
  /// √(Σ x²) in double precision, without squares that overflow or vanish.
  var euclideanLength: Double {
    let largest = largestMagnitude()
    guard largest > 0, largest.isFinite else { return largest }
    return sumOfSquares(by: largest).squareRoot() * largest
  }
}
