import Testing

@Suite struct GraphListingTests {
  @Test func shoppingExample() throws {
    let result = try CommandRunner.run(["graph", "apple * 2 * 1.1", "--set", "apple=100"])
    #expect(
      result.output == """
             node      shape   value   derivative
        #0 = apple     ()      100     2.2
        #1 = 2         ()      2       –
        #2 = #0 × #1   ()      200     1.1
        #3 = 1.1       ()      1.1     –
        #4 = #2 × #3   ()      220     1

        result
          220

        derivatives of the result
          apple  2.2

        """)
  }

  @Test func columnsStayAlignedUnderWideNames() throws {
    let result = try CommandRunner.run(["graph", "苹果 + [1, 2]", "--set", "苹果=[[1, 2], [3, 4.5]]"])
    #expect(
      result.output
        == """
             node      shape    value                derivative
        #0 = 苹果      (2, 2)   [[1, 2], [3, 4.5]]   [[1, 1], [1, 1]]
        #1 = list      (2,)     [1, 2]               –
        #2 = #0 + #1   (2, 2)   [[2, 4], [4, 6.5]]   [[1, 1], [1, 1]]

        result
          [[  2,   4],
           [  4, 6.5]]

        derivatives of the sum of the result's elements
          苹果  [[1, 1],
                 [1, 1]]

        """)
  }

  @Test func largeValuesAreSummarised() throws {
    let numbers = "[" + (1...1000).map(String.init).joined(separator: ",") + "]"
    let result = try CommandRunner.run(["graph", "x * 2", "--set", "x=\(numbers)"])
    #expect(result.output.contains("1000 numbers, from 2 to 2000, mean 1001"))
    #expect(result.output.contains("1000 numbers, all 2"))
  }

  @Test func operationsAreWrittenAsInTheLanguage() throws {
    let result = try CommandRunner.run([
      "graph", "sum(-transpose(x) ** 2, axis=-1) @ reshape([1, 2, 3], 3) / softmax_with_loss(x, x) − 1",
      "--set",
      "x=[[1, 2, 3], [4, 5, 6]]",
    ])
    for label in [
      "transpose(#0)", "#1 ** 2", "−#2", "sum(#3, axis=-1)", "reshape(#5, 3)", "#4 @ #6",
      "softmax_with_loss(#0, #0)",
      "#7 / #8", "#11 = #9 − #10", "= list",
    ] {
      #expect(result.output.contains(label), "\(label)")
    }
  }

  @Test func helpExplainsTheLanguage() throws {
    let result = try CommandRunner.run(["graph", "--help"])
    #expect(result.status == 0)
    for words in ["softmax_with_loss(a, t)", "--set", "reshape(x, 2, 3)", "backprop graph '(x + y)**2'"] {
      #expect(result.output.contains(words))
    }
  }
}
