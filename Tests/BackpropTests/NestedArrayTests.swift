import Backprop
import Testing

@Suite("Tensors and nested arrays")
struct NestedArrayTests {
  @Test("become one another, at any depth and for each type of number")
  func roundTrip() {
    let vector: [Float] = [1, 2]
    let matrix: [[Double]] = [[1, 2, 3], [4, 5, 6]]
    let cube: [[[Float]]] = [[[1], [2]], [[3], [4]], [[5], [6]]]
    let deep: [[[[[Double]]]]] = [[[[[1, 2]], [[3, 4]]]]]
    #expect(Tensor(matrix) == [[1, 2, 3], [4, 5, 6]])
    #expect(Tensor(cube) == [[[1], [2]], [[3], [4]], [[5], [6]]])
    #expect(Tensor(deep).shape == [1, 1, 2, 1, 2])
    #expect([Float](Tensor(vector)) == vector && [[Double]](Tensor(matrix)) == matrix)
    #expect([[[Float]]](Tensor(cube)) == cube && [[[[[Double]]]]](Tensor(deep)) == deep)
  }

  @Test("of whole numbers become tensors of either type")
  func wholeNumbers() {
    let labels = [5, 0, 4]
    let pixels: [[UInt8]] = [[0, 255], [128, 1]]
    #expect(Tensor<Float>(labels) == [5, 0, 4])
    #expect(Tensor<Double>(pixels) == [[0, 255], [128, 1]])
    // 2⁶³ is beyond an Int and exact in both.
    #expect(Tensor<Float>([[UInt64(1) << 63]]).item == 0x1p63)
  }

  @Test("may be empty")
  func empty() {
    #expect(Tensor([] as [[Double]]).shape == [0])
    #expect(Tensor([[], []] as [[Double]]).shape == [2, 0])
    #expect([[Double]](Tensor.zeros([2, 0])) == [[], []])
    #expect([[Double]](Tensor.zeros([0, 2])) == [])
  }

  @Test("with rows of different lengths are refused, and the error says which")
  func ragged() {
    func message(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch {
        return "\(error)"
      }
    }
    let rows: [[Double]] = [[1, 2, 3], [4, 5, 6], [7, 8]]
    #expect(
      message { _ = try Tensor(validating: rows) }
        == "a tensor can't take [0] of shape (3,) and [2] of shape (2,): the parts of a nested array must have one shape"
    )
    let deep: [[[Int]]] = [[[1], [2]], [[3], [4, 5]]]
    #expect(
      message { _ = try Tensor<Float>(validating: deep) }?.contains("[1][0] of shape (1,) and [1][1]") == true
    )
    #expect(message { _ = try Tensor(validating: [[], [1]] as [[Float]]) } != nil)
    #expect(message { _ = try Tensor(validating: [[[]], []] as [[[Float]]]) } != nil)
    #expect((try? Tensor(validating: [[1, 2], [3, 4]] as [[Double]])) == [[1, 2], [3, 4]])
  }

  @Test("stop with a sentence where they don't fit")
  func stopping() async {
    let ragged = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let rows: [[Float]] = [[1], [2, 3]]
      _ = Tensor(rows)
    }
    #expect(said(ragged).contains("[0] of shape (1,) and [1] of shape (2,)"))
    let wrongDepth = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [[Float]](Tensor([1, 2, 3]))
    }
    #expect(
      said(wrongDepth).contains(
        "Array<Array<Float>> holds tensors of 2 axes, but this one has shape (3,)"), "\(said(wrongDepth))")
  }

  private func said(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("change their type of number: exactly to Double, to the nearest in Float")
  func conversion() {
    let floats: Tensor<Float> = [[0.1, -3], [.init(.infinity), 0x1p-149]]
    let doubles = Tensor<Double>(floats)
    #expect(doubles.scalars == floats.scalars.map { Double($0) } && doubles.shape == [2, 2])
    #expect(Tensor<Float>(doubles) == floats)
    // 1 + 2⁻²⁵ lies nearest to 1; 1e300 is beyond a Float; 1e-50 below one.
    let wide: Tensor<Double> = [1 + 0x1p-25, 1e300, -1e-50, 0.1]
    #expect(Tensor<Float>(wide).scalars == [1, .infinity, 0, 0.1])
    #expect(Tensor<Float>(Tensor<Double>(.nan)).item.isNaN)
    #expect(
      Tensor<Double>(Tensor<Float>(2)).shape == []
        && Tensor<Double>(Tensor<Float>.zeros([0, 3])).shape == [0, 3])
    #expect(Tensor<Dual>(floats)[element: 0, 1].value == -3)
  }
}
