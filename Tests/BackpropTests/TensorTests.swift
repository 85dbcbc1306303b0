import Backprop
import Testing

@Suite("Tensors")
struct TensorTests {
  @Test("are written as NumPy's nested lists")
  func literals() {
    let number: Tensor<Double> = 2.5
    let integer: Tensor<Float> = -3
    let vector: Tensor<Double> = [1, 2, 3]
    let matrix: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
    let cube: Tensor<Double> = [[[1], [2]], [[3], [4]], [[5], [6]]]
    #expect(number.shape == [] && number.rank == 0 && number.count == 1 && number.item == 2.5)
    #expect(integer.item == -3)
    #expect(vector.shape == [3] && vector.scalars == [1, 2, 3])
    #expect(matrix.shape == [2, 3] && matrix.scalars == [1, 2, 3, 4, 5, 6])
    #expect(cube.shape == [3, 2, 1] && cube.scalars == [1, 2, 3, 4, 5, 6])
    let empty: Tensor<Double> = []
    #expect(empty.shape == [0] && empty.count == 0)
    #expect(([[], []] as Tensor<Double>).shape == [2, 0])
  }

  @Test("are made of numbers, lists, repetitions and one-hot rows")
  func makers() {
    #expect(Tensor<Double>(7) == 7)
    #expect(Tensor<Double>([1, 2] as [Double]) == [1, 2])
    #expect(Tensor<Double>(shape: [2, 1], [1, 2]) == [[1], [2]])
    #expect(Tensor<Double>.zeros([2, 2]) == [[0, 0], [0, 0]])
    #expect(Tensor<Double>.ones([3]) == [1, 1, 1])
    #expect(Tensor<Double>(repeating: 4, shape: [1, 2]) == [[4, 4]])
    #expect(Tensor<Double>(stacking: [[1, 2], [3, 4]]) == [[1, 2], [3, 4]])
    #expect(Tensor<Double>.oneHot([2, 0], classes: 3) == [[0, 0, 1], [1, 0, 0]])
    #expect(Tensor<Double>.oneHot([], classes: 3).shape == [0, 3])
  }

  @Test("are equal when shape and elements are, and NaN equals nothing")
  func equality() {
    #expect(Tensor<Double>([1, 2]) == [1, 2])
    #expect(Tensor<Double>([1, 2]) != [[1, 2]])
    #expect(Tensor<Double>([1, 2]) != [1, 3])
    #expect(Tensor<Double>.zeros([0, 2]) != Tensor<Double>.zeros([2, 0]))
    let notANumber = Tensor<Double>(.nan)
    #expect(notANumber != notANumber)
    #expect(Tensor<Double>(0.0) == Tensor<Double>(-0.0))
  }

  @Test("have shapes that know their sizes")
  func shapes() {
    let shape: TensorShape = [2, 3, 4, 5, 6, 7]
    #expect(shape.rank == 6 && shape.elementCount == 5040)
    #expect(Array(shape) == [2, 3, 4, 5, 6, 7])
    #expect(shape[3] == 5 && shape[4] == 6 && shape[5] == 7 && shape.last == 7)
    #expect(shape.description == "(2, 3, 4, 5, 6, 7)")
    #expect(
      TensorShape([]).description == "()" && TensorShape([3]).description == "(3,)"
        && TensorShape([2, 0]).description == "(2, 0)")
    #expect(TensorShape([]).elementCount == 1 && TensorShape([2, 0]).elementCount == 0)
    #expect(shape != [2, 3, 4, 5, 6, 8] && shape == TensorShape(Array(shape)))
    #expect(Set<TensorShape>([[1, 2], [1, 2], [2, 1]]).count == 2)
    #expect(TensorShape(exactly: [2, -1]) == nil)
    #expect(TensorShape(exactly: [Int.max, 2]) == nil)
    #expect(TensorShape(exactly: [Int.max, 2, 0]) == nil)
    #expect(TensorShape(exactly: [3, 0])?.elementCount == 0)
  }

  @Test("have shapes of any size, up to as many elements as an Int counts")
  func largeShapes() {
    let large = 1 << 32
    for sizes in [
      [large], [large - 1], [large, 3], [3, large], [large - 1, 1 << 31], [large, 1, 1, 1 << 30],
      [1, 2, 3, 4],
      [0, large, 4], [large - 1, 4, 0], [Int.max], [1, 1, 1, 1, large], [1 << 31, 1 << 31],
    ] {
      let shape = TensorShape(sizes)
      #expect(Array(shape) == sizes && shape.rank == sizes.count)
      #expect(shape.elementCount == (sizes.contains(0) ? 0 : sizes.reduce(1, *)))
      #expect(shape == TensorShape(sizes) && shape.hashValue == TensorShape(sizes).hashValue)
      #expect(shape != TensorShape(sizes + [1]) && shape != TensorShape(sizes.dropLast()))
      #expect(shape != TensorShape(sizes.dropLast() + [2]))
    }
    let tall = Tensor<Float>.zeros([large, 0])
    #expect(tall.transposed() == .zeros([0, large]))
    #expect(tall.matmul(.zeros([0, 0])) == tall)
  }

  @Test("are values: changing a copy leaves the original, whoever shares its memory")
  func valueSemantics() {
    for count in [3, 1000] {
      let original = Tensor<Double>.zeros([count])
      var copy = original
      copy[element: 1] = 5
      #expect(original == .zeros([count]) && copy[element: 1] == 5)
      var reshaped = original.reshaped(count, 1)
      reshaped += 1
      #expect(original == .zeros([count]) && reshaped == .ones([count, 1]))
      var part = original
      part[0..<2] = 9
      #expect(original == .zeros([count]) && part[0] == 9 && part[2] == 0)
      var mutated = original
      mutated.withUnsafeMutableElements { $0[0] = 3 }
      #expect(original[element: 0] == 0 && mutated[element: 0] == 3)
      let list = [mutated, mutated]
      mutated[element: 0] = 4
      #expect(list.map { $0[element: 0] } == [3, 3])
    }
  }

  @Test("of one number are values, whatever their shape")
  func singleNumbers() {
    for shape in [[], [1], [1, 1], [1, 1, 1, 1, 1]] as [TensorShape] {
      let original = Tensor<Float>(repeating: 2, shape: shape)
      var copy = original
      copy.withUnsafeMutableElements { $0[0] = 5 }
      var sum = original.reshaped(1, 1)
      sum += 1
      #expect(original.scalars == [2] && copy.scalars == [5] && sum.scalars == [3])
      #expect(copy.shape == shape && sum.shape == [1, 1])
      #expect(original == Tensor(shape: shape, [2]) && original != copy)
      #expect((original + copy).item == 7 && original.map { -$0 }.item == -2)
    }
    #expect(Tensor<Double>(stacking: [3]) == [3] && Tensor<Double>.zeros([1]).count == 1)
    #expect(Tensor<Float>(.infinity).item == .infinity)
  }

  @Test("are added to themselves in place as if apart")
  func aliasing() {
    var x: Tensor<Double> = [1, 2, 3]
    x += x
    #expect(x == [2, 4, 6])
    x[0..<2] = x[1..<3]
    #expect(x == [4, 6, 6])
    x[stride(from: 2, through: 0, by: -1)] = x
    #expect(x == [6, 6, 4])
  }

  @Test("print their elements in aligned nested brackets")
  func description() {
    #expect(Tensor<Double>(2.5).description == "2.5")
    #expect(Tensor<Double>([]).description == "[]")
    #expect(Tensor<Double>([1, -2.5, 30]).description == "[ 1.0, -2.5, 30.0]")
    #expect(Tensor<Float>([0.1]).description == "[0.1]")
    #expect(([[1, 2], [30, 4]] as Tensor<Double>).description == "[[ 1.0,  2.0],\n [30.0,  4.0]]")
    #expect(
      ([[[1, 2]], [[3, 4]]] as Tensor<Double>).description
        == "[[[1.0, 2.0]],\n\n [[3.0, 4.0]]]")
    #expect(Tensor<Double>([.init(.nan), .init(.infinity)]).description == "[nan, inf]")
    #expect(Tensor<Double>.zeros([2, 0]).description == "[[],\n []]")
    let long = Tensor<Double>((0..<1001).map(Double.init))
    #expect(long.description == "[   0.0,    1.0,    2.0, ...,  998.0,  999.0, 1000.0]")
    let whole = Tensor<Double>((0..<1000).map(Double.init)).description
    #expect(whole.split(separator: ",").count == 1000)
  }

  @Test("hand out masks where elements are above or below a bound")
  func masks() {
    let x: Tensor<Double> = [[1, 0], [-1, .init(.nan)]]
    #expect((x .<= 0) == Mask(shape: [2, 2], [false, true, true, false]))
    #expect((x .> 0) == Mask(shape: [2, 2], [true, false, false, false]))
  }
}
