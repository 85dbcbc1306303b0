import Backprop
import Testing

@Suite("Errors of shapes")
struct ShapeErrorTests {
  private let graph = Graph<Double>()

  private func error(_ operation: any GraphOperation<Double>, _ inputs: [Variable<Double>]) -> ShapeError? {
    do {
      _ = try graph.apply(operation, to: inputs)
      return nil
    } catch {
      return error
    }
  }

  @Test("name the operation, the variables, their shapes and the rule")
  func matmul() {
    let x = graph.variable(.zeros([2]), name: "x")
    let w = graph.variable(.zeros([3, 4]), name: "W")
    let error = error(MatMulOperation<Double>(), [x, w])
    #expect(
      error?.description
        == "matmul can't take x of shape (2,) and W of shape (3, 4): the last axis of the first operand (2) must be as long as the second to last axis of the second (3)"
    )
    #expect(error?.operation == "matmul")
    #expect(error?.operands.map(\.name) == ["x", "W"])
    #expect(error?.operands.map(\.shape) == [[2], [3, 4]])
  }

  @Test("say where a nameless value came from")
  func origins() {
    let x = graph.variable(.zeros([2, 3]), name: "x")
    let c = graph.constant(.zeros([4]))
    #expect(
      error(AddOperation<Double>(), [x.exp(), c])?.description
        == "add can't take a value of shape (2, 3) (the result of exp) and a value of shape (4,) (a constant): aligned at their last axes, two sizes must be equal or one of them 1"
    )
  }

  @Test("leave the graph as it was")
  func graphIsUnharmed() {
    let x = graph.variable(.zeros([2, 3]), name: "x")
    let y = graph.variable(.zeros([2]), name: "y")
    #expect(error(MultiplyOperation<Double>(), [x, y]) != nil)
    #expect(graph.count == 2)
    #expect((x * 2).backward()[x] == Tensor(repeating: 2, shape: [2, 3]))
  }

  /// Operations with operands that don't fit, and a part of what must be said.
  private static let mistakes: [@Sendable () -> (any GraphOperation<Double>, [TensorShape], String)] = [
    { (AddOperation<Double>(), [[2, 3], [2]], "two sizes must be equal or one of them 1") },
    { (SubtractOperation<Double>(), [[2], [3]], "subtract can't take a value of shape (2,) and") },
    { (DivideOperation<Double>(), [[2], [3]], "divide can't take") },
    { (PowerOperation<Double>(), [[2], [3]], "power can't take") },
    { (MatMulOperation<Double>(), [[], [3]], "a single number can't be a matrix; multiply with * instead") },
    { (MatMulOperation<Double>(), [[2, 2, 3], [3, 3, 1]], "batch axes (2,) and (3,) must be equal or 1") },
    {
      (MatMulOperation<Double>(), [[2, 3], [2]], "(3) must be as long as the only axis of the second (2)")
    },
    {
      (
        AffineOperation<Double>(), [[2, 3], [4, 5], [5]],
        "a sample of the input has 3 numbers, but the weight has 4 rows"
      )
    },
    { (AffineOperation<Double>(), [[2, 3], [3, 5], [4]], "the bias must have shape (5,)") },
    { (AffineOperation<Double>(), [[2, 3], [3], [3]], "the weight must be a matrix (D, M)") },
    { (AffineOperation<Double>(), [[], [3, 2], [2]], "a sample (D,) or a batch (N, D)") },
    {
      (
        BatchNormOperation<Double>(), [[3], [3], [3]],
        "the first must be a batch (N, D) or (N, C, H, W): make one sample a batch of one"
      )
    },
    {
      (
        BatchNormOperation<Double>(), [[4, 3], [3], [4]],
        "the batch has 3 channels, and the others must have one number for each, (3,)"
      )
    },
    {
      (
        BatchNormOperation<Double>(), [[1, 3, 1, 1], [3], [3]],
        "there it has only 1 number: make batches of 2 or more samples"
      )
    },
    { (BatchNormOperation<Double>(), [[0, 3], [3], [3]], "there it has no numbers") },
    {
      (
        RunningNormOperation<Double>(), [[1, 3], [3], [3], [2], [3]],
        "the others must have one number for each, (3,)"
      )
    },
    { (LayerNormOperation<Double>(), [[]], "its last axis can't be normalised: it has 0") },
    { (LayerNormOperation<Double>(axes: 2), [[3]], "its last 2 axes can't be normalised: it has 1") },
    {
      (
        LayerNormOperation<Double>(axes: 0), [[3]],
        "1 or more of the last axes are normalised together, not 0"
      )
    },
    { (LayerNormOperation<Double>(), [[2, 0]], "a row without elements has no mean") },
    {
      (
        LayerNormOperation<Double>(), [[2, 3], [3], [2]],
        "scale and shift must have the shape of what is normalised together, the last axis, (3,)"
      )
    },
    {
      (
        Convolution2DOperation<Double>(), [[3, 8, 8], [4, 3, 2, 2]],
        "reshape a single image (C, H, W) to (1, C, H, W)"
      )
    },
    {
      (
        Convolution2DOperation<Double>(), [[1, 3, 8, 8], [3, 2, 2]],
        "the filters must have four axes, (F, C / groups, KH, KW)"
      )
    },
    {
      (
        Convolution2DOperation<Double>(), [[1, 3, 8, 8], [4, 2, 2, 2]],
        "a filter has 2 channels, but the images have 3"
      )
    },
    {
      (
        Convolution2DOperation<Double>(groups: 2), [[1, 4, 8, 8], [4, 4, 2, 2]],
        "a filter has 4 channels, but the images have 4, 2 for each of 2 groups"
      )
    },
    {
      (
        Convolution2DOperation<Double>(groups: 2), [[1, 4, 8, 8], [3, 2, 2, 2]],
        "2 groups can't share 4 channels and 3 filters"
      )
    },
    {
      (Convolution2DOperation<Double>(groups: 0), [[1, 1, 2, 2], [1, 1, 1, 1]], "at least 1 group, not 0")
    },
    {
      (
        Convolution2DOperation<Double>(), [[1, 3, 8, 8], [4, 3, 2, 2], [3]],
        "the bias must have shape (4,), one number for each filter"
      )
    },
    {
      (
        Convolution2DOperation<Double>(padding: 1, dilation: 2), [[1, 1, 4, 9], [1, 1, 4, 3]],
        "a kernel of 4x3, spread over 7x5, is larger than an image of 4x9 with a padding of 1"
      )
    },
    {
      (
        Convolution2DOperation<Double>(padding: 46_400, dilation: 46_400), [[1, 1, 1, 1], [1, 1, 2, 2]],
        "one row of results would need 46401 rows of 185603 numbers of each channel"
      )
    },
    {
      (
        Convolution2DOperation<Double>(), [[0, 1 << 61, 1, 1], [0, 1 << 61, 1, 1]],
        "one row of results would need 1 rows of 3 numbers of each channel"
      )
    },
    {
      (
        Convolution2DOperation<Double>(stride: 0), [[1, 1, 4, 4], [1, 1, 2, 2]],
        "the stride must be at least 1 and below 2³¹, not 0x0"
      )
    },
    {
      (
        Convolution2DOperation<Double>(padding: .init(height: 0, width: -1)),
        [[1, 1, 4, 4], [1, 1, 2, 2]],
        "the padding must be at least 0 and below 2³¹, not top 0, bottom 0, left -1, right -1"
      )
    },
    {
      (
        Convolution2DOperation<Double>(), [[1, 1, 4, 4], [1, 1, 0, 2]],
        "the kernel must be at least 1 and below 2³¹, not 0x2"
      )
    },
    {
      (
        MaxPool2DOperation<Double>(window: 3), [[1, 1, 2, 4]],
        "max_pool can't take a value of shape (1, 1, 2, 4): a window of 3x3 is larger than an image of 2x4"
      )
    },
    {
      (
        MaxPool2DOperation<Double>(window: 2, padding: 2), [[1, 1, 4, 4]],
        "with a padding of 2, a window of 2x2 would lie outside the image of 4x4"
      )
    },
    {
      (
        AveragePool2DOperation<Double>(
          window: 2, padding: .init(top: 0, bottom: 0, left: 0, right: 2)), [[1, 1, 4, 4]],
        "it must see an element of it at each place"
      )
    },
    { (AveragePool2DOperation<Double>(window: 2, padding: 1), [[1, 1, 0, 4]], "outside the image of 0x4") },
    { (AveragePool2DOperation<Double>(window: 2), [[4, 4]], "images must have four axes, (N, C, H, W)") },
    {
      (SumOperation<Double>(axis: 2), [[2, 3]], "there is no axis 2; axes run from 0 to 1, or from −2 to −1")
    },
    { (MeanOperation<Double>(axis: -1), [[]], "a single number has no axis -1") },
    { (MeanOperation<Double>(axis: 1), [[2, 0]], "axis 1 is empty, so it has no mean") },
    { (MeanOperation<Double>(axis: -2), [[0, 0]], "axis 0 is empty, so it has no mean") },
    { (MeanOperation<Double>(), [[0]], "there is no element to take the mean of") },
    { (MeanOperation<Double>(), [[2, 0, 3]], "there is no element to take the mean of") },
    { (MaxOperation<Double>(axis: 1), [[2, 0]], "axis 1 is empty, so it has no largest element") },
    { (MaxOperation<Double>(), [[0]], "there is no element to be the largest") },
    {
      (
        ReshapeOperation<Double>(sizes: [4, -1]), [[2, 3]],
        "its 6 elements can't be divided among the sizes (4, -1)"
      )
    },
    { (ReshapeOperation<Double>(sizes: [-1, -1]), [[2, 3]], "only one of the sizes (-1, -1) may be −1") },
    { (ReshapeOperation<Double>(sizes: [2, 2]), [[2, 3]], "it has 6 elements, and (2, 2) asks for 4") },
    { (ReshapeOperation<Double>(sizes: [-2, -3]), [[2, 3]], "must be 0 or more, one of them may be −1") },
    { (ReshapeOperation<Double>(sizes: [0, -1]), [[2, 3]], "its 6 elements can't be divided") },
    { (SoftmaxOperation<Double>(), [[]], "a single number has no last axis to run along") },
    { (LogSoftmaxOperation<Double>(), [[]], "log_softmax can't take") },
    { (CrossEntropyOperation<Double>(), [[2, 3], [3]], "both shapes must be equal") },
    { (CrossEntropyOperation<Double>(), [[0, 3], [0, 3]], "the mean over zero rows is undefined") },
    { (SoftmaxWithLossOperation<Double>(indices: [0]), [[2, 3]], "it has 2 rows, but 1 labels were given") },
    {
      (
        SoftmaxWithLossOperation<Double>(indices: [0, 3]), [[2, 3]],
        "label 3 of row 1 is outside 0 ..< 3, the classes"
      )
    },
    { (SoftmaxWithLossOperation<Double>(indices: [-1, 0]), [[2, 3]], "label -1 of row 0 is outside") },
    { (SoftmaxWithLossOperation<Double>(indices: []), [[0, 3]], "the mean over zero rows is undefined") },
    {
      (
        Dot(), [[2], [3]],
        "dot product can't take a value of shape (2,) and a value of shape (3,): both must have one shape"
      )
    },
  ]

  @Test("of every operation that asks something of its operands", arguments: mistakes.indices)
  func everyOperation(_ index: Int) throws {
    let (operation, shapes, sentence) = Self.mistakes[index]()
    let error = try #require(self.error(operation, shapes.map { graph.variable(.zeros($0)) }))
    #expect(error.description.contains(sentence), "\(error)")
    #expect(error.description.hasPrefix("\(operation.name) can't take "))
    for shape in shapes { #expect(error.description.contains("\(shape)")) }
  }
}
