import Backprop
import Testing

/// Parts of tensors; what NumPy 2.4 gives for the same indices is written down.
@Suite("Indices and slices")
struct IndexingTests {
  /// 0 … 23 as (2, 3, 4).
  private let x = Tensor<Double>(shape: [2, 3, 4], (0..<24).map(Double.init))
  private let m: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]

  @Test("of one position drop the axis, negative ones count from the end")
  func positions() {
    #expect(m[1] == [4, 5, 6])
    #expect(m[-1] == [4, 5, 6])
    #expect(m[0, 2] == 3)
    #expect(m[-2, -1] == 3)
    #expect(x[1, 0] == [12, 13, 14, 15])
    #expect(x[1, 2, 3] == 23)
    #expect(m[.all, 0] == [1, 4])
    #expect(x[.all, 1, .all] == [[4, 5, 6, 7], [16, 17, 18, 19]])
    #expect(x[.all, .all, -1] == [[3, 7, 11], [15, 19, 23]])
    #expect(m[] == m)
  }

  @Test("of ranges keep the axis")
  func ranges() {
    #expect(m[0..<1] == [[1, 2, 3]])
    #expect(m[.all, 1...2] == [[2, 3], [5, 6]])
    #expect(m[.all, 1...] == [[2, 3], [5, 6]])
    #expect(m[..<1, ..<2] == [[1, 2]])
    #expect(m[...0, ...0] == [[1]])
    #expect(m[1..<1].shape == [0, 3])
    #expect(m[2...].shape == [0, 3])
    #expect(x[0..<2, 2, 1..<3] == [[9, 10], [21, 22]])
    #expect(x[1..., 1..., 2...] == [[[18, 19], [22, 23]]])
  }

  @Test("of strides take every so many, backwards too")
  func strides() {
    let v = Tensor<Double>((0..<10).map(Double.init))
    #expect(v[stride(from: 0, to: 10, by: 3)] == [0, 3, 6, 9])
    #expect(v[stride(from: 1, to: 10, by: 4)] == [1, 5, 9])
    #expect(v[stride(from: 9, to: -1, by: -4)] == [9, 5, 1])
    #expect(v[stride(from: 4, through: 4, by: 1)] == [4])
    #expect(v[stride(from: 4, to: 4, by: 1)].shape == [0])
    #expect(
      x[1, stride(from: 2, through: 0, by: -2), stride(from: 0, to: 4, by: 3)] == [[20, 23], [12, 15]])
  }

  @Test("can be assigned to, and what is assigned broadcasts")
  func assignment() {
    var y = m
    y[0] = 9
    #expect(y == [[9, 9, 9], [4, 5, 6]])
    y[.all, 1] = [7, 8]
    #expect(y == [[9, 7, 9], [4, 8, 6]])
    y[.all, 0..<2] = [[-1], [-2]]
    #expect(y == [[-1, -1, 9], [-2, -2, 6]])
    y[.all, stride(from: 2, through: 0, by: -2)] = [10, 20]
    #expect(y == [[20, -1, 10], [20, -2, 10]])
    y[1, 1] = 0
    #expect(y == [[20, -1, 10], [20, 0, 10]])
    y[2...] = 5
    #expect(y == [[20, -1, 10], [20, 0, 10]])
    y[1..., ..<1] += 100
    #expect(y == [[20, -1, 10], [120, 0, 10]])
    #expect(m == [[1, 2, 3], [4, 5, 6]])
  }

  /// An index outside, where it is used, and what must be said of it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let use: @Sendable (Tensor<Double>) -> Void
    let sentence: String
    var testDescription: String { sentence }

    init(_ sentence: String, _ use: @escaping @Sendable (Tensor<Double>) -> Void) {
      (self.sentence, self.use) = (sentence, use)
    }
  }

  /// Of a tensor (3, 2).
  static let mistakes: [Mistake] = {
    let range = "of a tensor of shape (3, 2), within whose"
    let position = "of a tensor of shape (3, 2), whose positions are"
    return [
      .init("the range 5... is outside axis 0 \(range) 3 positions") { _ = $0[5...] },
      .init("the range 4... is outside axis 0 \(range) 3 positions") { _ = $0[4...] },
      .init("the range 3... is outside axis 1 \(range) 2 positions") { _ = $0[.all, 3...] },
      .init("the range -1... is outside axis 0 \(range) 3 positions") { _ = $0[(-1)...] },
      .init("the range ..<9 is outside axis 1 \(range) 2 positions") { _ = $0[0, ..<9] },
      .init("the range ..<-1 is outside axis 0 \(range) 3 positions") { _ = $0[..<(-1)] },
      .init("the range ...7 is outside axis 0 \(range) 3 positions") { _ = $0[...7] },
      .init("the range ...3 is outside axis 0 \(range) 3 positions") { _ = $0[...3] },
      .init("the range ...-1 is outside axis 0 \(range) 3 positions") { _ = $0[...(-1)] },
      .init("the range ...9223372036854775807 is outside axis 0 \(range)") { _ = $0[...Int.max] },
      .init("the range 0..<4 is outside axis 0 \(range) 3 positions") { _ = $0[0..<4] },
      .init("the range 5..<5 is outside axis 0 \(range) 3 positions") { _ = $0[5..<5] },
      .init("the range -2..<1 is outside axis 1 \(range) 2 positions") { _ = $0[.all, -2..<1] },
      .init("the range 1...3 is outside axis 0 \(range) 3 positions") { _ = $0[1...3] },
      .init("the range 0...9223372036854775807 is outside axis 0 \(range)") { _ = $0[0...Int.max] },
      .init("the range -9223372036854775808...0 is outside axis 0 \(range)") { _ = $0[Int.min...0] },
      .init("index 3 is outside axis 0 \(position) 0 ... 2, or -3 ... -1 from the end") { _ = $0[3] },
      .init("index -4 is outside axis 0 \(position) 0 ... 2, or -3 ... -1 from the end") { _ = $0[-4] },
      .init("index 2 is outside axis 1 \(position) 0 ... 1, or -2 ... -1 from the end") { _ = $0[1, 2] },
      .init("index -9223372036854775808 is outside axis 0 \(position)") { _ = $0[Int.min] },
      .init("index 2 is outside axis 1 \(position) 0 ... 1") { _ = $0[element: 0, 2] },
      .init("index -4 is outside axis 0 \(position) 0 ... 2") { _ = $0.rows(at: [0, -4]) },
      .init("the stride 2, 1, 0, -1 is outside axis 0 \(range) 3 positions") {
        _ = $0[stride(from: 2, through: -1, by: -1)]
      },
      .init("the stride 1, 3, 5, 7, … is outside axis 0 \(range) 3 positions") {
        _ = $0[stride(from: 1, to: Int.max, by: 2)]
      },
      .init("index 0 is outside axis 0 of a tensor of shape (0, 2), which has no positions") {
        _ = $0[..<0][0]
      },
      .init("the range 1... is outside axis 0 of a tensor of shape (0, 2), within whose 0 positions") {
        _ = $0[..<0][1...]
      },
      .init("the range ...0 is outside axis 0 of a tensor of shape (0, 2)") { _ = $0[..<0][...0] },
      .init("the range 4..<6 is outside axis 0 \(range) 3 positions") {
        var x = $0
        x[4..<6] = 1
      },
    ]
  }()

  @Test("outside an axis stop with the index, the axis and the shape", arguments: mistakes.indices)
  func outside(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      IndexingTests.mistakes[number].use(.zeros([3, 2]))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(Self.mistakes[number].sentence), "\(said)")
  }

  @Test("at the end of an axis select nothing")
  func empty() {
    let y = Tensor<Double>.zeros([3, 2])
    #expect(y[3...].shape == [0, 2] && y[3..<3].shape == [0, 2] && y[..<0].shape == [0, 2])
    #expect(y[.all, 2...].shape == [3, 0] && y[0..<0, 1].shape == [0])
    #expect(y[..<0][0...].shape == [0, 2] && y[..<0][..<0].shape == [0, 2])
  }

  @Test("reach single elements")
  func elements() {
    var y = m
    #expect(y[element: 1, 2] == 6 && y[element: -1, -3] == 4)
    y[element: 0, -1] = 8
    #expect(y == [[1, 2, 8], [4, 5, 6]])
  }

  @Test("pick rows in any order, repeatedly")
  func rows() {
    #expect(m.rows(at: [1, 1, 0]) == [[4, 5, 6], [4, 5, 6], [1, 2, 3]])
    #expect(m.rows(at: []).shape == [0, 3])
    #expect(x.rows(at: [-1]).scalars == (12..<24).map(Double.init))
    #expect(Tensor<Double>([5, 6]).rows(at: [1]) == [6])
  }

  @Test("agree with positions counted one by one, over generated shapes")
  func generated() {
    var generated = Generated(seed: 21)
    let whole: WholeAxis = .all
    for _ in 0..<60 {
      let sizes = (0..<generated.number(in: 1...4)).map { _ in generated.number(in: 1...4) }
      let tensor = generated.tensor(sizes)
      let axis = generated.number(in: 0...(sizes.count - 1))
      let (start, step) = (generated.number(in: 0...(sizes[axis] - 1)), generated.number(in: 1...3))
      var indices: [any TensorIndex] = Array(repeating: whole, count: sizes.count)
      indices[axis] = stride(from: start, to: sizes[axis], by: step)
      let chosen = Array(stride(from: start, to: sizes[axis], by: step))
      var expectedSizes = sizes
      expectedSizes[axis] = chosen.count
      let expected = Naive.positions(of: expectedSizes).map { position -> Double in
        var whole = position
        whole[axis] = chosen[position[axis]]
        return Naive.element(tensor, at: whole)
      }
      let part: Tensor<Double> =
        switch sizes.count {
        case 1: tensor[indices[0]]
        case 2: tensor[indices[0], indices[1]]
        case 3: tensor[indices[0], indices[1], indices[2]]
        default: tensor[indices[0], indices[1], indices[2], indices[3]]
        }
      #expect(
        part == Tensor(shape: TensorShape(expectedSizes), expected),
        "\(sizes), axis \(axis), from \(start) by \(step)")
    }
  }
}
