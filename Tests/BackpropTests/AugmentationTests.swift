import Backprop
import Foundation
import Testing

@Suite("Augmented images")
struct AugmentationTests {
  /// Every kind of change at once.
  private func all<Scalar: TensorScalar>(_ extent: Extent2D? = nil, as type: Scalar.Type)
    -> ImageAugmentation<Scalar>
  {
    ImageAugmentation(
      extent: extent, shift: 2, rotation: 15, scale: 0.2, elasticStrength: 20, elasticSmoothness: 3)
  }

  private func images<Scalar: TensorScalar>(_ shape: TensorShape, as type: Scalar.Type) -> Batch<Scalar> {
    var generator = Philox4x32(seed: 8)
    return Batch(
      .uniform(shape, using: &generator), .classes(Array(repeating: 0, count: shape[0])))
  }

  /// What the documentation says, pixel by pixel.
  private func expected(
    _ image: Tensor<Double>, _ augmentation: ImageAugmentation<Double>, _ random: Philox4x32
  ) -> Tensor<Double> {
    var random = random
    let (height, width) = (image.shape[0], image.shape[1])
    func draw(_ limit: Double) -> Double { (2 * random.nextUniform() - 1) * limit }
    let (right, down) = (draw(augmentation.shift), draw(augmentation.shift))
    let angle = draw(augmentation.rotation) * .pi / 180
    let growth = 1 + draw(augmentation.scale)
    func field() -> [[Double]] {
      var halves: [UInt64] = []
      while halves.count < height * width {
        let bits = random.next()
        halves += [(bits >> 8) & 0xFF_FFFF, bits >> 40]
      }
      let numbers = (0..<height).map { y in
        (0..<width).map { Double(halves[y * width + $0]) / 0x1p23 - 1 }
      }
      let deviation = augmentation.elasticSmoothness
      let radius = Int((3 * deviation).rounded(.up))
      let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
      let sum = weights.reduce(0, +)
      return (0..<height).map { y in
        (0..<width).map { x in
          var total = 0.0
          for i in -radius...radius where numbers.indices.contains(y + i) {
            for j in -radius...radius where numbers[0].indices.contains(x + j) {
              total += weights[i + radius] / sum * (weights[j + radius] / sum) * numbers[y + i][x + j]
            }
          }
          return total * augmentation.elasticStrength
        }
      }
    }
    let hasField = augmentation.elasticStrength > 0
    let (fieldX, fieldY) = (hasField ? field() : [], hasField ? field() : [])
    let isMirrored = augmentation.mirrors && random.nextUniform() < 0.5
    func pixel(_ y: Int, _ x: Int) -> Double {
      (0..<height).contains(y) && (0..<width).contains(x) ? image[element: y, x] : 0
    }
    let (centerX, centerY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    var numbers: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let (dx, dy) = (Double(column) - centerX - right, Double(row) - centerY - down)
        var x = centerX + (cos(angle) * dx + sin(angle) * dy) / growth
        var y = centerY + (cos(angle) * dy - sin(angle) * dx) / growth
        if hasField {
          x += fieldX[row][column]
          y += fieldY[row][column]
        }
        if isMirrored { x = Double(width - 1) - x }
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        let (shareX, shareY) = (x - Double(left), y - Double(top))
        let upper = pixel(top, left) * (1 - shareX) + pixel(top, left + 1) * shareX
        let lower = pixel(top + 1, left) * (1 - shareX) + pixel(top + 1, left + 1) * shareX
        numbers.append(upper * (1 - shareY) + lower * shareY)
      }
    }
    return Tensor(shape: image.shape, numbers)
  }

  @Test("are what the documentation says, of any extent", arguments: [(9, 12), (28, 28), (1, 7), (5, 1)])
  func reference(height: Int, width: Int) {
    let batch = images([3, height, width], as: Double.self)
    let samples = batch.samples.tensor
    let kinds: [ImageAugmentation<Double>] = [
      .init(shift: 3), .init(rotation: 90), .init(scale: 0.5), .init(elasticStrength: 30),
      all(as: Double.self),
      .init(shift: 40, rotation: 180, scale: 0.9), .init(mirrors: true),
      .init(shift: 2, rotation: 15, scale: 0.2, elasticStrength: 20, elasticSmoothness: 3, mirrors: true),
    ]
    for augmentation in kinds {
      let changed = augmentation.augmented(batch, seed: 5, iteration: 7, firstPlace: 2).samples.tensor
      for image in 0..<3 {
        let random = augmentation.generator(seed: 5, iteration: 7, place: 2 + image)
        let wanted = expected(samples[image], augmentation, random)
        expectClose(changed[image], wanted, absolute: 2e-4, "\(augmentation)")
      }
    }
  }

  @Test("are mirrored by half, whole columns at a time, and not moved otherwise")
  func mirrored() {
    let batch = images([200, 3, 4], as: Float.self)
    let changed = ImageAugmentation<Float>(mirrors: true).augmented(
      batch, seed: 1, iteration: 0, firstPlace: 0)
    var count = 0
    for image in 0..<200 {
      let before: [Float] = batch.samples.tensor[image].scalars
      let after: [Float] = changed.samples.tensor[image].scalars
      var reflected: [Float] = []
      for row in 0..<3 { reflected += before[row * 4..<row * 4 + 4].reversed() }
      #expect(after == before || after == reflected)
      if after == reflected { count += 1 }
    }
    // Of 200 fair draws, fewer than 60 or more than 140 come once in 10 million times.
    #expect((60...140).contains(count))
  }

  @Test("stay as they are without a change")
  func identity() {
    let batch = images([4, 2, 6, 5], as: Float.self)
    let changed = ImageAugmentation<Float>().augmented(batch, seed: 1, iteration: 0, firstPlace: 0)
    #expect(changed.samples.tensor == batch.samples.tensor)
    #expect(changed.targets.labels == batch.targets.labels)
    let none = images([0, 6, 5], as: Float.self)
    #expect(all(as: Float.self).augmented(none, seed: 1, iteration: 0, firstPlace: 0).count == 0)
  }

  @Test("are the same flattened, as bytes, in either type and with their channels moving together")
  func forms() throws {
    let bytes = (0..<5 * 64).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 7) }
    let labels = Array(repeating: 0, count: 5)
    let set = try SampleSet<Float>(bytes: bytes, sampleShape: [64], labels: labels, classCount: 1)
    let batch = try set.first(5)
    let flat = all(8, as: Float.self).augmented(batch, seed: 3, iteration: 4, firstPlace: 0).samples.tensor
    #expect(flat.shape == [5, 64])
    let numbers = batch.samples.tensor
    let image = Batch(numbers.reshaped([5, 8, 8]), batch.targets)
    let plain = all(as: Float.self).augmented(image, seed: 3, iteration: 4, firstPlace: 0).samples.tensor
    #expect(plain.scalars == flat.scalars)
    let wide = Batch(Tensor<Double>(shape: [5, 8, 8], numbers.scalars.map(Double.init)), .classes(labels))
    let exact = all(as: Double.self).augmented(wide, seed: 3, iteration: 4, firstPlace: 0).samples.tensor
    for (number, other) in zip(exact.scalars, flat.scalars) {
      expectClose(Float(number), other, absolute: 1e-5)
    }
    // Two channels, the second twice the first: so are they afterwards.
    var doubled: [Float] = []
    for sample in 0..<5 {
      let one = numbers[sample].scalars
      doubled += one + one.map { 2 * $0 }
    }
    let pair = Batch(Tensor<Float>(shape: [5, 2, 8, 8], doubled), batch.targets)
    let both = all(as: Float.self).augmented(pair, seed: 3, iteration: 4, firstPlace: 0).samples.tensor
    for sample in 0..<5 {
      #expect(both[sample].scalars.prefix(64).elementsEqual(plain[sample].scalars))
      #expect(both[sample].scalars.suffix(64).elementsEqual(plain[sample].scalars.map { 2 * $0 }))
    }
  }

  @Test("depend on seed, iteration and place alone, for any number of threads")
  func bits() async {
    await #expect(processExitsWith: .success) {
      var generator = Philox4x32(seed: 8)
      let samples = Tensor<Float>.uniform([37, 28, 28], using: &generator)
      let labels = Array(repeating: 0, count: 37)
      let augmentation = ImageAugmentation<Float>(
        shift: 2, rotation: 15, scale: 0.2, elasticStrength: 20, elasticSmoothness: 3)
      var outcomes: [[Float]] = []
      for threads in [1, 2, 3, 8] {
        Parallelism.threadCount = threads
        let batch = Batch(samples, Targets<Float>.classes(labels))
        outcomes.append(
          augmentation.augmented(batch, seed: 1, iteration: 2, firstPlace: 0).samples.tensor.scalars)
      }
      precondition(outcomes.allSatisfy { $0 == outcomes[0] })
      // In pieces as at once, and others for another iteration.
      let piece = Batch(samples[20..<30], Targets<Float>.classes(Array(labels.prefix(10))))
      let part = augmentation.augmented(piece, seed: 1, iteration: 2, firstPlace: 20).samples.tensor.scalars
      precondition(part == Array(outcomes[0][20 * 784..<30 * 784]))
      let later = augmentation.augmented(piece, seed: 1, iteration: 3, firstPlace: 20).samples.tensor.scalars
      precondition(part != later)
      // The bits of this machine are those of every other one.
      var hash: UInt64 = 14_695_981_039_346_656_037
      for number in outcomes[0] { hash = (hash ^ UInt64(number.bitPattern)) &* 1_099_511_628_211 }
      precondition(hash == 10_082_770_894_095_473_588, "the hash is \(hash)")
    }
  }

  @Test("are refused where they aren't images, or a setting has no meaning")
  func refused() {
    func message(_ augmentation: ImageAugmentation<Float>, _ shape: TensorShape) -> String {
      do throws(TrainingError) {
        try augmentation.check(sampleShape: shape)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(message(.init(), [784]).contains("extent: 28"))
    #expect(message(.init(), [2, 3, 4, 5]).contains("(2, 3, 4, 5)"))
    #expect(message(.init(extent: 28), [784]) == "" && message(.init(extent: 16), [3, 16, 16]) == "")
    #expect(message(.init(extent: 5), [784]).contains("5x5") && message(.init(extent: 0), [784]) != "")
    for wrong: ImageAugmentation<Float> in [
      .init(shift: -1), .init(rotation: .nan), .init(scale: 1), .init(elasticStrength: .infinity),
      .init(elasticSmoothness: -1), .init(elasticSmoothness: 1e9),
    ] {
      #expect(message(wrong, [28, 28]) != "")
    }
  }

  @Test("are learnt from, and not measured with")
  func training() throws {
    var generator = Philox4x32(seed: 1)
    let samples = Tensor<Float>.uniform([40, 36], using: &generator)
    let set = try SampleSet(samples, labels: (0..<40).map { $0 % 2 }, classCount: 2)
    func trainer(
      _ augmentation: ImageAugmentation<Float>?, _ accumulation: Int = 1
    ) throws -> Trainer<Float> {
      var generator = Philox4x32(seed: 1)
      return try Trainer(
        Model(Sequential<Float>(sizes: [36, 5, 2], using: &generator)), on: set,
        .init(duration: .iterations(7), batchSize: 12 / accumulation, accumulation: accumulation),
        augmentation: augmentation)
    }
    let (plain, changed) = (try trainer(nil), try trainer(all(6, as: Float.self)))
    let (history, other) = (try plain.run(), try changed.run())
    #expect(history.losses != other.losses)
    #expect(other.final?.training == (try changed.model.evaluate(on: set)))
    #expect(try trainer(.init(extent: 6)).run().losses == history.losses)
    let pieces = try trainer(all(6, as: Float.self), 3).run()
    for (loss, wanted) in zip(pieces.losses, other.losses) { expectClose(loss, wanted, relative: 1e-4) }
    #expect(throws: TrainingError.self) { try trainer(.init()) }
  }
}
