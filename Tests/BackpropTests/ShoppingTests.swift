import Backprop
import Testing

@Suite("The page's shopping examples")
struct ShoppingTests {
  @Test("two apples by layers called by hand: price 220, derivatives 2.2, 110 and 200")
  func applesByHand() {
    let multiplyApple = Multiply<Double>()
    let multiplyTax = Multiply<Double>()
    let applePrice = multiplyApple.forward(100, 2)
    let price = multiplyTax.forward(applePrice, 1.1)
    let (dApplePrice, dTax) = multiplyTax.backward(1)
    let (dApple, dAppleCount) = multiplyApple.backward(dApplePrice)
    #expect(Int(price.item) == 220)
    #expect(dApple.item == 2.2)
    #expect(Int(dAppleCount.item) == 110)
    #expect(dTax.item == 200)
  }
}
