// 讲义的 Affine 层：dX = dY·Wᵀ，dW = Xᵀ·dY，db 是 dY 沿第 0 轴的和。
// The affine layer: dX = dY · Wᵀ, dW = Xᵀ · dY, and db is the sum of dY along axis 0.
import Backprop

/// The layer written out for a batch; the library has it as `Affine`.
struct AffineLayer {
  let w: Tensor<Double>
  let b: Tensor<Double>
  private var x: Tensor<Double> = 0
  private(set) var dW: Tensor<Double> = 0
  private(set) var db: Tensor<Double> = 0

  init(_ w: Tensor<Double>, _ b: Tensor<Double>) { (self.w, self.b) = (w, b) }

  mutating func forward(_ x: Tensor<Double>) -> Tensor<Double> {
    self.x = x
    return x.matmul(w) + b
  }

  mutating func backward(_ dout: Tensor<Double>) -> Tensor<Double> {
    dW = x.transposed().matmul(dout)
    db = dout.sum(axis: 0)
    return dout.matmul(w.transposed())
  }
}

func affineLayer() {
  let w: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
  let b: Tensor<Double> = [1, 2, 3]
  let x: Tensor<Double> = [[0, 0], [1, 2]]
  let dY: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]

  var layer = AffineLayer(w, b)
  print("Y:", layer.forward(x), separator: "\n")
  print("dX:", layer.backward(dY), separator: "\n")
  print("dW:", layer.dW, separator: "\n")
  print("db:", layer.db)

  let affine = Affine(weight: w, bias: b)
  let agrees = affine.forward(x) == layer.forward(x) && affine.backward(dY) == layer.backward(dY)
  print("Affine agrees:", agrees && affine.dW == layer.dW && affine.db == layer.db)

  // The library's takes a single sample, too.
  print("one sample:", affine.forward([1, 2]), affine.backward([4, 5, 6]), affine.db ?? 0)
}
