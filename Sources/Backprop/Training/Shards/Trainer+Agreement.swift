// Whether all processes are about to train the same.

extension Trainer {
  /// Throws, in all processes alike, where one of them would train something else than the first: another network, other
  /// settings, rules, parameters or data. Each would then wait for what another one never sends, or learn from another's
  /// data without a word. All processes call this.
  ///
  /// Of the data, numbers, shapes and 256 samples at most are compared, spread evenly: a table may be larger than memory.
  package func checkOtherRanks() throws(TrainingError) {
    guard let group, group.size > 1 else { return }
    let all = group.gather(Array(traits.joined(separator: "\0").utf8)).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\0", omittingEmptySubsequences: false)
    }
    for (rank, traits) in all.enumerated() where traits != all[0] {
      let difference = zip(all[0], traits).first { $0 != $1 }
      let (there, here) = difference ?? ("another program", "this one")
      throw TrainingError(
        "the processes don't train the same: rank 0 has \(there), and rank \(rank) has \(here); give all of them the same "
          + "program, options and files")
    }
  }

  /// What must be the same in all processes, a sentence's part each.
  private var traits: [String] {
    var parameters = DataDigest()
    for named in model.state.parameters {
      named.parameter.value.withUnsafeElements { parameters.update(UnsafeRawBufferPointer($0)) }
    }
    let data = [
      described("training samples", samples), described("validation samples", validationSamples),
      described("test samples", testSamples),
    ]
    let rules = [
      "the network \(model.summary)", "the loss \(model.loss.description)",
      "the optimiser \(optimizer.optimizer.name): \(optimizer.optimizer)",
      "the schedule \(scheduledRate.schedule)", "the sampler \(type(of: sampler))",
      "the augmentation \(augmentation.map { "\($0)" } ?? "none")",
    ]
    // Each by itself, so that the one that differs is named.
    let own = Mirror(reflecting: settings).children.map {
      "the setting \($0.label ?? "") \(described($0.value))"
    }
    return data + rules + own + ["parameters of digest \(parameters.hexadecimal.prefix(12))"]
  }

  /// A setting's value; of one that may be missing, what is there.
  private func described(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return "\(value)" }
    return mirror.children.first.map { "\($0.value)" } ?? "none"
  }

  private func described(_ kind: String, _ samples: (any Dataset<Scalar>)?) -> String {
    guard let samples else { return "no \(kind)" }
    do {
      let signature = try DatasetSignature(of: samples, readingAtMost: 256)
      return
        "\(grouped(signature.count)) \(kind) of shape \(TensorShape(signature.sampleShape)) with \(signature.targets) "
        + "(digest \(signature.digest.prefix(12)))"
    } catch {
      return "\(kind) that can't be read: \(error)"
    }
  }
}
