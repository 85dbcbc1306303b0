import BackpropArguments

/// What a command prints on standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// Lines for people.
  case text
  /// One JSON object a line, and nothing else.
  case json
}
