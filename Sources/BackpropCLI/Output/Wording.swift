import Foundation

extension Int {
  /// The number with its thousands separated: 39,760.
  var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}

extension Double {
  /// The number with a fixed count of digits after the point; `nan`, `inf` and `-inf` as such.
  func fixed(_ digits: Int) -> String {
    String(format: "%.\(digits)f", self)
  }

  /// The number with two digits and an exponent, such as 1.9e-13.
  var scientific: String {
    self == 0 ? "0" : String(format: "%.1e", self)
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
