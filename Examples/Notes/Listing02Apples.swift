// 讲义的例子：买 2 个苹果，用两个乘法层做正向传播和反向传播。
// Two apples at 100 yen each with a tax of 10 %, forward and backward by two multiplication layers.
import Backprop

func apples() {
  let (apple, appleCount, tax): (Tensor<Double>, Tensor<Double>, Tensor<Double>) = (100, 2, 1.1)

  let multiplyApple = Multiply<Double>()
  let multiplyTax = Multiply<Double>()

  // Forward.
  let applePrice = multiplyApple.forward(apple, appleCount)
  let price = multiplyTax.forward(applePrice, tax)

  // Backward, in reverse order.
  let (dApplePrice, dTax) = multiplyTax.backward(1)
  let (dApple, dAppleCount) = multiplyApple.backward(dApplePrice)

  // As in the notes, whole numbers are what is left of 220.00000000000003 without its fraction.
  print("price:", Int(price.item))
  print("dApple:", dApple)
  print("dAppleCount:", Int(dAppleCount.item))
  print("dTax:", Int(dTax.item))
}
