/// y = F(x) + x, what some layers one after the other make of x, added to x itself: the derivative of y goes past F unchanged,
/// however deep a network is (K. He et al., "Deep residual learning for image recognition", CVPR 2016).
///
/// F must keep the shape of a sample. Where it doesn't, a shortcut stands in for x, y = F(x) + S(x): a layer that makes the
/// same shape, such as a convolution 1x1 with the stride of F.
///
/// The layers of F are called `body.0`, `body.1` and so on, the shortcut `shortcut`: the weight of the first one, in a
/// residual that is a network's fourth layer, is `3.body.0.weight`.
public final class Residual<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// F.
  public let body: Sequential<Scalar>
  /// What stands in for x, if anything.
  public let shortcut: (any Layer<Scalar>)?

  public var members: [Member<Scalar>] {
    [.layer("body", body)] + (shortcut.map { [.layer("shortcut", $0)] } ?? [])
  }

  /// A way around some layers; stops with a sentence where one can't take what the one before gives, or where what comes out
  /// is known not to fit x, or the shortcut's.
  public convenience init(_ layers: any Layer<Scalar>..., shortcut: (any Layer<Scalar>)? = nil) {
    self.init(
      body: orStop { () throws(ShapeError) in try Sequential(layers) }, shortcut: shortcut)
    orStop { () throws(ShapeError) in try check() }
  }

  /// A way around some layers; throws a ``ShapeError`` where one can't take what the one before gives, or where what comes out
  /// is known not to fit x, or the shortcut's.
  public convenience init(
    _ layers: [any Layer<Scalar>], shortcut: (any Layer<Scalar>)? = nil
  ) throws(ShapeError) {
    self.init(body: try Sequential(layers), shortcut: shortcut)
    try check()
  }

  private init(body: Sequential<Scalar>, shortcut: (any Layer<Scalar>)?) {
    (self.body, self.shortcut) = (body, shortcut)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> Residual {
    Residual(body: copier.copy(body), shortcut: shortcut.map { copier.copy($0) })
  }

  public var inputShape: TensorShape? { body.inputShape ?? shortcut?.inputShape }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    let output = try Self.shape(behind: body, "layers", sample)
    let around = if let shortcut { try Self.shape(behind: shortcut, "shortcut", sample) } else { sample }
    guard output == around else {
      throw Self.failure(sample, Self.rule(output, around, hasShortcut: shortcut != nil))
    }
    return output
  }

  /// The shape that one of the two ways gives, or an error that says which way it was on.
  private static func shape(
    behind layer: any Layer<Scalar>, _ way: String, _ sample: TensorShape
  ) throws(ShapeError) -> TensorShape {
    do {
      return try layer.outputShape(for: sample)
    } catch {
      throw failure(sample, "in its \(way), \(error)")
    }
  }

  private static func failure(_ sample: TensorShape, _ rule: String) -> ShapeError {
    ShapeError(operation: "residual", operands: [.init(name: "a sample", shape: sample)], rule: rule)
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    let y = body(x, in: pass)
    let around = shortcut?(x, in: pass) ?? x
    // A sum would repeat the smaller one.
    require(
      y.shape == around.shape,
      "residual can't take x of shape \(x.shape): "
        + Self.rule(y.shape, around.shape, hasShortcut: shortcut != nil))
    return y + around
  }

  /// For example `residual (affine 50, relu)`, or `residual (conv 16 3x3 pad 1) shortcut (conv 16 1x1)`.
  public var summary: String {
    "residual \(body.summary)" + (shortcut.map { " shortcut \(Self.inParentheses($0))" } ?? "")
  }

  private static func inParentheses(_ layer: any Layer<Scalar>) -> String {
    layer is Sequential<Scalar> ? layer.summary : "(\(layer.summary))"
  }

  private static func rule(_ output: TensorShape, _ around: TensorShape, hasShortcut: Bool) -> String {
    hasShortcut
      ? "its layers make \(output) of it and its shortcut \(around), but both must be of one shape to be added"
      : "its layers make \(output) of it, which can't be added to it: they must keep its shape, or a shortcut must make \(output) of it, too"
  }

  /// Throws where shapes don't fit, as far as they are known without a sample.
  private func check() throws(ShapeError) {
    if let known = inputShape { _ = try outputShape(for: known) }
  }
}
