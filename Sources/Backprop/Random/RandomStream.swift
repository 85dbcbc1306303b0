/// Which stream of a seed's random numbers serves which purpose, so that none depends on how many numbers another
/// has drawn.
public enum RandomStream {
  /// The first values of weights.
  public static let weights: UInt64 = 1
  /// The drawing of mini-batches: one stream for each iteration from here on.
  public static let batches: UInt64 = 1 << 32
}
