import BackpropFiles

/// The sum by which a page's security policy names the only script and styles that it may run.
enum ContentHash {
  /// What a policy says for a script or style of this text: `'sha256-…'`.
  static func source(_ text: String) -> String { "'sha256-\(Base64.text(SHA256(of: text.utf8).digest))'" }
}
