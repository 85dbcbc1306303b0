/// What tells a data set from another one: how many samples it has, what they look like, and a digest of all numbers.
package struct DatasetSignature: Sendable, Equatable {
  /// The number of samples.
  package var count: Int
  /// The shape of a sample.
  package var sampleShape: [Int]
  /// What the targets are, such as `10 classes`.
  package var targets: String
  /// The digest of all samples and targets.
  package var digest: String

  package init(count: Int, sampleShape: [Int], targets: String, digest: String) {
    (self.count, self.sampleShape, self.targets, self.digest) = (count, sampleShape, targets, digest)
  }

  /// The signature of a data set, all of which is read unless the number of samples is limited: then as many at most, spread
  /// evenly.
  init<Scalar: TensorScalar>(of dataset: any Dataset<Scalar>, readingAtMost limit: Int = .max) throws {
    count = dataset.count
    sampleShape = Array(dataset.sampleShape)
    targets =
      switch dataset.targetKind {
      case .classes(let count): "\(count) classes"
      case .rows(let shape): "targets of shape \(shape)"
      }
    var digest = DataDigest()
    // A digest depends on where its pieces end: these never change.
    let read = Swift.min(dataset.count, limit)
    let step = dataset.count / Swift.max(read, 1)
    for start in stride(from: 0, to: read, by: 1024) {
      let places = start..<Swift.min(start + 1024, read)
      digest.update(try dataset.batch(at: places.map { Int64($0 * step) }))
    }
    self.digest = digest.hexadecimal
  }

  /// What a data set that was trained on has, and this one hasn't; `nil` where they are the same.
  ///
  /// - Parameter kind: what the samples are for, such as `training samples`.
  func difference(from saved: DatasetSignature, _ kind: String) -> String? {
    if count != saved.count { return "\(grouped(saved.count)) \(kind) there, \(grouped(count)) here" }
    let (there, here) = (TensorShape(saved.sampleShape), TensorShape(sampleShape))
    if there != here { return "\(kind) of shape \(there) there, of shape \(here) here" }
    if targets != saved.targets { return "\(kind) with \(saved.targets) there, with \(targets) here" }
    guard digest != saved.digest else { return nil }
    return "as many \(kind) here as there, but with other numbers or in another order (digest "
      + "\(saved.digest.prefix(12))… there, \(digest.prefix(12))… here)"
  }
}
