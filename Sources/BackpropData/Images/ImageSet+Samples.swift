import Backprop
import BackpropFiles

extension ImageSet {
  /// What shape the sample of an image has.
  public enum SampleForm: Sendable {
    /// `(rows · columns,)`, as affine layers take it; three times as many in colour.
    case vectors
    /// `(1, rows, columns)`, as convolutions take it; `(3, rows, columns)` in colour.
    case images
  }

  /// The images as samples to train on: bytes that become numbers from 0 to 1 when a batch of them is drawn.
  ///
  /// - Parameters:
  ///   - classCount: the number of classes, the same for images to learn from and to test with: a data set's
  ///     ``ImageDataset/classCount``, ten for MNIST.
  ///   - form: the shape of a sample; `(rows · columns,)` if not given.
  /// - Throws: `TrainingError` if a label isn't less than `classCount`, or there is no memory for the labels.
  public func samples<Scalar: TensorScalar>(
    classCount: Int = 10, form: SampleForm = .vectors, as type: Scalar.Type = Float.self
  ) throws(TrainingError) -> SampleSet<Scalar> {
    guard FileBytes.fit(count * MemoryLayout<Int>.stride) else {
      throw TrainingError("there is too little memory for the labels of \(count) images")
    }
    return try SampleSet(
      bytes: images, sampleShape: form == .vectors ? [pixelCount] : [channels, rows, columns], divisor: 255,
      labels: labels.map(Int.init), classCount: classCount)
  }

  /// All images as one tensor and all labels as another, in the forms that the notes' `load_mnist` offers.
  ///
  /// A number takes four or eight bytes where the image has one: 60,000 images of 28 × 28 are 188 MB in `Float`.
  ///
  /// - Parameters:
  ///   - normalize: whether pixels are 0…1 instead of 0…255.
  ///   - flatten: whether images are `(N, rows · columns)` instead of `(N, 1, rows, columns)`.
  ///   - oneHot: whether labels are one-hot rows `(N, classCount)` instead of indices `(N,)`.
  ///   - classCount: the number of classes; ten, or as many as the labels ask for where these are more.
  public func tensors<Scalar: TensorScalar>(
    normalize: Bool = true, flatten: Bool = true, oneHot: Bool = false, classCount: Int? = nil,
    as type: Scalar.Type = Float.self
  ) -> (x: Tensor<Scalar>, t: Tensor<Scalar>) {
    // A byte has few values: each is divided once.
    let values = (0...255).map { Scalar($0) / (normalize ? 255 : 1) }
    let shape: TensorShape = flatten ? [count, pixelCount] : [count, channels, rows, columns]
    let x = Tensor(shape: shape, images.lazy.map { values[Int($0)] })
    let t: Tensor<Scalar> =
      oneHot
      ? .oneHot(labels.map(Int.init), classes: classCount ?? max(10, self.classCount))
      : Tensor(labels.map { Scalar($0) })
    return (x, t)
  }
}

extension MNISTDataset {
  /// The data set as tensors, read from a folder, or from the cache or a download without one.
  ///
  /// See ``ImageSet/tensors(normalize:flatten:oneHot:classCount:as:)`` for the forms.
  public func load<Scalar: TensorScalar>(
    folder: String? = nil, normalize: Bool, flatten: Bool = true, oneHot: Bool = false,
    as type: Scalar.Type = Float.self
  ) throws(FileError) -> (
    train: (x: Tensor<Scalar>, t: Tensor<Scalar>), test: (x: Tensor<Scalar>, t: Tensor<Scalar>)
  ) {
    let dataset = if let folder { try load(folder: folder) } else { try load() }
    let classes = max(classNames.count, dataset.classCount)
    // A tensor has no way to say that there is no memory for it.
    let count = dataset.train.count + dataset.test.count
    let numbers = count * (dataset.train.pixelCount + (oneHot ? classes : 1))
    guard FileBytes.fit(numbers * MemoryLayout<Scalar>.stride) else {
      throw FileError(
        file: folder ?? title, expected: "memory for tensors of \(count) images", found: "too little",
        advice: "Use samples(classCount:), which leaves images as bytes.")
    }
    func tensors(_ set: ImageSet) -> (x: Tensor<Scalar>, t: Tensor<Scalar>) {
      set.tensors(normalize: normalize, flatten: flatten, oneHot: oneHot, classCount: classes, as: type)
    }
    return (tensors(dataset.train), tensors(dataset.test))
  }
}
