import Testing

@testable import Backprop

@Suite("Tensors that a layer uses and doesn't list")
struct UnlistedMemberTests {
  /// y = a · x + Affine(x), with a mean of the samples' features; lists of that what it is told to.
  final class Forgetful: Layer {
    let factor = Parameter<Double>([1, 2], name: "a")
    let inner = Affine<Double>(weight: .ones([2, 2]), bias: .zeros([2]))
    let mean = Statistic<Double>(.zeros([2]), name: "m")
    let listed: Set<String>

    init(listing listed: Set<String>) { self.listed = listed }

    var members: [Member<Double>] {
      [.parameter("factor", factor), .layer("inner", inner), .statistic("mean", mean)].filter {
        listed.contains($0.name)
      }
    }
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
      pass.update(mean) { _ in x.value.mean(axis: 0) }
      // The factor is read before a layer that isn't to blame runs.
      let scaled = x * x.graph.variable(factor)
      return scaled + inner(x, in: pass)
    }
  }

  /// A loss with a parameter, which no loss can list.
  final class Weighted: Loss {
    let weight = Parameter<Double>(2, name: "v")
    func callAsFunction(_ y: Variable<Double>, _ targets: Targets<Double>) -> Variable<Double> {
      SoftmaxWithLoss<Double>()(y, targets) * y.graph.variable(weight)
    }
    func check(output: TensorShape, against targets: TargetKind) {}
  }

  static func network(listing listed: Set<String>) -> Sequential<Double> {
    Sequential(Affine(weight: .ones([3, 2]), bias: .zeros([2])), Forgetful(listing: listed), ReLU())
  }

  private func finding(_ listed: Set<String>, loss: (any Loss<Double>)? = nil) throws -> String? {
    let model = try Model(Self.network(listing: listed), loss: loss)
    let (graph, pass) = (Graph<Double>(), model.training(iteration: 0, seed: 0))
    return model.state.unlisted(in: graph, pass) {
      model.loss(of: Batch(.ones([2, 3]), .classes([0, 1])), in: graph, pass)
    }.finding
  }

  @Test("are told with what they are, who uses them, and what to do")
  func sentences() throws {
    #expect(try finding(["factor", "inner", "mean"]) == nil)
    let factor = try #require(try finding(["inner", "mean"]))
    #expect(
      factor
        == "Forgetful1 reads the parameter a of shape (2,), but no layer lists it, so that training would never change it: "
        + "list it, or the layer that holds it, in the members of Forgetful; what is to stay as it is, read by "
        + "graph.constant(parameter.value)")
    // Of a layer within that isn't listed, its first parameter.
    let inner = try #require(try finding(["factor", "mean"]))
    #expect(inner.hasPrefix("Forgetful1 reads the parameter W of shape (2, 2), but no layer lists it"))
    let mean = try #require(try finding(["factor", "inner"]))
    #expect(
      mean
        == "Forgetful1 updates the statistic m of shape (2,), but no layer lists it, so that copies and files would "
        + "lack it: list it, or the layer that holds it, in the members of Forgetful")
    let loss = try #require(try finding(["factor", "inner", "mean"], loss: Weighted()))
    #expect(loss.hasPrefix("the loss reads the parameter v of shape (), but no layer lists it"))
  }

  @Test("stop a training and a check of gradients, which would leave them out without a word")
  func stopping() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let sentence = "Forgetful1 reads the parameter a of shape (2,), but no layer lists it"
    let training = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let data = try SampleSet<Double>(.ones([4, 3]), labels: [0, 1, 0, 1], classCount: 2)
      let model = try Model(UnlistedMemberTests.network(listing: ["inner", "mean"]))
      try Trainer(model, on: data, .init(duration: .iterations(1), batchSize: 2)).run()
    }
    #expect(said(training).contains(sentence), "\(said(training))")
    let check = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = try Model(UnlistedMemberTests.network(listing: ["inner", "mean"]))
      print(GradientCheck<Double>().check(model, on: Batch(.ones([2, 3]), .classes([0, 1]))))
    }
    #expect(said(check).contains(sentence), "\(said(check))")
    let layer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      print(GradientCheck<Double>().check(Forgetful(listing: ["inner", "mean"]), input: [[1, 2]]))
    }
    #expect(said(layer).contains("Forgetful reads the parameter a of shape (2,)"), "\(said(layer))")
  }

  @Test("are none where a parameter is read outside of the layers that are checked")
  func outside() {
    let layer = Forgetful(listing: ["factor", "inner", "mean"])
    #expect(GradientCheck<Double>().check(layer, input: [[1, 2]]).passed)
  }
}
