extension String {
  /// The text with spaces before it, so that it ends where a column of some width does; a longer one as it is.
  func rightAligned(_ width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
}
