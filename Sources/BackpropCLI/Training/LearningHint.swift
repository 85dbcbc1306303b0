import Backprop
import BackpropData
import BackpropFiles
import Foundation

/// Tells a network that hasn't learnt anything, and what to do about it.
///
/// Without any regard for its input a network can give each class its share among the labels: the loss is then the
/// entropy of these shares, and the class with the greatest share is right as often as it occurs. A network that has
/// learnt something has left that behind.
struct LearningHint {
  let history: TrainingHistory
  let labels: [UInt8]
  let network: NetworkFacts
  let learningRate: Double

  /// Fewer updates than these prove nothing.
  private static let leastIterations = 500

  /// The hint, `nil` where none is called for.
  var text: String? {
    guard history.iterations >= Self.leastIterations, history.nonFinite == nil, !labels.isEmpty,
      let final = history.final, let loss = final.training["loss"], loss.isFinite
    else { return nil }
    let shares = classShares
    let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    // A single class leaves nothing to be learnt.
    guard entropy > 0, loss > entropy * 0.999 else { return nil }
    // Untrained weights may be right more often than one class is; then the loss has stayed where it was.
    let start = history.epochs.first?.training["loss"] ?? loss
    guard final.trainAccuracy < (shares.max() ?? 1) * 1.5 || (loss - start).magnitude < start * 0.001 else {
      return nil
    }
    return "Hint: the network has learnt nothing: its loss \(loss.fixed(4)) is that of guessing. \(advice)"
  }

  private var classShares: [Double] {
    var counts = [Int](repeating: 0, count: 256)
    for label in labels { counts[Int(label)] += 1 }
    return counts.map { Double($0) / Double(labels.count) }
  }

  private var advice: String {
    let better = network.activation == .sigmoid ? "xavier" : "he"
    if case .normal(let deviation) = network.weights, signal < 0.003 {
      let layers = network.sums.count
      return "First weights with a standard deviation of \(deviation) let a signal of size 1 shrink to "
        + "\(NumberText.scientific(signal, digits: 0)) on its way through \(layers) layers; "
        + "give --init-std \(better), or a larger number."
    }
    if learningRate >= 1 {
      return
        "The learning rate \(learningRate) may be too large; give a smaller --learning-rate, such as 0.1."
    }
    return "Give another --learning-rate or --init-std \(better)."
  }

  /// How large a signal of size 1 comes out of the network at first.
  private var signal: Double {
    guard let weights = network.weights else { return 1 }
    return network.sums.reduce(1) { size, layer in
      // An activation passes about half of it.
      size * weights.standardDeviation(inputs: layer.inputs, outputs: layer.outputs)
        * Double(layer.inputs).squareRoot() / 2
    } * 2
  }
}

extension LearningFinding {
  /// What the command says of the finding, with the option that helps.
  var hint: String {
    let start = "Hint: the network can't learn from where it starts: "
    return switch kind {
    case .vanishingActivations where ratio == 0:
      start + "behind \(layer) there is no difference between samples any more. \(optionAdvice)"
    case .vanishingActivations:
      start
        + "behind \(layer) samples differ by only \(ratioText) of what they differ in the input. \(optionAdvice)"
    case .explodingActivations:
      start + "behind \(layer) samples differ \(ratioText) times as much as in the input. \(optionAdvice)"
    case .vanishingGradients:
      start + "the gradient at \(layer) is only \(ratioText) of that at the last layer. \(optionAdvice)"
    case .deadUnits:
      "Hint: the first \(iteration) updates were so large that \(layer) gives the same output for all samples. \(optionAdvice)"
    }
  }

  private var optionAdvice: String {
    switch remedy {
    case .weights(.he): "Give --init-std he."
    case .weights: "Give --init-std xavier."
    case .smallerLearningRate: "Give a smaller --learning-rate."
    case .activation: "Give fewer layers, or --activation relu."
    }
  }
}
