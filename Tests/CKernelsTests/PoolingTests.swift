import CKernels
import Testing

/// Pooling with random windows against plain loops, for every instruction set of the machine, with the surroundings
/// watched.
@Suite struct PoolingTests {
  static let guardCount = 40

  /// What every kernel promises, as plainly as possible.
  struct Expected<T: KernelScalar> {
    var largest: [T] = []
    var places: [T] = []
    var means: [T] = []
    var byMax: [T]
    var byMean: [T]

    init(_ s: bp_pooling, planes: Int, x: [T], dy: [T]) {
      byMax = [T](repeating: 0, count: x.count)
      byMean = byMax
      for p in 0..<planes {
        for i in 0..<s.out_height {
          for j in 0..<s.out_width {
            var elements: [(index: Int, place: Int)] = []
            for u in 0..<s.window_height {
              for v in 0..<s.window_width {
                let (row, column) = (i * s.stride_y - s.pad_top + u, j * s.stride_x - s.pad_left + v)
                guard row >= 0, row < s.height, column >= 0, column < s.width else { continue }
                elements.append(((p * s.height + row) * s.width + column, u * s.window_width + v))
              }
            }
            var most = elements[0]
            var sum: T = 0
            for element in elements {
              let isMore =
                x[element.index] > x[most.index] || (x[element.index].isNaN && !x[most.index].isNaN)
              if isMore { most = element }
              sum += x[element.index]
            }
            let count = T(s.counts_padding ? s.window_height * s.window_width : elements.count)
            let given = dy[largest.count]
            largest.append(x[most.index])
            places.append(T(most.place))
            means.append(sum / count)
            byMax[most.index] += given
            for element in elements { byMean[element.index] += given / count }
          }
        }
      }
    }
  }

  func check<T: KernelScalar>(
    _ s: bp_pooling, planes: Int, x: [T], _ random: inout TestRandom
  ) {
    let outputs = planes * s.out_height * s.out_width
    let dy: [T] = random.numbers(outputs + 1)
    let expected = Expected(s, planes: planes, x: x, dy: dy)
    let cut = Int.random(in: 0...planes, using: &random)
    let (input, output) = (s.height * s.width, s.out_height * s.out_width)
    let fence = Self.guardCount
    for kernels in allKernels(T.self) {
      for parts in [[0..<planes], [0..<cut, cut..<planes]] {
        let places = expected.places + [0]
        let marked = { (count: Int) in [T](repeating: 777, count: count + 2 * fence) }
        var (y, where_, means) = (marked(outputs), marked(outputs), marked(outputs))
        var (byMax, byMean) = (marked(x.count), marked(x.count))
        withUnsafePointer(to: s) { sizes in
          for part in parts {
            let (from, to) = (part.lowerBound * input, part.lowerBound * output)
            (x + [777]).withUnsafeBufferPointer { x in
              let x = x.baseAddress! + from
              y.withUnsafeMutableBufferPointer { y in
                where_.withUnsafeMutableBufferPointer { where_ in
                  kernels.pooling.max(
                    sizes, part.count, x, y.baseAddress! + fence + to, where_.baseAddress! + fence + to)
                }
              }
              means.withUnsafeMutableBufferPointer {
                kernels.pooling.average(sizes, part.count, x, $0.baseAddress! + fence + to)
              }
            }
            dy.withUnsafeBufferPointer { dy in
              let dy = dy.baseAddress! + to
              places.withUnsafeBufferPointer { places in
                byMax.withUnsafeMutableBufferPointer {
                  kernels.pooling.maxBackward(
                    sizes, part.count, places.baseAddress! + to, dy, $0.baseAddress! + fence + from)
                }
              }
              byMean.withUnsafeMutableBufferPointer {
                kernels.pooling.averageBackward(sizes, part.count, dy, $0.baseAddress! + fence + from)
              }
            }
          }
        }
        let fences = [T](repeating: 777, count: fence)
        for (name, got, wanted) in [
          ("largest", y, expected.largest), ("places", where_, expected.places),
          ("means", means, expected.means), ("by the largest", byMax, expected.byMax),
          ("by the mean", byMean, expected.byMean),
        ] {
          expectSame(
            got, fences + wanted + fences,
            "\(name), \(T.self) \(String(cString: bp_isa_name(kernels.isa))), \(planes) planes of \(s)")
        }
      }
    }
  }

  /// An axis on which each window sees something.
  func axis(
    window: Int, stride: Int, _ random: inout TestRandom
  ) -> (size: Int, out: Int, pad: Int) {
    while true {
      let before = random.chance(2) ? 0 : Int.random(in: 0..<window, using: &random)
      let after = random.chance(2) ? 0 : Int.random(in: 0..<window, using: &random)
      let size = Int.random(in: 1...(random.chance(4) ? 70 : 12), using: &random)
      guard size + before + after >= window else { continue }
      let out = (size + before + after - window) / stride + 1
      if (out - 1) * stride - before < size { return (size, out, before) }
    }
  }

  func checkRandom<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for round in 0..<300 * fuzzFactor {
      // Windows of 2×2 side by side are what most networks have.
      let isByTwo = round % 3 == 0
      func number(_ range: ClosedRange<Int>) -> Int { isByTwo ? 2 : Int.random(in: range, using: &random) }
      var s = bp_pooling()
      (s.window_height, s.window_width) = (number(1...4), number(1...4))
      (s.stride_y, s.stride_x) = (number(1...4), number(1...4))
      let y = axis(window: s.window_height, stride: s.stride_y, &random)
      let x = axis(window: s.window_width, stride: s.stride_x, &random)
      (s.height, s.out_height, s.pad_top) = y
      (s.width, s.out_width, s.pad_left) = x
      s.counts_padding = random.chance(2)
      let planes = Int.random(in: 0...3, using: &random)
      var elements: [T] = random.numbers(planes * s.height * s.width)
      if random.chance(2) {
        // Few different numbers, so that many are the largest.
        let choices: [T] = random.chance(2) ? [-1, 0, -0.0, 2] : [.nan, -.infinity, .infinity, 1, 2]
        for index in elements.indices { elements[index] = choices.randomElement(using: &random)! }
      }
      check(s, planes: planes, x: elements, &random)
    }
  }

  @Test func floats() { checkRandom(Float.self, seed: 31) }
  @Test func doubles() { checkRandom(Double.self, seed: 32) }
}
