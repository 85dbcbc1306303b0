import Backprop
import Testing

@Suite("Histograms")
struct HistogramTests {
  @Test("every finite number but 0 is in the interval that its limits say")
  func counts() {
    var generator = Philox4x32(seed: 9)
    let numbers =
      Tensor<Double>.normal([1000], standardDeviation: 3, using: &generator).scalars + [
        0, 0, .nan, .infinity,
      ]
    let histogram = Histogram(of: numbers, binCount: 13)
    #expect(histogram.count == 1004 && histogram.zeroCount == 2 && histogram.nonFiniteCount == 2)
    #expect(histogram.bins.count == 13 && histogram.bins.reduce(0, +) == 1000)
    for (index, count) in histogram.bins.enumerated() {
      let range = histogram.range(ofBin: index)
      let inside = numbers.count { number in
        number != 0 && number.isFinite && number >= range.lowerBound
          && (index == 12 ? number <= range.upperBound : number < range.upperBound)
      }
      #expect(inside == count)
    }
    let finite = numbers.filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(finite.count)
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(finite.count)
    #expect((histogram.mean - mean).magnitude < 1e-12)
    #expect((histogram.standardDeviation - variance.squareRoot()).magnitude < 1e-12)
    #expect(histogram.minimum == finite.min() && histogram.maximum == finite.max())
  }

  @Test("numbers of other types, and such as aren't stored together, are counted alike")
  func otherNumbers() {
    let numbers = (0..<50).map { Float($0 * $0 % 17) / 4 - 1 }
    let histogram = Histogram(of: numbers, binCount: 6)
    #expect(histogram.bins.reduce(0, +) + histogram.zeroCount == 50)
    #expect(Histogram(of: numbers.map(Double.init), binCount: 6) == histogram)
    #expect(Histogram(of: ContiguousArray(numbers).lazy.map { $0 }, binCount: 6) == histogram)
    #expect(Histogram(of: numbers.reversed().reversed(), binCount: 6) == histogram)
    #expect(Histogram(of: Tensor(shape: [5, 10], numbers), binCount: 6) == histogram)
  }

  @Test("nothing, nothing finite, one number, the same number, and the largest numbers")
  func edges() {
    #expect(Histogram(of: [Double]()).bins.isEmpty)
    let infinite = Histogram(of: [Float.nan, .infinity])
    #expect(infinite.nonFiniteCount == 2 && infinite.bins.isEmpty && infinite.mean == 0)
    let one = Histogram(of: [Float(2.5)])
    #expect(
      one.bins == [1] && one.mean == 2.5 && one.standardDeviation == 0 && one.range(ofBin: 0) == 2.5...2.5)
    #expect(Histogram(of: [1.5, 1.5, 1.5]).bins == [3])
    #expect(Histogram(of: [0.0, 0.0]).bins == [0])
    let largest = Double.greatestFiniteMagnitude
    let wide = Histogram(of: [-largest, largest, 1], binCount: 3)
    #expect(wide.bins == [1, 1, 1] && wide.mean.isFinite)
    #expect(Histogram(of: [1.0, 2.0], binCount: -4).bins == [2])
  }
}
