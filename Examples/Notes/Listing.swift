/// A listing of the notes: its number and name, the section of the notes that it stands in, and its program.
struct Listing: Sendable {
  let number: Int
  let name: String
  let section: String
  let run: @Sendable (Digits) throws -> Void

  /// All, in the notes' order.
  static let all: [Listing] = [
    Listing(number: 1, name: "multiply-layer", section: "乘法层的实现", run: { _ in multiplyLayer() }),
    Listing(number: 2, name: "apples", section: "乘法层的实现", run: { _ in apples() }),
    Listing(number: 3, name: "add-layer", section: "加法层的实现", run: { _ in addLayer() }),
    Listing(number: 4, name: "apples-and-oranges", section: "例子", run: { _ in applesAndOranges() }),
    Listing(number: 5, name: "relu", section: "ReLU 层", run: { _ in reluLayer() }),
    Listing(number: 6, name: "mask", section: "ReLU 层", run: { _ in reluMask() }),
    Listing(number: 7, name: "sigmoid", section: "Sigmoid 层", run: { _ in sigmoidLayer() }),
    Listing(number: 8, name: "affine-shapes", section: "Affine 层", run: { _ in affineShapes() }),
    Listing(number: 9, name: "bias-forward", section: "批版本的 Affine 层", run: { _ in biasForward() }),
    Listing(number: 10, name: "bias-backward", section: "批版本的 Affine 层", run: { _ in biasBackward() }),
    Listing(number: 11, name: "affine", section: "批版本的 Affine 层", run: { _ in affineLayer() }),
    Listing(
      number: 12, name: "softmax-with-loss", section: "Softmax-with-Loss 层", run: { _ in softmaxWithLoss() }),
    Listing(number: 13, name: "two-layer-net", section: "对应误差反向传播法的神经网络的实现", run: { _ in twoLayerNet() }),
    Listing(number: 14, name: "gradient-check", section: "误差反向传播法的梯度确认", run: gradientCheck),
    Listing(number: 15, name: "training", section: "使用误差反向传播法的学习", run: training),
  ]
}
