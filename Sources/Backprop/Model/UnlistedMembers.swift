// A layer that uses a tensor without listing it among its members computes all the same, but the tensor is never trained,
// checked or copied. So the first run of a training or of a check looks for such tensors.

extension NamedState {
  /// Runs the network, and gives with its result a sentence about the first tensor that a layer, or what runs the
  /// network, uses there and no layer lists: a parameter that it reads, or a statistic that it updates.
  func unlisted(
    in graph: Graph<Scalar>, _ pass: Pass<Scalar>, _ body: () -> Variable<Scalar>
  ) -> (result: Variable<Scalar>, finding: String?) {
    var finding: String?
    let start = UseMark(graph, pass)
    let result = pass.observing { layer, _, body in
      let start = UseMark(graph, pass)
      let y = body()
      // A layer that isn't listed itself leaves what it uses to the one that runs it.
      if finding == nil, let named = layers.first(where: { $0.layer === layer }) {
        // A layer by itself needs no number.
        finding = unlisted(
          in: graph, pass, since: start, by: named.path.isEmpty ? layer.kind : named.label, layer.kind)
      }
      return y
    } during: {
      body()
    }
    return (result, finding ?? unlisted(in: graph, pass, since: start, by: "the loss", "a layer"))
  }

  private func unlisted(
    in graph: Graph<Scalar>, _ pass: Pass<Scalar>, since start: UseMark, by user: String, _ lister: String
  ) -> String? {
    let advice = "list it, or the layer that holds it, in the members of \(lister)"
    for (_, parameter) in graph.parameters[start.parameters...] where label(of: parameter) == nil {
      return
        "\(user) reads the parameter \(parameter.name) of shape \(parameter.value.shape), but no layer lists it, so "
        + "that training would never change it: \(advice); what is to stay as it is, read by "
        + "graph.constant(parameter.value)"
    }
    for statistic in pass.updatedStatistics[start.statistics...]
    where !statistics.contains(where: { $0.statistic === statistic }) {
      return
        "\(user) updates the statistic \(statistic.name) of shape \(statistic.value.shape), but no layer lists it, "
        + "so that copies and files would lack it: \(advice)"
    }
    return nil
  }
}

/// How many parameters a graph had read, and how many statistics a pass had updated, at some moment.
private struct UseMark {
  let parameters: Int
  let statistics: Int

  init<Scalar: TensorScalar>(_ graph: Graph<Scalar>, _ pass: Pass<Scalar>) {
    (parameters, statistics) = (graph.parameters.count, pass.updatedStatistics.count)
  }
}

extension NamedState {
  /// Runs the network; stops with a sentence where a layer uses a tensor that no layer lists.
  func checkingMembers(
    in graph: Graph<Scalar>, _ pass: Pass<Scalar>, _ body: () -> Variable<Scalar>
  ) -> Variable<Scalar> {
    let (result, finding) = unlisted(in: graph, pass, body)
    if let finding { stop(finding) }
    return result
  }
}

extension Model {
  /// The loss of a batch; stops with a sentence where a layer or the loss uses a tensor that no layer lists.
  func lossCheckingMembers(
    of batch: Batch<Scalar>, in graph: Graph<Scalar>, _ pass: Pass<Scalar>
  ) -> Variable<Scalar> {
    state.checkingMembers(in: graph, pass) { loss(of: batch, in: graph, pass) }
  }
}
