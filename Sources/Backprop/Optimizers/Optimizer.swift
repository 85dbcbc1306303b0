/// A rule that changes parameters by their gradients, one at a time.
///
/// An optimiser is only the rule. What it remembers of a parameter, such as a velocity, are tensors in named slots that
/// its caller keeps and can save; see ``OptimizerState``.
public protocol Optimizer<Scalar> {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What it is called, such as `momentum`.
  var name: String { get }

  /// The names of what it remembers of each parameter; none by default.
  var slotNames: [String] { get }

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
}

/// What an optimiser remembers of one parameter: tensors by name.
public struct OptimizerSlots<Scalar: TensorScalar>: Sendable {
  private var tensors: [(name: String, tensor: Tensor<Scalar>)] = []

  /// No memory.
  public init() {}

  /// A tensor by its name, `nil` where nothing is remembered yet. It can be changed in place.
  public subscript(name: String) -> Tensor<Scalar>? {
    get { tensors.first { $0.name == name }?.tensor }
    _modify {
      let place = tensors.firstIndex { $0.name == name }
      // Taken out meanwhile, so that its memory isn't shared.
      var tensor = place.map { tensors.remove(at: $0).tensor }
      defer { if let tensor { tensors.insert((name, tensor), at: place ?? tensors.count) } }
      yield &tensor
    }
  }

  /// The names of what is remembered.
  public var names: [String] { tensors.map(\.name) }
}
