import Backprop
import Foundation

/// What a page shows in its table, read back as the numbers that it stands for.
struct ShownNumbers: Equatable {
  /// The bits of the values, by node.
  var values: [[UInt64]?]
  /// The bits of the derivatives, by node; `nil` where there is none.
  var derivatives: [[UInt64]?]

  init(_ snapshot: GraphSnapshot<Double>) {
    values = snapshot.nodes.map { $0.value.scalars.map(Self.bits) }
    derivatives = snapshot.nodes.map { $0.gradient?.scalars.map(Self.bits) }
  }

  /// Reads the table of the page in a browser.
  init(_ browser: Browser) throws {
    func column(_ role: String) throws -> [[UInt64]?] {
      let texts = try browser.texts(
        """
        [...document.querySelectorAll('#values tbody tr')].map((row) =>
          row.querySelector('[data-role=\(role)]')?.dataset.value ?? '')
        """)
      return try texts.map { try $0.isEmpty ? nil : Self.numbers(in: $0).map(Self.bits) }
    }
    values = try column("value")
    derivatives = try column("derivative")
  }

  /// The numbers of nested brackets, in order.
  static func numbers(in text: String) throws -> [Double] {
    try text.split { "[], ".contains($0) }.map { word in
      guard let number = Double(word) else { throw BrowserFailure(description: "\(word) isn't a number.") }
      return number
    }
  }

  /// The bits of a number, the same for every NaN.
  static func bits(_ number: Double) -> UInt64 { number.isNaN ? Double.nan.bitPattern : number.bitPattern }

  /// Whether all numbers agree to 14 digits or another share, measured by the largest of their tensor.
  ///
  /// - Parameter least: what they are measured by at least.
  func agrees(
    with other: ShownNumbers, to share: Double = 1e-14, ofAtLeast least: Double = 0
  ) -> Bool {
    zip(values + derivatives, other.values + other.derivatives).allSatisfy { a, b in
      guard let a = a?.map(Double.init(bitPattern:)), let b = b?.map(Double.init(bitPattern:)) else {
        return a == nil && b == nil
      }
      let size = max(least, b.map(\.magnitude).filter(\.isFinite).max() ?? 0)
      return zip(a, b).allSatisfy {
        $0 == $1 || ($0.isNaN && $1.isNaN) || ($0 - $1).magnitude <= share * size
      }
    }
  }
}

extension Browser {
  /// Replaces the text of an input's field with real key presses.
  func type(_ text: String, intoInput name: String) throws {
    let id = try self.text(
      """
      [...document.querySelectorAll('.field label')].find((label) =>
        label.querySelector('bdi').textContent === \(Browser.quoted(name))).htmlFor
      """)
    try click("#\(id)")
    try evaluate("document.getElementById('\(id)').select()")
    try type(text)
  }

  /// The text of the one element that a selector finds.
  func content(_ selector: String) throws -> String {
    try text("document.querySelector(\(Browser.quoted(selector))).textContent")
  }

  /// The full number that an element of the step's panel stands for.
  func number(_ role: String, operand: Int) throws -> Double? {
    let text = try text(
      """
      document.querySelector('#step [data-operand="\(operand)"] [data-role=\(role)]')?.dataset.value ?? ''
      """)
    return Double(text)
  }
}
