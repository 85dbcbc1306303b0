import Backprop
import Testing

/// Networks described in code and as lines of text.
@Suite struct NetworkDescriptionTests {
  @Test("a line is the same description as the code")
  func line() throws {
    let description = try NetworkDescription("conv 30 5x5, relu, maxpool 2, affine 100, relu, affine")
    #expect(
      description
        == NetworkDescription([
          .convolution(filters: 30, kernel: 5), .relu, .maxPool(2), .affine(100), .relu, .affine(),
        ]))
    #expect(description.line == "conv 30 5x5, relu, maxpool 2, affine 100, relu, affine")
  }

  @Test(
    "each layer with all that it can be told",
    arguments: [
      (
        "conv 16 3x5 stride 2 pad 1x2 dilation 2 groups 4",
        LayerDescription.convolution(
          filters: 16, kernel: .init(height: 3, width: 5), stride: 2, padding: .init(height: 1, width: 2),
          dilation: 2, groups: 4)
      ),
      (
        "conv 8 3x3 pad 0-1x2-3",
        .convolution(filters: 8, kernel: 3, padding: .init(top: 0, bottom: 1, left: 2, right: 3))
      ),
      ("maxpool 3 stride 2 pad 1", .maxPool(3, stride: 2, padding: 1)),
      ("avgpool 2x3", .averagePool(.init(height: 2, width: 3))),
      ("globalavgpool", .globalAveragePool), ("relu", .relu), ("tanh", .tanh), ("sigmoid", .sigmoid),
      ("leakyrelu", .leakyReLU()), ("leakyrelu 0.2", .leakyReLU(slope: 0.2)), ("gelu", .gelu),
      ("silu", .silu),
      ("softplus", .softplus), ("softmax", .softmax), ("batchnorm", .batchNorm()),
      ("batchnorm epsilon 0.001 momentum 0.5", .batchNorm(epsilon: 0.001, momentum: 0.5)),
      ("layernorm", .layerNorm()), ("layernorm epsilon 0.001", .layerNorm(epsilon: 0.001)),
      ("dropout 0.2", .dropout(0.2)), ("flatten", .flatten),
      ("embedding 1000 16", .embedding(count: 1000, width: 16)),
      (
        "residual (conv 4 3x3 pad 1, relu) shortcut (conv 4 1x1)",
        .residual(
          [.convolution(filters: 4, kernel: 3, padding: 1), .relu],
          shortcut: [.convolution(filters: 4, kernel: 1)])
      ),
    ])
  func layers(_ line: String, _ layer: LayerDescription) throws {
    #expect(try NetworkDescription(line) == NetworkDescription([layer]))
    #expect("\(layer)" == line)
  }

  @Test("blanks, capitals, one number for a kernel, signs of equality and the sign × are understood")
  func tolerance() throws {
    let wanted = try NetworkDescription(
      "weights he, conv 30 5x5 stride 2, relu, affine 100, residual (relu), affine")
    let line = " Weights HE ,Conv 30 5×5 stride=2,\n ReLU,affine  100 ,residual( relu ) , affine "
    #expect(try NetworkDescription(line) == wanted)
    #expect(try NetworkDescription("conv 30 5") == NetworkDescription("conv 30 5x5"))
  }

  /// Lines that are wrong, what is said of them, and the column that it is about.
  static let mistakes: [(line: String, message: String, column: Int)] = [
    ("", "The line is empty; write layers, as in 'affine 50, relu, affine'.", 1),
    ("   ", "The line is empty; write layers, as in 'affine 50, relu, affine'.", 4),
    ("affine,", "A layer is missing here; the line ends there.", 8),
    ("affine 50,, relu", "A layer is missing here; ',' stands there.", 11),
    (", relu", "A layer is missing here; ',' stands there.", 1),
    ("afine 50", "There is no layer 'afine'. Did you mean 'affine'?", 1),
    ("relu, conv2d 3 3x3", "There is no layer 'conv2d'. Did you mean 'conv'?", 7),
    ("Linear 10", "There is no layer 'Linear'. Did you mean 'affine'?", 1),
    ("affine50", "There is no layer 'affine50'. Did you mean 'affine 50'?", 1),
    (
      "lstm 5",
      "There is no layer 'lstm'. There are affine, conv, maxpool, avgpool, globalavgpool, relu, tanh, sigmoid, "
        + "leakyrelu, gelu, silu, softplus, softmax, batchnorm, layernorm, dropout, flatten, embedding, residual.",
      1
    ),
    ("affine 50 relu", "A comma is missing before 'relu'.", 11),
    ("affine 50) , relu", "A parenthesis is closed here that wasn't opened.", 10),
    ("affine(50)", "affine takes no parentheses; write it as in 'affine 100'.", 7),
    (
      "affine -1", "The outputs of affine must be a whole number from 1 to 1,000,000,000, not '-1'.", 8
    ),
    (
      "affine 99999999999999999999",
      "The outputs of affine must be a whole number from 1 to 1,000,000,000, not '99999999999999999999'.", 8
    ),
    ("affine 50 60", "affine takes nothing more here, but '60' follows; write it as in 'affine 100'.", 11),
    ("conv", "conv needs its filters, as in 'conv 30 5x5'.", 5),
    ("conv 30, relu", "conv needs its kernel, as in 'conv 30 5x5'.", 8),
    (
      "conv 30 0x5",
      "The kernel of conv must be one number, or rows and columns as in 5x5, from 1 to 65,536, not '0x5'.", 9
    ),
    (
      "conv 30 5x5x5",
      "The kernel of conv must be one number, or rows and columns as in 5x5, from 1 to 65,536, not '5x5x5'.",
      9
    ),
    (
      "conv 30 big",
      "The kernel of conv must be one number, or rows and columns as in 5x5, from 1 to 65,536, not 'big'.",
      9
    ),
    ("conv 30 5x5 padding 1", "conv has no 'padding'. Did you mean 'pad'?", 13),
    ("conv 30 5x5 strid 1", "conv has no 'strid'. Did you mean 'stride'?", 13),
    (
      "conv 30 5x5 7", "conv takes stride, pad, dilation, groups with their values here, not '7'.", 13
    ),
    (
      "conv 30 5x5 pad",
      "The pad of conv needs one number, or rows and columns as in 1x2, from 0 to 65,536 here; the line ends there.",
      16
    ),
    (
      "conv 30 5x5 pad -1",
      "The pad of conv must be one number, or rows and columns as in 1x2, from 0 to 65,536, not '-1'.", 17
    ),
    ("conv 30 5x5 pad 1 pad 2", "conv has 'pad' twice; give it once.", 19),
    ("dropout", "dropout needs its probability, as in 'dropout 0.5'.", 8),
    ("dropout 1", "The probability of dropout must be a number from 0 on and below 1, not '1'.", 9),
    ("dropout nan", "The probability of dropout must be a number from 0 on and below 1, not 'nan'.", 9),
    ("relu 3", "relu takes nothing more here, but '3' follows; write it as in 'relu'.", 6),
    (
      "leakyrelu inf", "leakyrelu takes nothing more here, but 'inf' follows; write it as in 'leakyrelu'.", 11
    ),
    ("embedding 10", "embedding needs its width, as in 'embedding 1000 16'.", 13),
    ("residual", "residual needs its layers, as in 'residual (conv 16 3x3 pad 1, relu)'.", 9),
    ("residual (relu", "The parenthesis that is opened here is never closed.", 10),
    ("residual ()", "A layer is missing here; ')' stands there.", 11),
    (
      "residual (relu) (relu)",
      "residual takes no parentheses; write it as in 'residual (conv 16 3x3 pad 1, relu)'.", 17
    ),
    (
      "residual (relu) shortcut relu",
      "The shortcut of residual needs layers in parentheses here; 'r' stands there.", 26
    ),
    ("weights", "Weights need a rule here: \(rule), as in 'weights 0.01, affine'.", 8),
    ("weights hee, affine", "Weights must be \(rule), not 'hee'.", 9),
    ("weights -1, affine", "Weights must be \(rule), not '-1'.", 9),
    ("weights he affine", "A comma must follow 'weights he', and then layers.", 12),
    ("affine, weights he", "What weights are drawn from must stand before all layers.", 9),
    ("relu = 3", "relu takes nothing more here, but '3' follows; write it as in 'relu'.", 8),
    ("affine 3 ==", "A comma is missing before '='.", 11),
  ]

  private static let rule =
    "he, heuniform, xavier, xaviernormal, xavieruniform, pytorch, automatic, or a standard deviation that single "
    + "precision can hold"

  @Test("a mistake in a line is told with its place", arguments: mistakes.indices)
  func mistake(_ index: Int) {
    let mistake = Self.mistakes[index]
    #expect("\(mistake.line)") { try NetworkDescription(mistake.line) } throws: { error in
      let error = error as? NetworkDescriptionError
      let isRight = error?.problem == mistake.message && error?.offset == mistake.column - 1
      if !isRight { print("for '\(mistake.line)': \(error?.problem ?? "nothing") at \(error?.offset ?? -1)") }
      return isRight
    }
  }

  @Test("more layers, deeper ones and longer lines than any network needs are refused, soon")
  func limits() {
    func problem(_ line: String) -> String {
      do throws(NetworkDescriptionError) {
        return try NetworkDescription(line).line
      } catch {
        return error.problem
      }
    }
    let deep = String(repeating: "residual (", count: 5000) + "relu" + String(repeating: ")", count: 5000)
    #expect(problem(deep) == "Layers may stand 16 deep within others; these stand deeper.")
    let fifteen = String(repeating: "residual (", count: 15) + "relu" + String(repeating: ")", count: 15)
    #expect(problem(fifteen) == fifteen)
    let many = Array(repeating: "relu", count: 1001).joined(separator: ",")
    #expect(problem(many) == "A network may have 1,000 layers; this one has more.")
    #expect(problem(String(repeating: ",", count: 200_000)).hasPrefix("The line has 200000 characters"))
  }

  @Test("any text is either a network or an error with a place in it")
  func anyText() {
    var random = Philox4x32(seed: 5)
    let pieces = [
      "affine", "conv", "residual", "(", ")", ",", " ", "3x3", "5", "pad", "stride", "-1", "0.5", "relu",
      "weights",
      "he", "=", "x", "苹果", "shortcut", "\n", "é", "1e400", "dropout", ":", "-",
    ]
    for _ in 0..<2000 {
      let line = (0..<random.nextIndex(below: 14)).map { _ in
        pieces[random.nextIndex(below: pieces.count)] + (random.nextIndex(below: 2) == 0 ? " " : "")
      }.joined()
      do throws(NetworkDescriptionError) {
        let description = try NetworkDescription(line)
        #expect(try NetworkDescription(description.line) == description, "\(line)")
      } catch {
        let offset = error.offset ?? -1
        #expect(offset >= 0 && offset <= line.count, "\(line)")
      }
    }
  }

  @Test("generated descriptions read back from their lines as the same")
  func roundTrips() throws {
    var generated = GeneratedDescriptions(seed: 1)
    for _ in 0..<500 {
      let description = generated.next()
      #expect(try NetworkDescription(description.line) == description, "\(description)")
    }
  }
}
