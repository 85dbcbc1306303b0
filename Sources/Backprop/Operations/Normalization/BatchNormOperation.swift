/// y = γ · (x − μ) / √(σ² + ε) + β, each channel by its own mean μ and variance σ² in this batch (S. Ioffe and C. Szegedy,
/// "Batch normalization", ICML 2015).
///
/// With x̂ = (x − μ) / √(σ² + ε) and the means taken over the M numbers of a channel,
///
/// - ∂L/∂x = γ / √(σ² + ε) · (∂L/∂y − mean(∂L/∂y) − x̂ · mean(∂L/∂y · x̂)): μ and σ² depend on every x, too;
/// - ∂L/∂γ = Σ ∂L/∂y · x̂;
/// - ∂L/∂β = Σ ∂L/∂y.
///
/// x is `(N, C)`, or `(N, C, …)` such as images `(N, C, H, W)`, whose channels are normalised over all samples and pixels;
/// γ and β are `(C,)`. σ² is the mean of the squares, Σ (x − μ)² / M, found after μ. A channel needs two numbers or more.
public struct BatchNormOperation<Scalar: TensorScalar>: GraphOperation {
  /// ε, which keeps a channel whose numbers are all the same from being divided by 0.
  public let epsilon: Double

  public var name: String { "batch_norm" }
  public var symbol: String { "BatchNorm" }
  public var settings: [String: Setting] { ["epsilon": .number(epsilon)] }

  /// A normalisation of channels.
  @inlinable
  public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  /// The channels of x, which γ and β must fit.
  fileprivate func channels(_ x: TensorShape, _ others: [TensorShape]) throws(ShapeError) -> Channels {
    let channels = try normalizedChannels(x, others, for: name)
    guard channels.valuesOfEach >= 2 else {
      let count = channels.valuesOfEach == 1 ? "only 1 number" : "no numbers"
      throw ShapeError(
        operation: name, shapes: [x] + others,
        rule:
          "in training each channel is normalised by its mean and variance in the batch, and there it has \(count): make batches of 2 or more samples"
      )
    }
    return channels
  }
}

/// The channels of a batch x, which tensors of a number for each must fit.
func normalizedChannels(
  _ x: TensorShape, _ others: [TensorShape], for operation: String
) throws(ShapeError) -> Channels {
  func failure(_ rule: String) -> ShapeError {
    ShapeError(operation: operation, shapes: [x] + others, rule: rule)
  }
  guard x.rank >= 2 else {
    throw failure("the first must be a batch (N, D) or (N, C, H, W): make one sample a batch of one")
  }
  for shape in others where shape != TensorShape(vector: x[1]) {
    throw failure("the batch has \(x[1]) channels, and the others must have one number for each, (\(x[1]),)")
  }
  return Channels(of: x)
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ norm: BatchNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let (x, scale, shift) = (step[0], step[1], step[2])
    let channels = try norm.channels(x.shape, [scale.shape, shift.shape])
    let kernels = _kernels
    let perChannel = TensorShape(vector: channels.count)
    var means = Tensor<Self>(uninitialized: perChannel)
    var variances = Tensor<Self>(uninitialized: perChannel)
    var factors = Tensor<Self>(uninitialized: perChannel)
    let (size, epsilon) = (Self(channels.valuesOfEach), Self(norm.epsilon))
    let y: Tensor<Self> = withElements(x, scale, shift) { x, scale, shift in
      means.withNewElements { means in
        variances.withNewElements { variances in
          factors.withNewElements { factors in
            Tensor<Self>.make(step.shape(of: 0)) { y in
              kernels.forEachRange(of: channels) { range in
                kernels.sums(of: x, channels, range, means)
                for channel in range { means[channel] /= size }
                kernels.sums(of: x, about: means, times: nil, channels, range, variances)
                for channel in range {
                  variances[channel] /= size
                  factors[channel] = scale[channel] / (variances[channel] + epsilon).squareRoot()
                }
                _normalize(x, means, factors, shift, channels, range, y)
              }
            }
          }
        }
      }
    }
    step.save(means, variances)
    return y
  }

  public static func _backward(_ norm: BatchNormOperation<Self>, _ step: BackwardStep<Self>) {
    let x = step[0]
    let channels = Channels(of: x.shape)
    let (means, variances) = (step.saved[0], step.saved[1])
    let (size, epsilon) = (Self(channels.valuesOfEach), Self(norm.epsilon))
    let deviations = variances.map { ($0 + epsilon).squareRoot() }
    guard step.isNeeded(0) else {
      let sums = ChannelSums(of: x, about: means, step.upstream, channels) { _, _, _ in }
      step.pass(sums.products / deviations, to: 1)
      step.pass(sums.upstream, to: 2)
      return
    }
    // ∂L/∂x = factor · (∂L/∂y − offset) − slope · (x − μ).
    let factors = step[1] / deviations
    var offsets = Tensor<Self>(uninitialized: means.shape)
    var slopes = Tensor<Self>(uninitialized: means.shape)
    var dx = Tensor<Self>(uninitialized: step.shape(of: 0))
    let sums: ChannelSums<Self> = withElements(x, step.upstream, means) { x0, dy, m in
      withElements(factors, deviations, means) { factors, deviations, _ in
        offsets.withNewElements { offsets in
          slopes.withNewElements { slopes in
            dx.withNewElements { dx in
              ChannelSums<Self>(of: x, about: means, step.upstream, channels) { range, upstream, products in
                for c in range {
                  offsets[c] = upstream[c] / size
                  slopes[c] = factors[c] * (products[c] / size) / (deviations[c] * deviations[c])
                }
                _spreadBack(x0, dy, m, factors, offsets, slopes, channels, range, dx)
              }
            }
          }
        }
      }
    }
    step.pass(dx, to: 0)
    step.pass(sums.products / deviations, to: 1)
    step.pass(sums.upstream, to: 2)
  }

  /// y = (x − mean) · factor + shift for some channels.
  @inline(__always)
  static func _normalize(
    _ x: UnsafePointer<Self>, _ means: UnsafePointer<Self>, _ factors: UnsafePointer<Self>,
    _ shifts: UnsafePointer<Self>, _ channels: Channels, _ range: Range<Int>, _ y: UnsafeMutablePointer<Self>
  ) {
    if channels.areColumns {
      for sample in 0..<channels.samples {
        let (x, y) = (x + sample * channels.count, y + sample * channels.count)
        for c in range { y[c] = (x[c] - means[c]) * factors[c] + shifts[c] }
      }
      return
    }
    for channel in range {
      let (mean, factor, shift) = (means[channel], factors[channel], shifts[channel])
      for sample in 0..<channels.samples {
        let start = channels.start(sample, channel)
        let (x, y) = (x + start, y + start)
        for i in 0..<channels.pixels { y[i] = (x[i] - mean) * factor + shift }
      }
    }
  }

  /// dx = (dy − offset) · factor − (x − mean) · slope for some channels.
  @inline(__always)
  private static func _spreadBack(
    _ x: UnsafePointer<Self>, _ dy: UnsafePointer<Self>, _ means: UnsafePointer<Self>,
    _ factors: UnsafePointer<Self>, _ offsets: UnsafePointer<Self>, _ slopes: UnsafePointer<Self>,
    _ channels: Channels, _ range: Range<Int>, _ dx: UnsafeMutablePointer<Self>
  ) {
    if channels.areColumns {
      for sample in 0..<channels.samples {
        let start = sample * channels.count
        let (x, dy, dx) = (x + start, dy + start, dx + start)
        for c in range { dx[c] = (dy[c] - offsets[c]) * factors[c] - (x[c] - means[c]) * slopes[c] }
      }
      return
    }
    for channel in range {
      let (mean, factor) = (means[channel], factors[channel])
      let (offset, slope) = (offsets[channel], slopes[channel])
      for sample in 0..<channels.samples {
        let start = channels.start(sample, channel)
        let (x, dy, dx) = (x + start, dy + start, dx + start)
        for i in 0..<channels.pixels { dx[i] = (dy[i] - offset) * factor - (x[i] - mean) * slope }
      }
    }
  }

  /// Calls a function with the addresses of the elements of three tensors.
  @inline(__always)
  static func withElements<Result>(
    _ a: Tensor<Self>, _ b: Tensor<Self>, _ c: Tensor<Self>,
    _ body: (UnsafePointer<Self>, UnsafePointer<Self>, UnsafePointer<Self>) -> Result
  ) -> Result {
    a.withUnsafeElements { a in
      b.withUnsafeElements { b in
        c.withUnsafeElements { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
            stop("a tensor has lost its elements")
          }
          return body(a, b, c)
        }
      }
    }
  }
}

/// What arrives at each channel of a batch: Σ ∂L/∂y, and Σ ∂L/∂y · (x − mean).
struct ChannelSums<Scalar: TensorScalar> {
  private(set) var upstream: Tensor<Scalar>
  private(set) var products: Tensor<Scalar>

  /// The sums; with those of a range of channels, once it has them, a function is called.
  @inline(__always)
  init(
    of x: Tensor<Scalar>, about means: Tensor<Scalar>, _ dy: Tensor<Scalar>, _ channels: Channels,
    then body: (
      _ range: Range<Int>, _ upstream: UnsafePointer<Scalar>, _ products: UnsafePointer<Scalar>
    ) -> Void
  ) {
    let shape = TensorShape(vector: channels.count)
    var upstream = Tensor<Scalar>(uninitialized: shape)
    var products = Tensor<Scalar>(uninitialized: shape)
    let kernels = Scalar._kernels
    Scalar.withElements(x, means, dy) { x, means, dy in
      upstream.withNewElements { upstream in
        products.withNewElements { products in
          kernels.forEachRange(of: channels) { range in
            kernels.sums(of: dy, channels, range, upstream)
            kernels.sums(of: x, about: means, times: dy, channels, range, products)
            body(range, upstream, products)
          }
        }
      }
    }
    (self.upstream, self.products) = (upstream, products)
  }
}

extension Variable {
  /// The batch `(N, C)` or `(N, C, …)` with each channel brought to mean 0 and variance 1 by its own mean and variance in the
  /// batch, then multiplied by a scale and shifted, both `(C,)`.
  @inlinable
  public func batchNormalized(scale: Variable, shift: Variable, epsilon: Double = 1e-5) -> Variable {
    graph.apply(BatchNormOperation(epsilon: epsilon), self, scale, shift)
  }

  /// The means and variances by which ``batchNormalized(scale:shift:epsilon:)`` has made this.
  var channelStatistics: (means: Tensor<Scalar>, variances: Tensor<Scalar>)? {
    guard let saved = graph.nodes[index].saved?.tensors, saved.count == 2 else { return nil }
    return (saved[0], saved[1])
  }
}
