import Backprop
import BackpropFiles

/// Writes a network as the text of a Swift function.
struct SwiftSourceBuilder {
  private let path: String
  /// The lines that compute, in order.
  private var steps: [String] = []
  /// The arrays, each as a line that names it and one of its numbers.
  private var arrays: [String] = []
  /// The helpers that are needed.
  private var helpers: Set<SwiftHelper> = []
  private var depth = 0
  private var arrayNames: [ObjectIdentifier: String] = [:]
  /// How a table's columns become the network's input, where that isn't what the function is given.
  private let columns: SwiftColumns?

  init(path: String, columns: SwiftColumns? = nil) {
    self.path = path
    self.columns = columns
  }

  /// Whether a text can name a function.
  static func isName(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    let words = [
      "_", "Any", "Self", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default",
      "defer",
      "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
      "guard", "if",
      "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup",
      "private",
      "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
      "switch",
      "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
    guard let first = text.utf8.first, isLetter(first), !words.contains(text) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
  }

  /// The whole text.
  mutating func source(
    of model: Model<Float>, called name: String, for sample: TensorShape
  ) throws(FileError) -> String {
    let output = try add(model.network, sample)
    let (inputs, outputs) = (columns?.count ?? sample.elementCount, output.elementCount)
    let kind = columns == nil ? "sample \(sample)" : "row of a table"
    var needed = helpers
    for helper in helpers { needed.formUnion(helper.needs) }
    var lines = [
      "// Written by backprop, from the network: \(model.summary)",
      "",
      columns?.summary(scores: outputs)
        ?? "/// The \(Wording.counted(outputs, "score")) of a network for one sample \(sample), in the order of its axes.",
    ]
    lines += columns?.comment ?? []
    lines += [
      "func \(name)(_ input: [Float]) -> [Float] {",
      "  precondition(input.count == \(inputs), \"\(name) takes \(Wording.counted(inputs, "number")), of one \(kind).\")",
    ]
    if !arrays.isEmpty {
      lines.append("  enum Numbers {")
      lines += arrays
      lines += SwiftHelper.decoding
      lines.append("  }")
    }
    for helper in SwiftHelper.allCases where needed.contains(helper) { lines += helper.lines }
    if steps.isEmpty, columns == nil { return (lines + ["  return input", "}", ""]).joined(separator: "\n") }
    lines += columns?.before.map { "  " + $0 } ?? ["  var x = input"]
    lines += steps.map { "  " + $0 }
    lines += columns?.after.map { "  " + $0 } ?? []
    lines += ["  return x", "}", ""]
    return lines.joined(separator: "\n")
  }

  // MARK: - Numbers

  private mutating func array(_ parameter: Parameter<Float>) -> String {
    array(ObjectIdentifier(parameter)) { parameter.value }
  }

  private mutating func array(_ statistic: Statistic<Float>) -> String {
    array(ObjectIdentifier(statistic)) { statistic.value }
  }

  private mutating func array(_ identity: ObjectIdentifier, _ value: () -> Tensor<Float>) -> String {
    if let name = arrayNames[identity] { return name }
    let name = "Numbers.n\(arrayNames.count)"
    arrayNames[identity] = name
    let tensor = value()
    arrays.append("    /// \(tensor.shape)")
    arrays.append("    static let \(name.dropFirst(8)) = numbers(\"\(Self.base64(tensor.scalars))\")")
    return name
  }

  /// The numbers' bits, the lowest byte first, as text.
  private static func base64(_ numbers: [Float]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(numbers.count * 6)
    // Six digits a number: 36 bits of which 32 are used, so that each number stands by itself.
    for number in numbers {
      let bits = UInt64(number.bitPattern)
      for place in 0..<6 { text.append(digits[Int(bits >> UInt64(6 * place) & 63)]) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: - Layers

  private mutating func call(_ helper: SwiftHelper, _ arguments: String...) {
    helpers.insert(helper)
    let list = (["x"] + arguments).joined(separator: ", ")
    steps.append("x = \(helper.rawValue)(\(list))")
  }

  private mutating func add(_ layer: any Layer<Float>, _ sample: TensorShape) throws(FileError) -> TensorShape
  {
    let output: TensorShape
    do {
      output = try layer.outputShape(for: sample)
    } catch {
      throw FileError(
        file: path, expected: "layers that take what comes to them", found: "\(error)",
        advice: "Give the shape of the samples that the network was made for.")
    }
    switch layer {
    case let layer as Sequential<Float>:
      var shape = sample
      for inner in layer.layers { shape = try add(inner.layer, shape) }
    case let layer as Residual<Float>: try addResidual(layer, sample)
    case is Flatten<Float>, is Dropout<Float>: break
    case let layer as Affine<Float>: call(.affine, array(layer.weight), array(layer.bias))
    case let layer as Embedding<Float>:
      call(.embedding, array(layer.weight), "width: \(layer.weight.value.shape[1])")
    case is Conv2D<Float>, is MaxPool2D<Float>, is AveragePool2D<Float>, is GlobalAveragePool2D<Float>:
      addWindows(layer, sample, output)
    case let layer as BatchNorm<Float>:
      call(
        .batchNorm, array(layer.weight), array(layer.bias), array(layer.runningMean),
        array(layer.runningVariance),
        "epsilon: \(layer.epsilon)")
    case let layer as LayerNorm<Float>:
      call(.layerNorm, array(layer.weight), array(layer.bias), "epsilon: \(layer.epsilon)")
    default: try addActivation(layer, sample)
    }
    return output
  }

  private mutating func addResidual(_ layer: Residual<Float>, _ sample: TensorShape) throws(FileError) {
    depth += 1
    let (start, body) = ("start\(depth)", "body\(depth)")
    steps.append("let \(start) = x")
    _ = try add(layer.body, sample)
    if let shortcut = layer.shortcut {
      steps.append("let \(body) = x")
      steps.append("x = \(start)")
      _ = try add(shortcut, sample)
      call(.sum, body)
    } else {
      call(.sum, start)
    }
  }

  private mutating func addWindows(_ layer: any Layer<Float>, _ sample: TensorShape, _ output: TensorShape) {
    let image = "image: (\(sample[0]), \(sample[1]), \(sample[2]))"
    func pair(_ name: String, _ extent: Extent2D) -> String { "\(name): (\(extent.height), \(extent.width))" }
    func corner(_ padding: Padding2D) -> String { "corner: (\(padding.top), \(padding.left))" }
    switch layer {
    case let layer as Conv2D<Float>:
      let shape = layer.weight.value.shape
      call(
        .convolution, array(layer.weight), array(layer.bias), image,
        "output: (\(output[0]), \(output[1]), \(output[2]))", "kernel: (\(shape[2]), \(shape[3]))",
        pair("stride", layer.stride), corner(layer.padding), pair("dilation", layer.dilation),
        "groups: \(layer.groups)")
    case let layer as MaxPool2D<Float>:
      call(
        .maxPool, image, "output: (\(output[1]), \(output[2]))", pair("window", layer.window),
        pair("stride", layer.stride), corner(layer.padding))
    case let layer as AveragePool2D<Float>:
      call(
        .averagePool, image, "output: (\(output[1]), \(output[2]))", pair("window", layer.window),
        pair("stride", layer.stride), corner(layer.padding))
    default:
      call(.channelMeans, "channels: \(sample[0])")
    }
  }

  private mutating func addActivation(_ layer: any Layer<Float>, _ sample: TensorShape) throws(FileError) {
    switch layer {
    case is ReLU<Float>: call(.relu)
    case is Sigmoid<Float>: call(.sigmoid)
    case is Tanh<Float>: call(.tanh)
    case is Softplus<Float>: call(.softplus)
    case is SiLU<Float>: call(.silu)
    case is GELU<Float>: call(.gelu)
    case let layer as LeakyReLU<Float>: call(.leakyReLU, "slope: \(layer.slope)")
    case is Softmax<Float>: call(.softmax, "count: \(sample[sample.rank - 1])")
    default:
      throw FileError(
        file: path, expected: "layers of Backprop's own",
        found: "a layer of the kind \(String(describing: type(of: layer)))",
        advice: "Replace it by layers of Backprop's before the export.")
    }
  }
}
