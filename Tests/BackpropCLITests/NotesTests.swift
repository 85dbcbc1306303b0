import Foundation
import Testing

/// The notes' listings in Swift. What each must print has its origin in the notes' own comments, unless it says
/// otherwise.
@Suite("The notes' listings")
struct NotesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples/Notes")

  /// The names in the notes' order, and what each prints.
  private static let expected: [(name: String, output: String)] = [
    // 10 × 5, at which 1.3 arrives: 1.3 × 5 = 6.5 and 1.3 × 10 = 13.
    ("multiply-layer", "out: 50.0\ndx: 6.5 dy: 13.0\nMultiply: 50.0 (dx: 6.5, dy: 13.0)\n"),
    ("apples", "price: 220\ndApple: 2.2\ndAppleCount: 110\ndTax: 200\n"),
    // 10 + 5, at which 1.3 arrives: it is handed on.
    ("add-layer", "out: 15.0\ndx: 1.3 dy: 1.3\nAdd: 15.0 (dx: 1.3, dy: 1.3)\n"),
    // 3.3 in float64 is 3.3000000000000003, as Python prints it.
    (
      "apples-and-oranges",
      "price: 715\ndApple: 2.2\ndAppleCount: 110\ndOrange: 3.3000000000000003\ndOrangeCount: 165\ndTax: 650\n"
    ),
    // max(x, 0) of the notes' x; the upstream derivative stays where x > 0.
    ("relu", "out:\n[[1.0, 0.0],\n [0.0, 3.0]]\ndx:\n[[1.0, 0.0],\n [0.0, 4.0]]\nReLU agrees: true\n"),
    (
      "mask",
      "[[ 1.0, -0.5],\n [-2.0,  3.0]]\n[[false, true], [true, false]]\nReLU's mask agrees: true\n"
    ),
    // 1 / (1 + e⁻¹) = 0.7310585786300049 and y (1 − y) = 0.1966119332414819 (mpmath 1.3), to twelve places.
    (
      "sigmoid",
      """
      out: [0.26894142137,           0.5, 0.73105857863]
      dx: [0.196611933241,           0.25, 0.196611933241]
      Sigmoid:
      [0.26894142137,           0.5, 0.73105857863]
      [0.196611933241,           0.25, 0.196611933241]
      graph:
      [0.26894142137,           0.5, 0.73105857863]
      [0.196611933241,           0.25, 0.196611933241]

      """
    ),
    ("affine-shapes", "(2,) (2, 3) (3,)\nY: (3,)\n"),
    (
      "bias-forward",
      "[[ 0.0,  0.0,  0.0],\n [10.0, 10.0, 10.0]]\n[[ 1.0,  2.0,  3.0],\n [11.0, 12.0, 13.0]]\n"
    ),
    ("bias-backward", "[[1.0, 2.0, 3.0],\n [4.0, 5.0, 6.0]]\n[5.0, 7.0, 9.0]\n"),
    // Products of small whole numbers, by hand; db as in the notes.
    (
      "affine",
      """
      Y:
      [[ 1.0,  2.0,  3.0],
       [10.0, 14.0, 18.0]]
      dX:
      [[14.0, 32.0],
       [32.0, 77.0]]
      dW:
      [[ 4.0,  5.0,  6.0],
       [ 8.0, 10.0, 12.0]]
      db: [5.0, 7.0, 9.0]
      Affine agrees: true
      one sample: [10.0, 14.0, 18.0] [32.0, 77.0] [4.0, 5.0, 6.0]

      """
    ),
    (
      "softmax-with-loss",
      """
      y: [[0.3, 0.2, 0.5]] dx: [[ 0.3, -0.8,  0.5]]
      SoftmaxWithLoss: [[ 0.3, -0.8,  0.5]]
      y: [[0.01, 0.99,  0.0]] dx: [[ 0.01, -0.01,   0.0]]
      SoftmaxWithLoss: [[ 0.01, -0.01,   0.0]]

      """
    ),
    // 4 · 5 + 5 + 5 · 3 + 3 = 43 parameters; log 3 = 1.0986, to two places.
    (
      "two-layer-net",
      """
      TwoLayerNet: 3 layers, 43 parameters
        Affine1  (4,) → (5,)  W1 (4, 5), b1 (5,)
        Relu1    (5,) → (5,)
        Affine2  (5,) → (3,)  W2 (5, 3), b2 (3,)
        lastLayer = SoftmaxWithLoss: softmax with cross entropy
      loss: 1.1
      accuracy by index and by one-hot row: true
      grads: W1 (4, 5), b1 (5,), W2 (5, 3), b2 (3,)
      dW of Affine1: true
      written out: true true
      an update makes the loss smaller: true

      """
    ),
  ]

  private func run(_ arguments: [String], data: String = "") throws -> CommandResult {
    try CommandRunner.run(
      program: "ExampleNotes", arguments, environment: ["BACKPROP_DATA": data],
      timeLimit: .seconds(600))
  }

  @Test("run and print the notes' numbers", arguments: 1...13)
  func listing(_ number: Int) throws {
    let (name, output) = Self.expected[number - 1]
    let byNumber = try run(["\(number)"])
    #expect(byNumber.status == 0 && byNumber.errors.isEmpty)
    #expect(byNumber.output == output)
    #expect(try run([name]).output == output)
  }

  /// The notes' figures are 1.1e-9, 3.0e-9, 7.3e-9 and 1.6e-7; with other random weights and images each stays near its
  /// own. They come from the ε in the loss.
  private func expectNotesDifferences(_ result: CommandResult) throws {
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map { $0.split(separator: ":") }
    #expect(lines.map { $0[0] } == ["W1", "b1", "W2", "b2"])
    for (line, range) in zip(lines, [1e-10...3e-9, 5e-10...1e-8, 1e-9...2e-8, 1e-7...2e-7]) {
      let difference = try #require(Double(line[1]))
      #expect(range.contains(difference), "\(line)")
    }
  }

  @Test("check gradients with the notes' differences")
  func gradientCheck() throws { try expectNotesDifferences(run(["gradient-check"])) }

  @Test("check gradients on MNIST where its folder is named")
  func gradientCheckOnMNIST() throws {
    guard let data = ProcessInfo.processInfo.environment["BACKPROP_DATA"], !data.isEmpty else { return }
    try expectNotesDifferences(run(["14"], data: data))
  }

  @Test("train by hand: from a tenth of right answers to most")
  func training() throws {
    let result = try run(["training"])
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    // 600 iterations at 60 an epoch, and a line with the losses.
    #expect(lines.count == 11)
    let accuracies = lines.dropLast().map { $0.split(separator: " ").compactMap { Double($0) } }
    let (first, last) = (try #require(accuracies.first), try #require(accuracies.last))
    #expect(first.count == 2 && first.allSatisfy { $0 < 0.3 }, "\(first)")
    #expect(last.count == 2 && last.allSatisfy { $0 > 0.8 }, "\(last)")
  }

  @Test("are listed in their index, in order, by name and file")
  func index() throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains(".swift)") }
    let names = Self.expected.map(\.name) + ["gradient-check", "training"]
    #expect(rows.count == 15)
    for (index, (row, name)) in zip(rows, names).enumerated() {
      #expect(row.hasPrefix("| \(index + 1) |") && row.contains("[\(name)]("), "\(row)")
      let file = try #require(row.split(separator: "(").last?.split(separator: ")").first)
      #expect(
        FileManager.default.fileExists(atPath: Self.folder.appendingPathComponent(String(file)).path),
        "\(file)")
    }
  }

  @Test("are chosen by number or name; others are refused with a sentence")
  func choosing() throws {
    let two = try run(["9", "bias-backward"])
    #expect(two.output.contains("9. bias-forward") && two.output.contains("[5.0, 7.0, 9.0]"))
    for wrong in ["16", "0", "pears"] {
      let result = try run([wrong])
      #expect(result.status == 64 && result.errors.contains("There is no listing '\(wrong)'"))
    }
    #expect(try run(["--data-dir"]).status == 64)
    let missing = try run(["14", "--data-dir", "/nowhere"])
    #expect(missing.status == 1 && missing.errors.contains("/nowhere"))
    #expect(try run(["--help"]).output.contains("15  training"))
  }
}
