extension NetworkPlan {
  /// What a sample takes, counted from shapes alone: a description of a line may ask for gigabytes and for minutes.
  package struct Work: Sendable {
    /// The numbers that come out of all layers.
    package var numbers = 0.0
    /// The numbers that are multiplied or compared for them, about.
    package var steps = 0.0
  }

  /// What a sample takes.
  package var work: Work {
    func add(_ steps: [Step], to work: inout Work) {
      for step in steps {
        let output = Double(step.output.elementCount)
        work.numbers += output
        work.steps += output
        switch step.layer {
        case .convolution:
          // Each filter's weights are gone through for each place of its channel.
          let places = output / Double(max(step.output.first ?? 1, 1))
          work.steps += places * Double(step.parameterCount)
        case .maxPool(let window, _, _), .averagePool(let window, _, _):
          work.steps += output * Double(window.height) * Double(window.width)
        default:
          work.steps += Double(step.input.elementCount) + Double(step.parameterCount)
        }
        add(step.inner, to: &work)
        add(step.shortcut ?? [], to: &work)
      }
    }
    var work = Work()
    add(steps, to: &work)
    return work
  }

  /// Whether a sample may be sent through a network that somebody only wants to look at.
  package var isQuicklyTried: Bool {
    let work = work
    return Double(input.elementCount) + work.numbers <= Double(1 << 25) && work.steps <= Double(1 << 34)
  }
}
