import Backprop
import Testing

@Suite("Sums, means, maxima and their positions")
struct ReductionTests {
  private let x: Tensor<Double> = [[1, 9, 3], [4, 5, 6]]

  @Test("of small tensors, worked out by hand")
  func small() {
    #expect(x.sum() == 28)
    #expect(x.sum(axis: 0) == [5, 14, 9])
    #expect(x.sum(axis: 1) == [13, 15])
    #expect(x.sum(axis: -1, keepingAxis: true) == [[13], [15]])
    #expect(x.sum(alongAxes: [0, 1]) == 28)
    #expect(x.sum(alongAxes: []) == x)
    #expect(x.mean().item == 28.0 / 6)
    #expect(x.mean(axis: 0) == [2.5, 7, 4.5])
    #expect(x.mean(axis: -1, keepingAxis: true).shape == [2, 1])
    #expect(x.max() == 9 && x.min() == 1)
    #expect(x.max(axis: 0) == [4, 9, 6] && x.max(axis: 1, keepingAxis: true) == [[9], [6]])
    #expect(x.min(axis: 0) == [1, 5, 3] && x.min(axis: -1) == [1, 4])
    #expect(x.argmax() == 1 && x.argmax(axis: 0) == [1, 0, 1] && x.argmax(axis: -1) == [1, 2])
    #expect(Tensor<Double>(3).sum() == 3 && Tensor<Double>(3).max() == 3 && Tensor<Double>(3).argmax() == 0)
  }

  @Test("agree with plain loops along every axis of generated shapes")
  func generated() {
    var generated = Generated(seed: 51)
    for _ in 0..<80 {
      let rank = generated.number(in: 1...5)
      let sizes = generated.sizes(rank: rank)
      let tensor = generated.tensor(sizes)
      expectClose(tensor.sum().item, tensor.scalars.reduce(0, +), relative: 1e-13, absolute: 1e-12)
      for axis in 0..<rank {
        let reduced = TensorShape(sizes[..<axis] + sizes[(axis + 1)...])
        let kept = TensorShape(sizes[..<axis] + [1] + sizes[(axis + 1)...])
        let sums = Tensor(shape: reduced, Naive.reduce(tensor, axis: axis) { $0.reduce(0, +) })
        expectClose(tensor.sum(axis: axis), sums, relative: 1e-13, absolute: 1e-13, "\(sizes), axis \(axis)")
        expectClose(
          tensor.sum(axis: axis - rank, keepingAxis: true), sums.reshaped(kept), relative: 1e-13,
          absolute: 1e-13)
        guard sizes[axis] > 0 else { continue }
        let size = Double(sizes[axis])
        expectClose(tensor.mean(axis: axis), sums.map { $0 / size }, relative: 1e-13, absolute: 1e-13)
        #expect(tensor.max(axis: axis).scalars == Naive.reduce(tensor, axis: axis) { $0.max() ?? .nan })
        #expect(tensor.min(axis: axis).scalars == Naive.reduce(tensor, axis: axis) { $0.min() ?? .nan })
        #expect(tensor.max(axis: axis, keepingAxis: true).shape == kept)
        let positions = Naive.reduce(tensor, axis: axis) { line in
          line.indices.first { line[$0] == line.max() } ?? -1
        }
        #expect(tensor.argmax(axis: axis) == positions, "\(sizes), axis \(axis)")
      }
    }
  }

  @Test("of long Float vectors keep their accuracy, as a plain running sum wouldn't")
  func pairwiseSum() {
    // 100,000 times the Float nearest to 0.1, which is 0.100000001490116…: 10000.000149.
    let numbers = [Float](repeating: 0.1, count: 100_000)
    expectClose(Tensor(numbers).sum().item, 10000, relative: 2e-7)
    expectClose(Tensor(numbers).mean().item, 0.1, relative: 2e-7)
    let running = numbers.reduce(0, +)
    #expect((running - 10000).magnitude > 0.5)
  }

  @Test(
    "of long rows are those of each row alone", arguments: [1, 7, 8, 9, 127, 128, 129, 255, 256, 257, 1000])
  func rowLengths(_ length: Int) {
    let rows = Tensor<Double>(shape: [2, length], (0..<2 * length).map(Double.init))
    // The sum of 0 … n − 1 is n (n − 1) / 2, without rounding.
    let first = Double(length * (length - 1) / 2)
    #expect(rows.sum(axis: 1) == [Tensor(first), Tensor(first + Double(length * length))])
    #expect(rows.sum() == Tensor(2 * first + Double(length * length)))
    #expect(rows.transposed().sum(axis: 0) == rows.sum(axis: 1))
  }

  @Test("of nothing are 0 or empty")
  func empty() {
    let nothing = Tensor<Double>.zeros([0, 3])
    #expect(nothing.sum() == 0)
    #expect(nothing.sum(axis: 0) == [0, 0, 0])
    #expect(nothing.sum(axis: 1).shape == [0])
    #expect(nothing.mean(axis: 1).shape == [0])
    #expect(nothing.max(axis: 1).shape == [0])
    #expect(nothing.argmax(axis: 1) == [])
  }

  /// What has no mean, maximum or minimum, and the sentence.
  fileprivate static let nothings: [(use: @Sendable (Tensor<Double>) -> Void, sentence: String)] = [
    ({ _ = $0.mean() }, "mean can't take a value of shape (0, 3): there is no element to take the mean of"),
    ({ _ = $0.mean(axis: 0) }, "mean can't take a value of shape (0, 3): axis 0 is empty, so it has no mean"),
    ({ _ = $0.max() }, "max can't take a value of shape (0, 3): there is no element to be the largest"),
    (
      { _ = $0.max(axis: 0) }, "max can't take a value of shape (0, 3): axis 0 is empty, so it has no largest"
    ),
    ({ _ = $0.min() }, "min can't take a value of shape (0, 3): there is no element to be the smallest"),
    (
      { _ = $0.min(axis: -2) },
      "min can't take a value of shape (0, 3): axis 0 is empty, so it has no smallest"
    ),
  ]

  @Test("that nothing has stop with a sentence", arguments: nothings.indices)
  func refused(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      ReductionTests.nothings[number].use(.zeros([0, 3]))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(Self.nothings[number].sentence), "\(said)")
  }

  @Test("of NaN are NaN, wherever it stands, and argmax is its first position")
  func notANumber() {
    for position in 0..<3 {
      var numbers: [Double] = [1, 3, 2]
      numbers[position] = .nan
      let line = Tensor(numbers)
      #expect(line.max().item.isNaN && line.min().item.isNaN && line.sum().item.isNaN)
      #expect(line.argmax() == position)
      #expect(Tensor(stacking: [line, [1, 2, 3]]).max(axis: 1).scalars[1] == 3)
    }
    #expect(Tensor<Double>([1, .nan, .nan] as [Double]).argmax() == 1)
    #expect(Tensor<Double>([-.infinity, -.infinity] as [Double]).argmax() == 0)
    #expect(Tensor<Double>([2, 5, 5]).argmax() == 1)
  }
}
