import Backprop

/// What a line tells of a tensor, found once however often the line is tried with fewer digits.
struct TensorDigest<Scalar: TensorScalar> {
  /// Up to this many elements a value is shown in full within a line.
  private static var lineLimit: Int { 12 }

  private let shape: TensorShape
  /// The elements, where they are few; nothing otherwise.
  private let scalars: [Scalar]?
  private let count: Int
  private let nanCount: Int
  private let bounds: (least: Scalar, largest: Scalar)?
  private let mean: Double

  init(_ tensor: Tensor<Scalar>) {
    shape = tensor.shape
    count = tensor.count
    let isShort =
      tensor.count <= Self.lineLimit && TensorText.walkedCount(tensor.shape) <= Self.lineLimit
    let all = tensor.scalars
    scalars = isShort ? all : nil
    let numbers = all.filter { !$0.isNaN }
    nanCount = all.count - numbers.count
    bounds = numbers.min().flatMap { least in numbers.max().map { (least, $0) } }
    let share = 1 / Double(max(numbers.count, 1))
    mean = numbers.reduce(0) { $0 + Double($1) * share }
  }

  /// All elements where they are few, otherwise what they are like.
  ///
  /// - Parameter digits: how many digits a number has at most; without a value those that its type can be trusted with.
  func line(digits: Int?) -> String {
    guard let scalars else { return summary(digits: digits) }
    let numbers = scalars.map { TensorText.number($0, digits) }
    return TensorText.nested(shape, numbers) { _ in ", " }.joined()
  }

  /// The value in few words, beside which its shape stands: a number, or the bounds of several.
  func brief(digits: Int) -> String {
    if shape.rank == 0 { return line(digits: digits) }
    guard let bounds else { return count == 0 ? "no numbers" : "all nan" }
    let range =
      equal(bounds, digits)
      ?? "\(TensorText.number(bounds.least, digits)) to \(TensorText.number(bounds.largest, digits))"
    return range + (nanCount > 0 ? ", and nan" : "")
  }

  /// What a large value is like: how many numbers, between which bounds, around which mean.
  func summary(digits: Int?) -> String {
    guard let bounds else { return count == 0 ? "no numbers" : "\(count) numbers, all nan" }
    let (least, largest) = (
      TensorText.number(bounds.least, digits), TensorText.number(bounds.largest, digits)
    )
    let range =
      equal(bounds, digits)
      ?? "from \(least) to \(largest), mean \(TensorText.number(Scalar(mean), digits))"
    return "\(count) numbers, \(range)" + (nanCount > 0 ? ", \(nanCount) of them nan" : "")
  }

  /// That all numbers are the same, or look so.
  private func equal(_ bounds: (least: Scalar, largest: Scalar), _ digits: Int?) -> String? {
    EqualNumbers(bounds.least, bounds.largest, missing: nanCount) { TensorText.number($0, digits) }.text
  }
}
