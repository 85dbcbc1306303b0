/// The layers, parameters and statistics of a network, each with the path that its owners give to it and the name that
/// people read.
///
/// A path leads from the outermost layer inwards, as in `2.weight` or `0.1.bias`, and is what files call a tensor. Names
/// that people read count: layers by kind (`Affine1`, `ReLU1`, `Affine2`), parameters by the layer that holds them, with
/// the letter of the formula (`W1`, `b1`, `W2`, `b2`): a layer's number is one above that of the last one with one of its
/// letters, so that `Affine2` has W2 behind whatever holds a γ. What stands in several places has the path and name of the first.
/// The same network always gets the same names, and nothing in it is changed.
public struct NamedState<Scalar: TensorScalar> {
  /// A layer with its names.
  public struct NamedLayer {
    /// Where it is, such as `2`; empty for the outermost one.
    public let path: String
    /// What people call it, such as `Affine2`.
    public let label: String
    /// The layer.
    public let layer: any Layer<Scalar>

    /// What gradients change in the layer itself, not in those within it.
    var ownParameters: [Parameter<Scalar>] {
      layer.members.compactMap { if case .parameter(_, let parameter) = $0 { parameter } else { nil } }
    }

    /// What training changes besides in the layer itself.
    var ownStatistics: [Statistic<Scalar>] {
      layer.members.compactMap { if case .statistic(_, let statistic) = $0 { statistic } else { nil } }
    }
  }

  /// A parameter with its names.
  public struct NamedParameter {
    /// Where it is, such as `2.weight`.
    public let path: String
    /// What people call it, such as `W2`.
    public let label: String
    /// The parameter.
    public let parameter: Parameter<Scalar>
    /// What it is of which layer, such as `Affine2's weight`, for errors: the numbers of both needn't agree.
    let owner: String?
  }

  /// A statistic with its names.
  public struct NamedStatistic {
    /// Where it is, such as `1.running_mean`.
    public let path: String
    /// What people call it, such as `μ1`.
    public let label: String
    /// The statistic.
    public let statistic: Statistic<Scalar>
  }

  /// All layers, the outermost first and each before those within it.
  public let layers: [NamedLayer]
  /// What gradients change, in the order of the layers.
  public let parameters: [NamedParameter]
  /// What training changes besides.
  public let statistics: [NamedStatistic]

  /// The names in a network.
  public init(of network: any Layer<Scalar>) {
    var naming = Naming<Scalar>()
    naming.add(network, path: "")
    self.init(naming)
  }

  /// The names within a network that isn't itself among the layers.
  init(within members: [Member<Scalar>]) {
    var naming = Naming<Scalar>()
    naming.add(members, path: "", of: "network", label: nil)
    self.init(naming)
  }

  private init(_ naming: Naming<Scalar>) {
    layers = naming.layers
    parameters = naming.parameters
    statistics = naming.statistics
  }

  /// What people call a layer; `nil` where it isn't one of the network's.
  public func label(of layer: any Layer<Scalar>) -> String? {
    layers.first { $0.layer === layer }?.label
  }

  /// What people call a parameter; `nil` where it isn't one of the network's.
  public func label(of parameter: Parameter<Scalar>) -> String? {
    parameters.first { $0.parameter === parameter }?.label
  }

  /// What people call a statistic; `nil` where it isn't one of the network's.
  public func label(of statistic: Statistic<Scalar>) -> String? {
    statistics.first { $0.statistic === statistic }?.label
  }

  /// The number of single numbers that gradients change.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.value.count } }
}

extension Member {
  /// What the formula calls a parameter or a statistic.
  fileprivate var letter: String? {
    switch self {
    case .parameter(_, let parameter): parameter.name
    case .statistic(_, let statistic): statistic.name
    case .layer: nil
    }
  }
}

/// Goes through a network and counts what it meets.
private struct Naming<Scalar: TensorScalar> {
  typealias State = NamedState<Scalar>
  var layers: [State.NamedLayer] = []
  var parameters: [State.NamedParameter] = []
  var statistics: [State.NamedStatistic] = []

  private var seen: Set<ObjectIdentifier> = []
  private var countOfKind: [String: Int] = [:]
  /// The largest number of a layer that has tensors of a letter.
  private var numberOfLetter: [String: Int] = [:]
  private var labels: Set<String> = []
  private var paths: Set<String> = []

  mutating func add(_ layer: any Layer<Scalar>, path: String) {
    guard seen.insert(ObjectIdentifier(layer)).inserted else { return }
    let members = layer.members
    // What holds the whole network isn't counted as a part of it.
    let isWhole = path.isEmpty && members.contains { if case .layer = $0 { true } else { false } }
    if !isWhole { countOfKind[layer.kind, default: 0] += 1 }
    let label = unique(isWhole ? layer.kind : "\(layer.kind)\(countOfKind[layer.kind] ?? 0)", else: path)
    layers.append(State.NamedLayer(path: path, label: label, layer: layer))
    add(members, path: path, of: layer.kind, label: label)
  }

  mutating func add(_ members: [Member<Scalar>], path: String, of kind: String, label owner: String?) {
    var number: Int?
    /// The number of the layer among those that hold tensors of the same letters.
    func ownNumber() -> Int {
      if let number { return number }
      let letters = members.compactMap(\.letter)
      let next = 1 + (letters.compactMap { numberOfLetter[$0] }.max() ?? 0)
      for letter in letters { numberOfLetter[letter] = next }
      number = next
      return next
    }
    for member in members {
      switch member {
      case .parameter(let name, let parameter):
        guard seen.insert(ObjectIdentifier(parameter)).inserted else { continue }
        let path = joined(path, name, of: kind)
        let label = unique("\(parameter.name)\(ownNumber())", else: path)
        parameters.append(
          State.NamedParameter(
            path: path, label: label, parameter: parameter, owner: owner.map { "\($0)'s \(name)" }))
      case .statistic(let name, let statistic):
        guard seen.insert(ObjectIdentifier(statistic)).inserted else { continue }
        let path = joined(path, name, of: kind)
        let label = unique("\(statistic.name)\(ownNumber())", else: path)
        statistics.append(State.NamedStatistic(path: path, label: label, statistic: statistic))
      case .layer(let name, let inner): add(inner, path: joined(path, name, of: kind))
      }
    }
  }

  private mutating func joined(_ path: String, _ name: String, of kind: String) -> String {
    let joined = path.isEmpty ? name : "\(path).\(name)"
    require(
      !name.isEmpty && !name.contains("."),
      "\(kind) has a member called '\(name)': a name must have a character and no point, which separates names"
    )
    require(
      paths.insert(joined).inserted,
      "\(kind) has two members called '\(name)': each needs a name of its own")
    return joined
  }

  /// A name that nothing else has: that of the formula, or the path where a layer has two tensors of one letter or a
  /// letter ends with a number as another's does.
  private mutating func unique(_ label: String, else path: String) -> String {
    var name = label
    // A path can be another's label, too.
    while !labels.insert(name).inserted { name = name == label && path != label ? path : name + "′" }
    return name
  }
}

/// What a network calls its parameters, for graphs that it runs in.
final class ParameterLabels<Scalar: TensorScalar> {
  /// Each keeps its parameter alive, so that no other object gets its identity.
  private let named: [ObjectIdentifier: NamedState<Scalar>.NamedParameter]

  init(_ state: NamedState<Scalar>) {
    named = Dictionary(
      uniqueKeysWithValues: state.parameters.map { (ObjectIdentifier($0.parameter), $0) })
  }

  func label(of parameter: Parameter<Scalar>) -> String? { named[ObjectIdentifier(parameter)]?.label }

  /// What a parameter is of which layer, such as `Affine2's weight`.
  func owner(of parameter: Parameter<Scalar>) -> String? { named[ObjectIdentifier(parameter)]?.owner }
}

/// The places of a model's layers, by which their random numbers differ.
final class LayerNumbers<Scalar: TensorScalar> {
  private let numbers: [ObjectIdentifier: Int]

  init(_ state: NamedState<Scalar>) {
    numbers = Dictionary(
      uniqueKeysWithValues: state.layers.enumerated().map { (ObjectIdentifier($1.layer), $0) })
  }

  subscript(layer: any Layer<Scalar>) -> Int? { numbers[ObjectIdentifier(layer)] }
}
