import Foundation
import Testing

@testable import Backprop

@Suite("A way around layers")
struct ResidualTests {
  private func affine(_ inputs: Int, _ outputs: Int, seed: UInt64 = 1) -> Affine<Double> {
    var random = Philox4x32(seed: seed)
    return Affine(inputs: inputs, outputs: outputs, using: &random)
  }

  private func message(_ layer: any Layer<Double>, _ sample: TensorShape) -> String {
    do {
      return "gives \(try layer.outputShape(for: sample))"
    } catch {
      return "\(error)"
    }
  }

  @Test("adds x, or what the shortcut makes of it, and sends derivatives on both ways")
  func sum() {
    let (first, second, shortcut) = (affine(2, 2), affine(2, 3), affine(2, 3, seed: 2))
    let x: Tensor<Double> = [[1, 2], [-3, 0.5]]
    #expect(Residual<Double>(first, ReLU()).predict(x) == Sequential(first, ReLU()).predict(x) + x)
    let layer = Residual<Double>(second, shortcut: shortcut)
    #expect(layer.predict(x) == second.predict(x) + shortcut.predict(x))
    let report = GradientCheck<Double>().check([Parameter(x, name: "x")] + layer.parameters) { graph in
      layer(graph.constant(x), in: .training(iteration: 0))
    }
    #expect(report.passed, "\(report)")
  }

  @Test("names what is within, copies it, and lists it with its shapes")
  func names() throws {
    let layer = Residual<Double>(affine(2, 3), BatchNorm(3), shortcut: affine(2, 3, seed: 2))
    let network = Sequential<Double>(layer, affine(3, 1))
    let state = NamedState(of: network)
    #expect(
      state.parameters.map(\.path) == [
        "0.body.0.weight", "0.body.0.bias", "0.body.1.weight", "0.body.1.bias", "0.shortcut.weight",
        "0.shortcut.bias", "1.weight", "1.bias",
      ])
    #expect(state.statistics.map(\.path) == ["0.body.1.running_mean", "0.body.1.running_var"])
    #expect(
      network.summary == "(residual (affine 3, batchnorm) shortcut (affine 3), affine 1)")
    #expect(Residual<Double>(affine(2, 2), ReLU()).summary == "residual (affine 2, relu)")
    let copy = network.copy()
    #expect(copy.predict([[1, 2]]) == network.predict([[1, 2]]))
    #expect(zip(copy.parameters, network.parameters).allSatisfy { $0 !== $1 && $0.value == $1.value })
    let text = "\(try Model(network))"
    #expect(text.contains("Residual1") && text.contains("(2,) → (3,)"), "\(text)")
    for line in ["  Affine1", "  BatchNorm1", "  Affine2"] { #expect(text.contains(line), "\(text)") }
    #expect(
      text.split(separator: "\n").filter { $0.contains("(3,) → (3,)") }.count == 1
        && text.split(separator: "\n").filter { $0.contains("(2,) → (3,)") }.count == 3, "\(text)")
  }

  @Test("runs layers that differ in training as its own pass does")
  func modes() throws {
    let norm = BatchNorm<Double>(2)
    let model = try Model(Sequential<Double>(Residual(norm, Dropout(0.5)), Dropout(0.5)))
    let x: Tensor<Double> = [[1, 2], [3, 5], [4, 4]]
    let pass = model.training(iteration: 0, seed: 3)
    let y = model.output(for: .numbers(x), in: Graph(), pass).value
    pass.commit()
    #expect(norm.runningMean.value != .zeros([2]))
    #expect(model.output(for: .numbers(x), in: Graph(), model.training(iteration: 0, seed: 3)).value == y)
    #expect(model.output(for: .numbers(x), in: Graph(), model.training(iteration: 1, seed: 3)).value != y)
    #expect(model.predict(x) == model.predict(x))
  }

  @Test("says which shapes can't be added")
  func errors() async {
    let narrow = try? Residual<Double>([BatchNorm(3), affine(3, 1)])
    #expect(
      narrow.map { message($0, [3]) }
        == "residual can't take a sample of shape (3,): its layers make (1,) of it, which can't be added to it: they must keep its shape, or a shortcut must make (1,) of it, too"
    )
    // The first layer says what it takes, so that nobody has to wait for samples.
    do {
      _ = try Residual<Double>([affine(3, 1)])
      Issue.record("a residual that changes its shape must not be made")
    } catch {
      #expect("\(error)".contains("its layers make (1,) of it"))
    }
    do {
      _ = try Residual<Double>([BatchNorm(3), affine(3, 1)], shortcut: affine(3, 2))
      Issue.record("a residual whose shortcut makes another shape must not be made")
    } catch {
      #expect(
        "\(error)"
          == "residual can't take a sample of shape (3,): its layers make (1,) of it and its shortcut (2,), but both must be of one shape to be added"
      )
    }
    let within = Sequential<Double>(Residual(ReLU(), MaxPool2D(2, stride: 1)))
    #expect(
      message(within, [1, 1, 1])
        == "Residual1 can't take a sample of shape (1, 1, 1): in its layers, MaxPool2D1 can't take a sample of shape (1, 1, 1): a window of 2x2 is larger than an image of 1x1"
    )
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = Philox4x32(seed: 1)
      let layers: [any Layer<Double>] = [ReLU(), Affine(inputs: 3, outputs: 1, using: &random)]
      _ = try Residual<Double>(layers).predict([[1, 2, 3]])
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.contains("residual can't take x of shape (1, 3): its layers make (1, 1) of it"), "\(said)")
  }
}
