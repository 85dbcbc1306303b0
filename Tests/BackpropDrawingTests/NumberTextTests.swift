import BackpropDrawing
import Testing

@Suite struct NumberTextTests {
  @Test(
    "Numbers are rounded for people, who don't want to see where binary fractions end",
    arguments: [
      (2.2000000000000002, "2.2"), (3.3000000000000003, "3.3"), (715.0000000000001, "715"), (-0.0, "0"),
      (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
    ])
  func rounded(number: Double, text: String) {
    #expect(NumberText.rounded(number) == text)
  }
}
