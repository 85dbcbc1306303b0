/// What is said of several numbers that are all the same, or look so in the digits that are shown.
struct EqualNumbers {
  /// Such as `all 0.5`, or `all about 0.5` where they only look so; `nil` where two look different.
  let text: String?

  /// - Parameters:
  ///   - missing: how many are no numbers; where there are some, not all are the same.
  ///   - text: a number in the digits that are shown.
  init<Scalar: Comparable>(_ least: Scalar, _ most: Scalar, missing: Int, text: (Scalar) -> String) {
    let shown = text(least)
    guard shown == text(most) else {
      self.text = nil
      return
    }
    self.text = missing > 0 ? shown : (least == most ? "all " : "all about ") + shown
  }
}
