/// A way to change the samples of a mini-batch before a model learns from them, so that it never sees the same ones twice.
///
/// What is measured, in training and validation samples alike, is measured with the samples as they are.
public protocol Augmentation<Scalar>: Sendable {
  /// The type of number that samples are made of.
  associatedtype Scalar: TensorScalar

  /// Throws a ``TrainingError`` where samples of a shape can't be changed.
  func check(sampleShape: TensorShape) throws(TrainingError)

  /// The samples of a mini-batch, changed; their shape and the targets stay.
  ///
  /// The changes must depend on the arguments alone: random numbers come from the stream of the sample's place, see
  /// ``generator(seed:iteration:place:)``.
  ///
  /// - Parameters:
  ///   - seed: the training's seed.
  ///   - iteration: the number of the update, from 0 on.
  ///   - firstPlace: how many samples of the same update come before the first one.
  func augmented(_ batch: Batch<Scalar>, seed: UInt64, iteration: Int, firstPlace: Int) -> Batch<Scalar>
}

extension Augmentation {
  /// The random numbers of one sample: those of its place, from 0 on, among all samples of an update.
  public func generator(seed: UInt64, iteration: Int, place: Int) -> Philox4x32 {
    let (section, layer) = place.quotientAndRemainder(dividingBy: RandomStream.layerLimit)
    return Philox4x32(
      seed: seed, stream: RandomStream.packed(.augmentation, layer: layer, iteration: iteration),
      section: UInt64(section))
  }
}
