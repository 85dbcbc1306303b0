// 讲义的例子：买 2 个苹果和 3 个橘子，用乘法层和加法层求五个变量的导数。
// Two apples at 100 yen, three oranges at 150 and a tax of 10 %: what each of the five changes in the price.
import Backprop

func applesAndOranges() {
  let (apple, appleCount): (Tensor<Double>, Tensor<Double>) = (100, 2)
  let (orange, orangeCount): (Tensor<Double>, Tensor<Double>) = (150, 3)
  let tax: Tensor<Double> = 1.1

  let multiplyApple = Multiply<Double>()
  let multiplyOrange = Multiply<Double>()
  let addFruit = Add<Double>()
  let multiplyTax = Multiply<Double>()

  // Forward.
  let applePrice = multiplyApple.forward(apple, appleCount)
  let orangePrice = multiplyOrange.forward(orange, orangeCount)
  let allPrice = addFruit.forward(applePrice, orangePrice)
  let price = multiplyTax.forward(allPrice, tax)

  // Backward, in reverse order.
  let (dAllPrice, dTax) = multiplyTax.backward(1)
  let (dApplePrice, dOrangePrice) = addFruit.backward(dAllPrice)
  let (dOrange, dOrangeCount) = multiplyOrange.backward(dOrangePrice)
  let (dApple, dAppleCount) = multiplyApple.backward(dApplePrice)

  print("price:", Int(price.item))
  print("dApple:", dApple)
  print("dAppleCount:", Int(dAppleCount.item))
  // 1.1 · 3 in float64 is 3.3000000000000003, in Python as here.
  print("dOrange:", dOrange)
  print("dOrangeCount:", Int(dOrangeCount.item))
  print("dTax:", Int(dTax.item))
}
