import Backprop

// A batch of two samples through Affine and ReLU, forward and backward by hand.
let affine = Affine<Double>(weight: [[1, -1, 2], [0, 1, -2]], bias: [1, 2, 3])
let relu = ReLU<Double>()

let x: Tensor<Double> = [[1, 2], [3, -1]]
print("y =", relu.forward(affine.forward(x)))

let dx = affine.backward(relu.backward([[1, 1, 1], [1, 1, 1]]))
print("dx =", dx)
print("dW =", affine.dW!)
print("db =", affine.db!)
