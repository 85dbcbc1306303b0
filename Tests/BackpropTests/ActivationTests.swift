import Backprop
import Foundation
import Testing

/// Values and derivatives of activations beside PyTorch's, and beside those of 60 digits where PyTorch's are less good.
@Suite("Activations")
struct ActivationTests {
  private struct Example {
    let x: Double
    let value: Double
    let derivative: Double
  }

  private static let functions: [String: @Sendable (Variable<Double>) -> Variable<Double>] = [
    "leaky_relu": { $0.leakyReLU() }, "gelu": { $0.gelu() }, "silu": { $0.silu() },
    "softplus": { $0.softplus() }, "tanh": { $0.tanh() }, "sigmoid": { $0.sigmoid() },
  ]

  private static let functionsOfFloat: [String: @Sendable (Variable<Float>) -> Variable<Float>] = [
    "leaky_relu": { $0.leakyReLU() }, "gelu": { $0.gelu() }, "silu": { $0.silu() },
    "softplus": { $0.softplus() }, "tanh": { $0.tanh() }, "sigmoid": { $0.sigmoid() },
  ]

  private static func examples(of function: String) throws -> [Example] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Recorded/activations.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 5, words[0] == function else { return nil }
      let numbers = words[1...3].compactMap { Double($0) }
      return numbers.count == 3 ? Example(x: numbers[0], value: numbers[1], derivative: numbers[2]) : nil
    }
  }

  @Test("have PyTorch's values and derivatives", arguments: functions.keys.sorted())
  func values(_ name: String) throws {
    let examples = try Self.examples(of: name)
    #expect(examples.count > 60)
    let graph = Graph<Double>()
    let x = graph.variable(Tensor(examples.map(\.x)))
    let function = try #require(Self.functions[name])
    let y = function(x)
    let gradient = y.backward()[x].scalars
    for (i, example) in examples.enumerated() {
      expectClose(y.value.scalars[i], example.value, relative: 2e-15, "\(name) of \(example.x)")
      expectClose(
        gradient[i], example.derivative, relative: 2e-15, absolute: 1e-15, "\(name)' of \(example.x)")
    }
  }

  @Test("have them in Float, too", arguments: functions.keys.sorted())
  func valuesOfFloat(_ name: String) throws {
    let examples = try Self.examples(of: name)
    let graph = Graph<Float>()
    let x = graph.variable(Tensor(examples.map { Float($0.x) }))
    let function = try #require(Self.functionsOfFloat[name])
    let y = function(x)
    let gradient = y.backward()[x].scalars
    for (i, example) in examples.enumerated() {
      // What rounding x does to the value grows with x² where the function falls like e^(−x²/2).
      let tolerance = Float(4e-7) * Float(1 + (name == "gelu" ? example.x * example.x : example.x.magnitude))
      let small = Float.leastNormalMagnitude
      expectClose(
        y.value.scalars[i], Float(example.value), relative: tolerance, absolute: small,
        "\(name) of \(example.x)")
      expectClose(
        gradient[i], Float(example.derivative), relative: tolerance, absolute: 3e-7,
        "\(name)' of \(example.x)")
    }
  }

  @Test("are the limits at infinity, and pass NaN on, for tensors and for single numbers")
  func limits() {
    let infinity = Double.infinity
    let x: [Double] = [infinity, -infinity, .nan, 1e300, -1e300, -0.0]
    // Values and derivatives in that order.
    let expected: [(any ElementwiseFunction, values: [Double], derivatives: [Double])] = [
      (
        LeakyRectifier(slope: 0.25), [infinity, -infinity, .nan, 1e300, -0.25e300, 0],
        [1, 0.25, 1, 1, 0.25, 0.25]
      ),
      (HyperbolicTangent(), [1, -1, .nan, 1, -1, 0], [0, 0, .nan, 0, 0, 1]),
      (Logistic(), [1, 0, .nan, 1, 0, 0.5], [0, 0, .nan, 0, 0, 0.25]),
      (GaussianErrorUnit(), [infinity, 0, .nan, 1e300, 0, 0], [1, 0, .nan, 1, 0, 0.5]),
      (SigmoidUnit(), [infinity, 0, .nan, 1e300, 0, 0], [1, 0, .nan, 1, 0, 0.5]),
      (
        SmoothRectifier(), [infinity, 0, .nan, 1e300, 0, 0.6931471805599453], [1, 0, .nan, 1, 0, 0.5]
      ),
    ]
    for (function, values, derivatives) in expected {
      let graph = Graph<Double>()
      let variable = graph.variable(Tensor(x))
      let y = Self.functions[function.name].map { $0(variable) } ?? variable
      let ofTensor = function is LeakyRectifier ? variable.leakyReLU(slope: 0.25) : y
      expectClose(ofTensor.value, Tensor(values), "\(function.name)")
      expectClose(ofTensor.backward()[variable], Tensor(derivatives), "\(function.name)'")
      expectClose(Tensor(x.map { function.value($0) }), Tensor(values), "\(function.name)")
      let single = x.map { function.derivative(1, x: $0, y: function.value($0)) }
      expectClose(Tensor(single), Tensor(derivatives), "\(function.name)'")
    }
  }

  @Test("of tensors agree with the formulas for single numbers")
  func formulas() {
    // Further below 0 the rounded argument of erfc is felt in the formula for single numbers.
    let x = (-160...160).map { Double($0) / 20 }
    let functions: [any ElementwiseFunction] = [
      HyperbolicTangent(), Logistic(), LeakyRectifier(), GaussianErrorUnit(), SigmoidUnit(),
      SmoothRectifier(),
    ]
    for function in functions {
      let graph = Graph<Double>()
      let variable = graph.variable(Tensor(x))
      let y = Self.functions[function.name].map { $0(variable) } ?? variable
      expectClose(y.value, Tensor(x.map { function.value($0) }), relative: 1e-14, "\(function.name)")
      expectClose(
        y.backward()[variable], Tensor(x.map { function.derivative(1, x: $0, y: function.value($0)) }),
        relative: 1e-14, absolute: 1e-15, "\(function.name)'")
    }
  }

  @Test("a leaky ReLU with a slope of 0 is ReLU; the slope is rounded to the tensor's numbers")
  func slopes() {
    let graph = Graph<Float>()
    let x = graph.variable([-3, 0, 2])
    #expect(x.leakyReLU(slope: 0).value == x.relu().value)
    #expect(x.leakyReLU(slope: 0).backward()[x] == x.relu().backward()[x])
    #expect(x.leakyReLU().value.scalars == [Float(0.01) * -3, 0, 2])
    #expect(LeakyReLUOperation<Float>(slope: 0.2).settings == ["slope": 0.2])
  }
}
