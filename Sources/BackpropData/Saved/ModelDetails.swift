import Backprop
import BackpropFiles

/// What a model's file says besides its numbers, so that it can be used without a word more.
public struct ModelDetails: Sendable {
  /// The network, with all that descriptions may leave open said.
  public var description: NetworkDescription
  /// The shape of one sample, such as `(1, 28, 28)`.
  public var sampleShape: TensorShape
  /// What its answers stand for: classes, or numbers.
  public var targets: TargetKind
  /// How what a user has becomes samples.
  public var preparation: InputPreparation
  /// What the classes are called, by their number; none where the answers are numbers or classes have no names.
  public var classNames: [String]
  /// How the model came to be.
  public var facts: TrainingFacts

  /// What is known of a model.
  public init(
    description: NetworkDescription, sampleShape: TensorShape, targets: TargetKind,
    preparation: InputPreparation = .none, classNames: [String] = [], facts: TrainingFacts = TrainingFacts()
  ) {
    (self.description, self.sampleShape, self.targets) = (description, sampleShape, targets)
    (self.preparation, self.classNames, self.facts) = (preparation, classNames, facts)
  }

  /// What a class is called: its name, or its number.
  public func name(ofClass label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "\(label)"
  }
}
