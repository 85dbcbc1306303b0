/// A rule that changes parameters by their gradients, one at a time.
///
/// An optimiser is only the rule. What it remembers of a parameter, such as a velocity, are tensors in named slots that
/// its caller keeps and can save; see ``OptimizerState``.
///
/// Those of this package follow PyTorch's formulas and defaults, and agree with it to the last few digits.
public protocol Optimizer<Scalar> {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What it is called, such as `momentum`.
  var name: String { get }

  /// The names of what it remembers of each parameter; none by default.
  var slotNames: [String] { get }

  /// Whether its updates depend on how many a parameter has had, so that this is saved with the slots; `false` by default.
  var countsUpdates: Bool { get }

  /// The learning rate that it is usually run with, where nobody knows a better one; 0.1 by default.
  var usualRate: Double { get }

  /// Changes a parameter's value, in place, by its gradient.
  ///
  /// - Parameters:
  ///   - slots: what the optimiser remembers of this parameter; its slots are `nil` at the first call.
  ///   - rate: the learning rate η of this iteration.
  ///   - iteration: the iteration that the update is part of, from 0 on.
  func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int)
}

extension Optimizer {
  /// None.
  public var slotNames: [String] { [] }

  /// No.
  public var countsUpdates: Bool { false }

  /// That of the notes.
  public var usualRate: Double { 0.1 }
}

/// What an optimiser knows of one parameter: whether it is a weight, how often it was updated, and tensors by name.
public struct OptimizerSlots<Scalar: TensorScalar>: Sendable {
  /// By their names; `nil` where one was taken out.
  private var tensors: [(name: String, tensor: Tensor<Scalar>?)] = []

  /// Whether the parameter is a weight, so that weight decay is for it; see ``Parameter/isWeight``.
  public let isWeight: Bool

  /// How many updates the parameter has had before.
  public internal(set) var updates = 0

  /// No memory.
  public init(isWeight: Bool = true) { self.isWeight = isWeight }

  /// A tensor by its name, `nil` where nothing is remembered yet. It can be changed in place.
  public subscript(name: String) -> Tensor<Scalar>? {
    get { tensors.first { $0.name == name }?.tensor }
    _modify {
      let place = tensors.firstIndex { $0.name == name } ?? tensors.count
      if place == tensors.count { tensors.append((name, nil)) }
      yield &tensors[place].tensor
    }
  }

  /// The names of what is remembered.
  public var names: [String] { tensors.filter { $0.tensor != nil }.map(\.name) }
}
