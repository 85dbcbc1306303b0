/// A part of a network with one input and one output.
///
/// A layer's author names its members, says what shape comes out for what shape goes in, and what the layer does to a
/// variable of a graph. All else, from training to drawing, follows from that:
///
/// ```swift
/// final class Scaling: Layer {
///   let factor: Parameter<Float>
///   init(factor: Parameter<Float> = Parameter(1, name: "a")) { self.factor = factor }
///   var members: [Member<Float>] { [.parameter("factor", factor)] }
///   func outputShape(for sample: TensorShape) -> TensorShape { sample }
///   func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
///     x * x.graph.variable(factor)
///   }
///   func copied(by copier: LayerCopier<Float>) -> Scaling { Scaling(factor: copier.copy(factor)) }
/// }
/// ```
///
/// A layer with members, or with a trace, can be copied if it says how, see ``LayerCopier``.
///
/// A layer with settings that training never changes has `let` members for them. What training changes besides
/// parameters is a ``Statistic``. A layer doesn't change in a call: new statistics and random numbers go through the
/// pass, so that the same layer may run on several threads.
public protocol Layer<Scalar>: AnyObject, CustomStringConvertible {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What it consists of, by name and always in the same order: parameters, statistics and inner layers; nothing by
  /// default.
  ///
  /// What isn't listed is never trained, checked, named or copied: a training and a gradient check stop with a sentence
  /// where a run reads a parameter, or updates a statistic, that no layer lists.
  var members: [Member<Scalar>] { get }

  /// The shape of one sample that the layer asks for, where it asks for a certain one; `nil` by default.
  ///
  /// It lets layers that don't fit be found before there are samples.
  var inputShape: TensorShape? { get }

  /// The shape of the output for one sample of a shape, the axis that counts the samples left out: a layer from 4 numbers
  /// to 3 is asked for `(4,)` and answers `(3,)`, whatever the number of samples.
  ///
  /// Throws a ``ShapeError`` when the layer can't take such samples.
  func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape

  /// The layer's output for a variable of a graph, as nodes appended to that graph.
  ///
  /// The first axis of x counts the samples, and so does that of the output, in training, evaluation and checks alike: a
  /// layer from 4 numbers to 3 gets a batch of 32 samples as `(32, 4)` and answers `(32, 3)`; one sample comes as
  /// `(1, 4)`, and none as `(0, 4)`. Only who calls the layer by hand, as by `predict(_:)`, may leave that axis out, where
  /// the layer can do without it.
  ///
  /// To run a layer, within another one too, call it: `layer(x, in: pass)`.
  func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar>

  /// Which first weights suit a layer before this one, where it is an activation or takes what comes as it is; `nil`, by
  /// default, where that is for the layers behind it to say. See ``WeightInitialization/automatic``.
  var preferredWeights: WeightInitialization? { get }

  /// The layer in a word or two, such as `affine 50`; the name of its type by default.
  var summary: String { get }

  /// A layer like this one, put together of what the copier gives for its members; see ``LayerCopier``.
  ///
  /// To copy a layer, call ``copy()``.
  func copied(by copier: LayerCopier<Scalar>) -> Self
}

extension Layer {
  /// Nothing.
  public var members: [Member<Scalar>] { [] }

  /// Any.
  public var inputShape: TensorShape? { nil }

  /// None.
  public var preferredWeights: WeightInitialization? { nil }

  /// The name of the layer's type in lower case.
  public var summary: String { kind.lowercased() }

  /// The layer's output for a variable of a graph.
  ///
  /// A layer within another one is given the outer one's pass: it shares its mode, random numbers and statistics.
  @inline(__always)
  public func callAsFunction(_ x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    pass.isObserved ? pass.observed(self, x) { output(for: x, in: pass) } : output(for: x, in: pass)
  }

  /// The output for an input, evaluated, without keeping anything for a backward pass.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let graph = Graph<Scalar>()
    return self(graph.constant(x), in: .evaluation().unseen()).value
  }

  /// What training changes by gradients, in this layer and in those within it, each once.
  public var parameters: [Parameter<Scalar>] { NamedState(of: self).parameters.map(\.parameter) }

  /// The number of single numbers that training changes by gradients.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// The name of the layer's type without its type of number, such as `Affine`.
  var kind: String { String(String(describing: type(of: self)).prefix { $0 != "<" }) }
}

/// A part of a layer, with the name that the layer gives to it.
public enum Member<Scalar: TensorScalar> {
  /// A tensor that gradients change, such as `weight`.
  case parameter(String, Parameter<Scalar>)
  /// A tensor that training changes by other means, such as `running_mean`.
  case statistic(String, Statistic<Scalar>)
  /// A layer within the layer.
  case layer(String, any Layer<Scalar>)
}
