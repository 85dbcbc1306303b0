/// Outputs of which none is lost because another fails.
enum Outputs {
  /// Makes each output in turn; throws what the first that failed threw, after all have been tried.
  static func each(_ outputs: () throws -> Void...) throws {
    var failure: (any Error)?
    for output in outputs {
      do { try output() } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
