import Backprop

// Two apples at 100 yen each, with a tax of 10 %.
let graph = Graph<Double>()
let apple = graph.variable(100, name: "apple")
let count = graph.variable(2, name: "count")
let tax = graph.variable(1.1, name: "tax")
let price = apple * count * tax

let gradients = price.backward()
print("price:", Int(price.value.item))
print("∂price/∂apple:", gradients[apple])
print("∂price/∂count:", Int(gradients[count].item))
print("∂price/∂tax:", gradients[tax])
