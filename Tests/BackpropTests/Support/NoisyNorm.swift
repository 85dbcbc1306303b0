import Backprop

/// A layer of tests' own with all that a layer can have: a parameter, a statistic and a random stream.
///
/// y = s · (x − m) + noise in training, with a running mean m of the samples' features and noise in −0.1 ..< 0.1; without
/// the noise in an evaluation, and m stays.
final class NoisyNorm<Scalar: TensorScalar>: TracedLayer {
  let trace = LayerTrace<Scalar>()
  let scale: Parameter<Scalar>
  let mean: Statistic<Scalar>

  init(size: Int) {
    scale = Parameter(.ones([size]), name: "s")
    mean = Statistic(.zeros([size]), name: "m")
  }

  private init(_ scale: Parameter<Scalar>, _ mean: Statistic<Scalar>) {
    (self.scale, self.mean) = (scale, mean)
  }

  func copied(by copier: LayerCopier<Scalar>) -> NoisyNorm {
    NoisyNorm(copier.copy(scale), copier.copy(mean))
  }

  var members: [Member<Scalar>] { [.parameter("scale", scale), .statistic("running_mean", mean)] }

  func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    guard sample == scale.value.shape else {
      throw ShapeError(
        operation: "noisy_norm", shapes: [sample], rule: "a sample must have shape \(scale.value.shape)")
    }
    return sample
  }

  func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    let graph = x.graph
    pass.update(mean) { $0 * 0.9 + x.value.mean(axis: 0) * 0.1 }
    let y = (x - graph.constant(mean.value)) * graph.variable(scale)
    guard pass.isTraining else { return y }
    var random = pass.random(for: .noise, of: self)
    return y + graph.constant(.uniform(x.shape, in: -0.1..<0.1, using: &random))
  }
}
