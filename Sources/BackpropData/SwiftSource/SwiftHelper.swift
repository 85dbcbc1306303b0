/// The functions that a network's source may need, each written out where it is needed.
///
/// They do without roots and rounding of the standard library's, which without an import aren't linked on Linux.
enum SwiftHelper: String, CaseIterable {
  case exponential, root
  case affine, embedding, convolution, maxPool, averagePool, channelMeans
  case batchNorm, layerNorm
  case relu, leakyReLU, sigmoid, tanh, softplus, silu, gelu, softmax
  case sum

  /// The helpers that a helper calls.
  var needs: [SwiftHelper] {
    switch self {
    case .sigmoid, .tanh, .softplus, .silu, .gelu, .softmax: [.exponential]
    case .batchNorm, .layerNorm: [.root]
    default: []
    }
  }

  /// The helper's lines within the function.
  var lines: [String] { text.split(separator: "\n").map { "  " + $0 } }

  /// The function that makes numbers of a text of six digits each.
  static let decoding: [String] =
    """
    static func numbers(_ text: StaticString) -> [Float] {
      func value(_ digit: UInt8) -> UInt64 {
        switch digit {
        case 65...90: return UInt64(digit) - 65
        case 97...122: return UInt64(digit) - 71
        case 48...57: return UInt64(digit) + 4
        default: return digit == 43 ? 62 : 63
        }
      }
      return text.withUTF8Buffer { digits in
        (0..<digits.count / 6).map { place in
          var bits: UInt64 = 0
          for digit in 0..<6 { bits |= value(digits[6 * place + digit]) << UInt64(6 * digit) }
          return Float(bitPattern: UInt32(bits))
        }
      }
    }
    """.split(separator: "\n").map { "    " + $0 }

  private var text: String {
    switch self {
    case .exponential: Self.exponentialText
    case .root: Self.rootText
    case .affine: Self.affineText
    case .embedding: Self.embeddingText
    case .convolution: Self.convolutionText
    case .maxPool: Self.poolText("maxPool", "var best = -Float.infinity", "best = max(best, value)", "best")
    case .averagePool:
      Self.poolText(
        "averagePool", "var sum = 0.0", "sum += Double(value)", "Float(sum / Double(window.0 * window.1))")
    case .channelMeans: Self.channelMeansText
    case .batchNorm: Self.batchNormText
    case .layerNorm: Self.layerNormText
    case .relu: "func relu(_ x: [Float]) -> [Float] { x.map { max($0, 0) } }"
    case .leakyReLU:
      "func leakyReLU(_ x: [Float], slope: Float) -> [Float] { x.map { $0 > 0 ? $0 : slope * $0 } }"
    case .sigmoid:
      "func sigmoid(_ x: [Float]) -> [Float] { x.map { Float(1 / (1 + exponential(-Double($0)))) } }"
    case .tanh:
      "func tanh(_ x: [Float]) -> [Float] { x.map { Float(1 - 2 / (exponential(2 * Double($0)) + 1)) } }"
    case .silu:
      "func silu(_ x: [Float]) -> [Float] { x.map { Float(Double($0) / (1 + exponential(-Double($0)))) } }"
    case .softplus: Self.softplusText
    case .gelu: Self.geluText
    case .softmax: Self.softmaxText
    case .sum: "func sum(_ x: [Float], _ y: [Float]) -> [Float] { zip(x, y).map { $0 + $1 } }"
    }
  }

  private static let exponentialText = """
    func exponential(_ x: Double) -> Double {
      guard x < 709 else { return x.isNaN ? x : .infinity }
      guard x > -708 else { return 0 }
      // x = n log 2 + r, and a series for e to the r.
      let n = Double(Int(x / 0.6931471805599453 + (x < 0 ? -0.5 : 0.5)))
      let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
      var (term, sum) = (1.0, 1.0)
      for k in 1..<16 {
        term *= r / Double(k)
        sum += term
      }
      return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
    }
    """

  private static let rootText = """
    func root(_ x: Double) -> Double {
      guard x > 0 && x < .infinity else { return x }
      // Newton's method from a number of half the exponent.
      var y = Double(sign: .plus, exponent: x.exponent / 2, significand: 1)
      for _ in 0..<7 { y = (y + x / y) / 2 }
      return y
    }
    """

  private static let affineText = """
    func affine(_ x: [Float], _ weight: [Float], _ bias: [Float]) -> [Float] {
      var sums = bias.map { Double($0) }
      let count = sums.count
      for row in 0..<x.count {
        let value = Double(x[row])
        for column in 0..<count { sums[column] += value * Double(weight[row * count + column]) }
      }
      return sums.map { Float($0) }
    }
    """

  private static let embeddingText = """
    func embedding(_ x: [Float], _ table: [Float], width: Int) -> [Float] {
      x.flatMap { index in
        precondition(
          index >= 0 && index < Float(table.count / width) && index == Float(Int(index)),
          "The network takes whole numbers from 0 to \\(table.count / width - 1), not \\(index).")
        return table[Int(index) * width..<(Int(index) + 1) * width]
      }
    }
    """

  private static let convolutionText = """
    func convolution(
      _ x: [Float], _ weight: [Float], _ bias: [Float], image: (Int, Int, Int), output: (Int, Int, Int),
      kernel: (Int, Int), stride: (Int, Int), corner: (Int, Int), dilation: (Int, Int), groups: Int
    ) -> [Float] {
      let (channels, filters) = (image.0 / groups, output.0 / groups)
      var result: [Float] = []
      for filter in 0..<output.0 {
        let first = filter / filters * channels
        for row in 0..<output.1 {
          for column in 0..<output.2 {
            var sum = Double(bias[filter])
            for channel in 0..<channels {
              for i in 0..<kernel.0 {
                let r = row * stride.0 - corner.0 + i * dilation.0
                if r < 0 || r >= image.1 { continue }
                for j in 0..<kernel.1 {
                  let c = column * stride.1 - corner.1 + j * dilation.1
                  if c < 0 || c >= image.2 { continue }
                  let value = x[((first + channel) * image.1 + r) * image.2 + c]
                  let place = ((filter * channels + channel) * kernel.0 + i) * kernel.1 + j
                  sum += Double(value) * Double(weight[place])
                }
              }
            }
            result.append(Float(sum))
          }
        }
      }
      return result
    }
    """

  private static func poolText(_ name: String, _ start: String, _ step: String, _ end: String) -> String {
    """
    func \(name)(
      _ x: [Float], image: (Int, Int, Int), output: (Int, Int), window: (Int, Int), stride: (Int, Int),
      corner: (Int, Int)
    ) -> [Float] {
      var result: [Float] = []
      for channel in 0..<image.0 {
        for row in 0..<output.0 {
          for column in 0..<output.1 {
            \(start)
            for r in row * stride.0 - corner.0..<row * stride.0 - corner.0 + window.0 where r >= 0 && r < image.1 {
              for c in column * stride.1 - corner.1..<column * stride.1 - corner.1 + window.1
              where c >= 0 && c < image.2 {
                let value = x[(channel * image.1 + r) * image.2 + c]
                \(step)
              }
            }
            result.append(\(end))
          }
        }
      }
      return result
    }
    """
  }

  private static let channelMeansText = """
    func channelMeans(_ x: [Float], channels: Int) -> [Float] {
      let size = x.count / channels
      return (0..<channels).map { channel in
        var sum = 0.0
        for place in channel * size..<(channel + 1) * size { sum += Double(x[place]) }
        return Float(sum / Double(size))
      }
    }
    """

  private static let batchNormText = """
    func batchNorm(
      _ x: [Float], _ weight: [Float], _ bias: [Float], _ mean: [Float], _ variance: [Float], epsilon: Double
    ) -> [Float] {
      let size = x.count / weight.count
      return x.indices.map { place in
        let channel = place / size
        let deviation = root(Double(variance[channel]) + epsilon)
        let centred = Double(x[place]) - Double(mean[channel])
        return Float(centred / deviation * Double(weight[channel]) + Double(bias[channel]))
      }
    }
    """

  private static let layerNormText = """
    func layerNorm(_ x: [Float], _ weight: [Float], _ bias: [Float], epsilon: Double) -> [Float] {
      let count = weight.count
      var result: [Float] = []
      for start in stride(from: 0, to: x.count, by: count) {
        let row = x[start..<start + count].map { Double($0) }
        let mean = row.reduce(0, +) / Double(count)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        let deviation = root(variance + epsilon)
        for place in 0..<count {
          result.append(Float((row[place] - mean) / deviation * Double(weight[place]) + Double(bias[place])))
        }
      }
      return result
    }
    """

  private static let softplusText = """
    func softplus(_ x: [Float]) -> [Float] {
      x.map { number in
        // log(1 + u) for u from 0 to 1, by the series of its inverse hyperbolic tangent.
        let u = exponential(-abs(Double(number)))
        let t = u / (2 + u)
        var (power, sum) = (t, 0.0)
        for k in 0..<20 {
          sum += power / Double(2 * k + 1)
          power *= t * t
        }
        return Float(max(Double(number), 0) + 2 * sum)
      }
    }
    """

  private static let geluText = """
    func gelu(_ x: [Float]) -> [Float] {
      x.map { number in
        // The error function by a series whose terms are all of one sign; from 6 on it is 1.
        let z = Double(number) / 1.4142135623730951
        var error = z < 0 ? -1.0 : 1.0
        if abs(z) < 6 {
          var (term, sum, k) = (z, z, 0.0)
          while abs(term) > 1e-17 * abs(sum) {
            k += 1
            term *= 2 * z * z / (2 * k + 1)
            sum += term
          }
          error = 1.1283791670955126 * exponential(-z * z) * sum
        }
        return Float(0.5 * Double(number) * (1 + error))
      }
    }
    """

  private static let softmaxText = """
    func softmax(_ x: [Float], count: Int) -> [Float] {
      var result: [Float] = []
      for start in stride(from: 0, to: x.count, by: count) {
        let row = x[start..<start + count]
        let largest = Double(row.max() ?? 0)
        let powers = row.map { exponential(Double($0) - largest) }
        let total = powers.reduce(0, +)
        result += powers.map { Float($0 / total) }
      }
      return result
    }
    """
}
