/// The free distances in a drawing that depend on the place it is drawn for, in pixels.
struct Spacing {
  /// The distance of everything from the drawing's sides.
  let margin: Double
  /// The free distance between columns.
  let columnGap: Double
  /// The distance of lines that lead from a row to the next one from what stands in the rows.
  let trackMargin: Double

  /// The distances in a drawing of a width.
  init(width: Double) {
    // On a phone every pixel beside the numbers is one that these lack.
    let isNarrow = width <= DrawingStyle.narrowWidth
    margin = isNarrow ? 8 : 18
    columnGap = isNarrow ? 26 : 38
    trackMargin = isNarrow ? 11 : 14
  }
}
