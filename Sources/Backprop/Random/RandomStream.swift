/// Which stream of a seed's random numbers serves which purpose, so that none depends on how many numbers another
/// has drawn.
///
/// A stream's 64 bits are, from the top, 8 for the purpose, 16 for the layer and 40 for the iteration. Purpose 0 is that
/// of the two oldest streams, whose numbers never change: the first values of weights, and mini-batches.
public enum RandomStream {
  /// What random numbers are for.
  public struct Purpose: RawRepresentable, Sendable, Hashable {
    /// The purpose's number, from 1 on. Those below 128 are the package's own.
    public let rawValue: UInt8

    /// A purpose with a number; take one from 128 on for layers of your own.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Whether units are left out of a step.
    public static let dropout = Purpose(rawValue: 1)
    /// The order of an epoch's samples; the iteration is the epoch.
    public static let shuffling = Purpose(rawValue: 2)
    /// Changes to samples; the layer is the sample's place in the mini-batch.
    public static let augmentation = Purpose(rawValue: 3)
    /// Noise that a layer adds.
    public static let noise = Purpose(rawValue: 4)
    /// Which elements of a parameter are checked; the iteration is the parameter's number. In layer 1, what biases and scales
    /// the command checks a network with.
    public static let checking = Purpose(rawValue: 5)
    /// Which samples are kept to validate with; the iteration is 0.
    public static let validation = Purpose(rawValue: 6)
    /// Which samples are only ever measured; the iteration is 0.
    public static let holdOut = Purpose(rawValue: 7)
  }

  /// One more than the largest number of a layer.
  public static let layerLimit = 1 << 16
  /// One more than the largest number of an iteration: 10¹².
  public static let iterationLimit = 1 << 40

  /// The first values of weights.
  public static let weights: UInt64 = 1

  /// The first 2³² streams of purpose 0 are left to what isn't counted by iterations.
  private static let firstBatch = 1 << 32
  /// One more than the largest number of an iteration that mini-batches can be drawn for.
  public static let batchLimit = iterationLimit - firstBatch

  /// The drawing of an iteration's mini-batch.
  public static func batches(iteration: Int) -> UInt64 {
    require(
      (0..<batchLimit).contains(iteration),
      "mini-batches can be drawn for iterations in 0 ..< \(batchLimit), not \(iteration)")
    return UInt64(firstBatch + iteration)
  }

  /// The stream of a purpose, for a layer and an iteration.
  public static func packed(_ purpose: Purpose, layer: Int = 0, iteration: Int) -> UInt64 {
    require(
      purpose.rawValue > 0, "purpose 0 is that of weights and mini-batches; take one from 128 on")
    require(
      (0..<layerLimit).contains(layer) && (0..<iterationLimit).contains(iteration),
      "random numbers are there for layers in 0 ..< \(layerLimit) and iterations in 0 ..< \(iterationLimit), not for layer \(layer) and iteration \(iteration)"
    )
    return UInt64(purpose.rawValue) << 56 | UInt64(layer) << 40 | UInt64(iteration)
  }
}
