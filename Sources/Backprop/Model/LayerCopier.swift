/// Makes the copies of a network's layers, parameters and statistics, of each one only, so that what is shared stays
/// shared.
///
/// A layer with members says in ``Layer/copied(by:)`` how it is put together of copies of them:
///
/// ```swift
/// final class Scaling: Layer {
///   let factor: Parameter<Float>
///   init(factor: Parameter<Float>) { self.factor = factor }
///   func copied(by copier: LayerCopier<Float>) -> Scaling { Scaling(factor: copier.copy(factor)) }
///   …
/// }
/// ```
public final class LayerCopier<Scalar: TensorScalar> {
  private var parameters: [ObjectIdentifier: Parameter<Scalar>] = [:]
  private var statistics: [ObjectIdentifier: Statistic<Scalar>] = [:]
  private var layers: [ObjectIdentifier: any Layer<Scalar>] = [:]
  /// What is being copied, and what was: kept alive, so that no other object gets the identity of one of them.
  private var originals: [ObjectIdentifier: AnyObject] = [:]
  /// The first mistake in what layers say of their copies.
  private var mistake: CopyMistake?

  private init() {}

  /// The copy of a layer or network, or the mistake in its text, or in that of a layer within, that keeps it from being
  /// copied.
  static func copy<L: Layer<Scalar>>(of layer: L) throws(CopyMistake) -> L {
    let copier = LayerCopier()
    let copy = copier.copy(layer)
    if let mistake = copier.mistake { throw mistake }
    return copy
  }

  /// The copy of a parameter, with its name and present value: the same one however often it is asked for.
  public func copy(_ parameter: Parameter<Scalar>) -> Parameter<Scalar> {
    if let copy = parameters[ObjectIdentifier(parameter)] { return copy }
    let copy = Parameter(parameter.value, name: parameter.name, isWeight: parameter.isWeight)
    (parameters[ObjectIdentifier(parameter)], originals[ObjectIdentifier(parameter)]) = (copy, parameter)
    return copy
  }

  /// The copy of a statistic, with its name and present value: the same one however often it is asked for.
  public func copy(_ statistic: Statistic<Scalar>) -> Statistic<Scalar> {
    if let copy = statistics[ObjectIdentifier(statistic)] { return copy }
    let copy = Statistic(statistic.value, name: statistic.name)
    (statistics[ObjectIdentifier(statistic)], originals[ObjectIdentifier(statistic)]) = (copy, statistic)
    return copy
  }

  /// The copy of a layer: the same one however often it is asked for.
  ///
  /// Where the layer's ``Layer/copied(by:)`` keeps a member of the original, the whole copy stops with a sentence.
  public func copy<L: Layer<Scalar>>(_ layer: L) -> L {
    let identity = ObjectIdentifier(layer)
    if let copy = layers[identity] as? L { return copy }
    guard originals.updateValue(layer, forKey: identity) == nil else {
      note("\(layer.kind) can't be copied: it stands within itself")
      return layer
    }
    let copy = layer.copied(by: self)
    check(copy.members, against: layer.members, of: layer.kind)
    layers[identity] = copy
    return copy
  }

  /// Keeps a mistake until all is copied; what follows from the first is of no interest.
  fileprivate func note(_ sentence: String) { mistake = mistake ?? CopyMistake(description: sentence) }

  private func check(_ copies: [Member<Scalar>], against members: [Member<Scalar>], of kind: String) {
    if copies.count != members.count {
      note("the copy of \(kind) has \(copies.count) members, but the original \(members.count)")
    }
    for (copy, member) in zip(copies, members) {
      let isCopied =
        switch (copy, member) {
        case (.parameter(_, let copy), .parameter(_, let original)):
          copy === parameters[ObjectIdentifier(original)]
        case (.statistic(_, let copy), .statistic(_, let original)):
          copy === statistics[ObjectIdentifier(original)]
        case (.layer(_, let copy), .layer(_, let original)): copy === layers[ObjectIdentifier(original)]
        default: false
        }
      if !isCopied || copy.name != member.name {
        note(
          "the copy of \(kind) must have as '\(member.name)' what copier.copy gives for the original's; see copied(by:)"
        )
      }
    }
  }
}

/// Why a layer can't be copied.
struct CopyMistake: Error, CustomStringConvertible {
  let description: String
}

extension Member {
  /// The name that the layer gives to it.
  var name: String {
    switch self {
    case .parameter(let name, _), .statistic(let name, _), .layer(let name, _): name
    }
  }
}

extension Layer {
  /// The layer itself where it has no members and remembers no calls, so that there is nothing to copy. Else the copy stops
  /// with a sentence that asks for the method.
  public func copied(by copier: LayerCopier<Scalar>) -> Self {
    if !members.isEmpty || self is any TracedLayer<Scalar> {
      let names = members.map { "'\($0.name)'" }.joined(separator: ", ")
      copier.note(
        "\(kind) doesn't say how it is copied: give it a method copied(by copier: LayerCopier<\(Scalar.self)>) -> \(kind)"
          + " that makes a new one"
          + (names.isEmpty ? "" : " with what copier.copy gives for its members \(names)"))
    }
    return self
  }

  /// A layer like this one with parameters and statistics of its own, which have the values of this one's.
  ///
  /// Layers within it are copied, too; what stands in several places is copied once. Layers of your own say how in
  /// ``copied(by:)``; one that doesn't stops the program with a sentence.
  public func copy() -> Self {
    do {
      return try LayerCopier.copy(of: self)
    } catch {
      stop(error.description)
    }
  }
}

extension Model {
  /// A model like this one with parameters and statistics of its own, which have the values of this one's.
  public func copy() -> Model {
    orStop { () throws(ShapeError) in
      try Model(network.copy(), loss: loss.copy(), sampleShape: sampleShape)
    }
  }
}
