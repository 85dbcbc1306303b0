import Backprop
import BackpropArguments
import BackpropData

/// What a training is watched by, and what becomes of its images.
struct TrainControlOptions: ParsableArguments {
  @Option(
    takesAny: true,
    help: """
      The share of the training images that the network is measured with instead of learning from them; 0 for none, and no \
      early stopping either. (default: 0, with --early-stopping 0.1; with 10,000 rows or more to learn from 0.1)
      """)
  var validation: NumberArgument<Double>?

  @Option(
    takesAny: true,
    help: """
      After how many epochs without a smaller validation loss the training ends, with the best parameters put back; 0 for \
      never. (default: 0, with 10,000 rows or more to learn from 10)
      """)
  var earlyStopping: NumberArgument<Int>?

  @Flag(help: "Shift, turn, scale and bend the images a little, each time by other amounts.")
  var augment = false

  @Flag(
    help: """
      Mirror half of the images left to right, each time others; for pictures such as clothes, not for digits or letters.
      """)
  var mirror = false

  func validate() throws { _ = try checked() }

  /// The share of images to validate with, and how many epochs to wait; each `nil` where there is none.
  func checked() throws -> (share: Double?, patience: Int?) {
    let share = try validation?.checked("--validation", "a number from 0 on and below 1") {
      $0 >= 0 && $0 < 1
    }
    let patience = try earlyStopping?.checked("--early-stopping", 0...1_000_000) ?? 0
    guard patience > 0 else { return (share.flatMap { $0 > 0 ? $0 : nil }, nil) }
    // Said to be none, there is nothing to stop by.
    if share == 0 { return (nil, nil) }
    return (share ?? 0.1, patience)
  }

  /// What becomes of images of a size, `nil` where they stay as they are.
  func augmentation(of images: ImageSet) -> (any Augmentation<Float>)? {
    let extent = Extent2D(height: images.rows, width: images.columns)
    guard augment else {
      return mirror ? ImageAugmentation<Float>(extent: extent, mirrors: true) : nil
    }
    return ImageAugmentation<Float>(
      extent: extent, shift: 2, rotation: 10, scale: 0.1, elasticStrength: 20, elasticSmoothness: 4,
      mirrors: mirror)
  }
}
