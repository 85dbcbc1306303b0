import BackpropArguments

/// The share of the data that is only ever measured, where they have no part for it.
struct HoldOutOption: ParsableArguments {
  @Option(
    takesAny: true,
    help:
      "The share of pictures, or of a table's rows, that is only ever measured, where they have no part to test with; 0 for none. (default: 0.2)"
  )
  var holdOut: NumberArgument<Double>?

  func validate() throws { _ = try checked() }

  /// The share, `nil` where the option isn't given.
  func checked() throws -> Double? {
    try holdOut?.checked("--hold-out", "a number from 0 on and below 1") { $0 >= 0 && $0 < 1 }
  }
}
