import Backprop
import Testing

/// The notes' shopping examples. The prices are theirs; derivatives that they print as `int` are compared as such, the
/// others to the bit: 3.3 is 3.3000000000000003 in float64.
@Suite("The notes' shopping examples")
struct ShoppingTests {
  @Test("two apples by layers called by hand: price 220, derivatives 2.2, 110 and 200")
  func applesByHand() {
    let multiplyApple = Multiply<Double>()
    let multiplyTax = Multiply<Double>()
    let applePrice = multiplyApple.forward(100, 2)
    let price = multiplyTax.forward(applePrice, 1.1)
    let (dApplePrice, dTax) = multiplyTax.backward(1)
    let (dApple, dAppleCount) = multiplyApple.backward(dApplePrice)
    #expect(applePrice == 200)
    #expect(Int(price.item) == 220)
    #expect(dApplePrice.item == 1.1)
    #expect(dApple.item == 2.2)
    #expect(Int(dAppleCount.item) == 110)
    #expect(dTax.item == 200)
  }

  @Test("two apples by a graph: the same numbers")
  func applesByGraph() {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple")
    let count = graph.variable(2, name: "number of apples")
    let tax = graph.variable(1.1, name: "tax")
    let applePrice = apple * count
    let price = applePrice * tax
    let gradients = price.backward()
    #expect(applePrice.value == 200)
    #expect(Int(price.value.item) == 220)
    #expect(gradients[apple].item == 2.2)
    #expect(Int(gradients[count].item) == 110)
    #expect(gradients[tax].item == 200)
    #expect(gradients[applePrice].item == 1.1)
    #expect(gradients[price].item == 1)
  }

  @Test(
    "two apples and three oranges by layers called by hand: price 715, derivatives 110, 2.2, 3.3, 165 and 650"
  )
  func fruitByHand() {
    let multiplyApple = Multiply<Double>()
    let multiplyOrange = Multiply<Double>()
    let addFruit = Add<Double>()
    let multiplyTax = Multiply<Double>()
    let applePrice = multiplyApple.forward(100, 2)
    let orangePrice = multiplyOrange.forward(150, 3)
    let allPrice = addFruit.forward(applePrice, orangePrice)
    let price = multiplyTax.forward(allPrice, 1.1)
    let (dAllPrice, dTax) = multiplyTax.backward(1)
    let (dApplePrice, dOrangePrice) = addFruit.backward(dAllPrice)
    let (dOrange, dOrangeCount) = multiplyOrange.backward(dOrangePrice)
    let (dApple, dAppleCount) = multiplyApple.backward(dApplePrice)
    #expect(allPrice == 650)
    #expect(Int(price.item) == 715)
    #expect(dApple.item == 2.2)
    #expect(Int(dAppleCount.item) == 110)
    #expect(dOrange.item == 3.3000000000000003)
    #expect(Int(dOrangeCount.item) == 165)
    #expect(dTax.item == 650)
  }

  @Test("two apples and three oranges by a graph: the same numbers")
  func fruitByGraph() {
    let graph = Graph<Double>()
    let apple = graph.variable(100)
    let appleCount = graph.variable(2)
    let orange = graph.variable(150)
    let orangeCount = graph.variable(3)
    let tax = graph.variable(1.1)
    let price = (apple * appleCount + orange * orangeCount) * tax
    let gradients = price.backward()
    #expect(Int(price.value.item) == 715)
    #expect(gradients[apple].item == 2.2)
    #expect(Int(gradients[appleCount].item) == 110)
    #expect(gradients[orange].item == 3.3000000000000003)
    #expect(Int(gradients[orangeCount].item) == 165)
    #expect(gradients[tax].item == 650)
  }

  @Test("an unknown sum of 4000 for other things changes no derivative of the apples")
  func localComputation() {
    let graph = Graph<Double>()
    let apple = graph.variable(100)
    let count = graph.variable(2)
    let others = graph.variable(4000)
    let total = apple * count + others
    let gradients = total.backward()
    #expect(total.value == 4200)
    #expect(gradients[apple] == 2)
    #expect(gradients[count] == 100)
    #expect(gradients[others] == 1)
  }
}
