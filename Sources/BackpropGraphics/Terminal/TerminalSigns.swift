/// The characters that drawings and plots in lines of text are made of.
public enum TerminalSigns: Sendable, Hashable {
  /// Lines of box-drawing characters and dots of Braille, for terminals in UTF-8.
  case unicode
  /// ASCII alone, for every other terminal.
  case ascii

  /// The text as such a terminal can show it: signs that this package writes get ASCII's nearest, as `*` for ×; what has
  /// none, such as a name in Chinese, stays as it is.
  package func shown(_ text: String) -> String {
    guard self == .ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.reduce(into: "") { $0 += TerminalSigns.plain[$1] ?? String($1) }
  }

  /// What a sign is where there is only ASCII.
  private static let plain: [Character: String] = [
    "×": "*", "−": "-", "·": ".", "÷": "/", "–": "-", "—": "-", "…": "...", "→": "->", "⟶": "->", "▶": ">",
    "∂": "d", "∞": "inf", "Σ": "sum", "∑": "sum", "√": "sqrt", "±": "+-", "≥": ">=", "≤": "<=", "≠": "!=",
    "≈": "~", "µ": "u", "μ": "u", "σ": "sigma", "²": "^2", "³": "^3", "ᵀ": "^T", "’": "'", "‘": "'",
    "“": "\"",
    "”": "\"", "█": "#", "░": ".", "●": "o", "│": "|", "─": "-",
  ]
}
