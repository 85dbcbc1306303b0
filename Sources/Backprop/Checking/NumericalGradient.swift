import Synchronization

/// The derivatives of a function by each element of a parameter, by central differences
/// (f(x + h) − f(x − h)) / 2h: two calls of the function for each element.
///
/// The parameter is changed in place, one element at a time, and restored. The error is about h² f‴/6 from the
/// difference formula plus ε |f| / h from rounding (W. H. Press et al., "Numerical Recipes", section 5.7).
///
/// - Parameters:
///   - step: h, times |x| where an element's value x is larger than 1. 10⁻⁴ suits `Double`; `Float` needs about 10⁻².
///   - function: a function that reads the parameter and nothing that changes between its calls.
public func numericalGradient<Scalar: TensorScalar>(
  by parameter: Parameter<Scalar>, step: Scalar = 1e-4, of function: () -> Scalar
) -> Tensor<Scalar> {
  var gradient = Tensor<Scalar>(uninitialized: parameter.value.shape)
  gradient.withUnsafeMutableElements { gradient in
    for index in 0..<gradient.count {
      gradient[index] = CentralDifference(of: parameter, at: index, step: step, function).derivative
    }
  }
  return gradient
}

/// How large parameters may be to be copied for each thread.
package enum CopyLimit {
  /// Up to this many numbers are copied. With more, a pass is long enough for all threads to share.
  package static let numbers = 1 << 22
}

/// Parameters for one thread to vary, and the graph in which they stand in for the model's own.
///
/// Central differences change the parameters in place, so threads that work side by side need some each.
struct ParameterCopies<Scalar: TensorScalar> {
  /// What is varied, in the order of the results.
  let parameters: [Parameter<Scalar>]
  /// The graph in which a loss of the model reads them.
  let graph: Graph<Scalar>

  /// For each thread parameters of its own or, where they are large, the parameters themselves for one.
  static func forEachThread(_ parameters: [Parameter<Scalar>]) -> [ParameterCopies] {
    guard parameters.reduce(0, { $0 + $1.value.count }) <= CopyLimit.numbers else {
      return [ParameterCopies(parameters: parameters, graph: Graph())]
    }
    return (0..<Parallelism.threadCount).map { _ in
      let copies = parameters.map { Parameter($0.value, name: $0.name) }
      let graph = Graph(
        substitutes: Dictionary(
          zip(parameters.map { ObjectIdentifier($0) }, copies), uniquingKeysWith: { first, _ in first }))
      return ParameterCopies(parameters: copies, graph: graph)
    }
  }
}

extension Model {
  /// The derivatives of a batch's loss by each element of each parameter, by central differences on all threads.
  ///
  /// The result has the same bits for any number of threads. Takes two forward passes for each element.
  ///
  /// - Parameter step: h, times |x| where an element's value x is larger than 1. 10⁻⁴ suits `Double`; `Float` needs about 10⁻².
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func numericalGradients(of batch: Batch<Scalar>, step: Scalar = 1e-4) -> [Tensor<Scalar>] {
    // As numbers at once: each thread's graph would make them anew for each pass.
    let batch = Batch(batch.samples.tensor, batch.targets)
    let copies = ParameterCopies.forEachThread(parameters)
    return parameters.indices.map { index in
      let shape = parameters[index].value.shape
      return Tensor.make(shape) { gradient in
        forEachElement(of: shape.elementCount, copies) { copy, element in
          gradient[element] =
            CentralDifference(of: copy.parameters[index], at: element, step: step) {
              defer { copy.graph.removeAll() }
              return self.loss(of: batch, in: copy.graph).value.item
            }.derivative
        }
      }
    }
  }
}

/// Calls `body` for each element of a parameter, on all threads, each with its own of the copies of a function.
///
/// There are several pieces of work for each thread, so that one whose core is slower than the others', or taken by
/// another process, leaves some to them.
///
/// - Parameter tell: is called on the calling thread about ten times a second, with how many elements are done.
func forEachElement<Copy>(
  of count: Int, _ copies: [Copy], _ tell: ((Int) -> Void)? = nil, _ body: (Copy, Int) -> Void
) {
  let clock = ContinuousClock()
  var start = 0
  // How long a round takes is seen by the first, short ones.
  var length = tell == nil ? count : 4 * copies.count
  while start < count {
    let round = start..<Swift.min(start + length, count)
    let pieces = Swift.min(16 * copies.count, round.count)
    let next = Atomic<Int>(0)
    let time = clock.measure {
      Parallelism.forEachChunk(copies.count) { chunk in
        while true {
          let piece = next.add(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          for offset in piece * round.count / pieces..<(piece + 1) * round.count / pieces {
            body(copies[chunk], round.lowerBound + offset)
          }
        }
      }
    }
    start = round.upperBound
    tell?(start)
    if time < .milliseconds(50) { length *= 2 } else if time > .milliseconds(200) { length /= 2 }
    length = Swift.max(length, copies.count)
  }
}

/// The derivatives of a function of a tensor by each of its elements, by central differences.
public func numericalGradient<Scalar: TensorScalar>(
  at point: Tensor<Scalar>, step: Scalar = 1e-4, of function: (Tensor<Scalar>) -> Scalar
) -> Tensor<Scalar> {
  let parameter = Parameter(point, name: "x")
  return numericalGradient(by: parameter, step: step) { function(parameter.value) }
}

/// The values of a function a step to the left and to the right of an element's value.
struct CentralDifference<Scalar: TensorScalar> {
  let above: Scalar
  let below: Scalar
  /// How far apart the two points are, as the type of number can represent them: near 2h.
  let width: Scalar

  init(
    of parameter: Parameter<Scalar>, at index: Int, step: Scalar, _ function: () -> Scalar
  ) {
    func value(at x: Scalar) -> Scalar {
      parameter.value.withUnsafeMutableElements { $0[index] = x }
      return function()
    }
    let center = parameter.value.withUnsafeElements { $0[index] }
    let points = StepPoints(around: center, step: StepPoints.step(step, at: center))
    above = value(at: points.above)
    below = value(at: points.below)
    parameter.value.withUnsafeMutableElements { $0[index] = center }
    width = points.width
  }

  var derivative: Scalar { (above - below) / width }
}
