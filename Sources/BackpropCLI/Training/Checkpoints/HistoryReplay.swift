import Backprop

extension TrainingHistory {
  /// What a training has told so far, once more and in its order: so a table, or what is printed, is that of a training
  /// which was never stopped.
  ///
  /// Of a history whose losses were thinned, the iterations that it kept are told, and those with records.
  func replay(_ tell: (TrainingEvent) -> Void) {
    var records = epochs[...]
    var findings = [finding].compactMap { $0 }
    var told = start
    func tellIteration(_ iteration: Int, _ loss: Double) {
      guard iteration > told else { return }
      told = iteration
      tell(.iteration(iteration, loss: loss))
      if let finding = findings.first, iteration >= finding.iteration {
        findings = []
        tell(.finding(finding))
      }
    }
    func tellRecords(upTo iteration: Int) {
      while let record = records.first, record.iteration <= iteration {
        records.removeFirst()
        tellIteration(record.iteration, record.loss)
        tell(.epoch(record))
      }
    }
    for (index, loss) in losses.enumerated() {
      let iteration = iteration(ofLoss: index)
      tellRecords(upTo: iteration - 1)
      tellIteration(iteration, loss)
      tellRecords(upTo: iteration)
    }
    tellRecords(upTo: iterations)
    if let lastLoss { tellIteration(iterations, lastLoss) }
  }
}
