/// Adds tensors of shards, which come one after the other, as a binary tree does: ((0 + 1) + (2 + 3)) + ….
///
/// A sum of two halves is made as soon as both are there, so that no more sums are held than the tree is high.
struct ShardTree<Scalar: TensorScalar> {
  private var sums: [Tensor<Scalar>] = []

  /// Takes in the tensor of the next shard, counted from 0 on, and gives what stands for all of them so far where their
  /// number is a power of two.
  mutating func add(_ tensor: consuming Tensor<Scalar>, ofShard shard: Int) {
    var place = shard
    while place & 1 == 1, var lower = sums.popLast() {
      lower += tensor
      tensor = consume lower
      place >>= 1
    }
    sums.append(consume tensor)
  }

  /// The sum of a power of two of shards; the tree is empty afterwards.
  mutating func take() -> Tensor<Scalar>? { sums.popLast() }
}

/// A sink that adds the derivatives of a mini-batch's shards, of this process one after the other and of others at the same
/// time, and hands on their sums.
///
/// Each derivative is on its way to the other processes as soon as the backward pass of the last shard here has finished it.
final class ShardSink<Scalar: TensorScalar>: GradientSink {
  /// The processes; `nil` where there is only this one.
  var group: (any RankGroup)?

  /// Those with fewer numbers travel together, since a message takes a time of its own.
  static var leastToTravelAlone: Int { 4096 }

  private struct Entry {
    let parameter: Parameter<Scalar>
    /// The sum of the mini-batches that the present shard has pieces of, where it has several.
    var pieces: Tensor<Scalar>?
    var tree = ShardTree<Scalar>()
  }

  private var entries: [Entry] = []
  private var places: [ObjectIdentifier: Int] = [:]
  private var sent: [(entry: Int, sum: TravellingSum<Scalar>)] = []
  private var together: [(entry: Int, tensor: Tensor<Scalar>)] = []

  /// Which of this process's shards a backward pass is of, and whether it is the last one of all.
  var shard = 0
  var isLastShard = false
  /// Whether the pass is the last one of its shard.
  var isLastPiece = true
  /// Whether the shard has no samples: the pass then only tells which derivatives there are.
  var isEmpty = false

  /// Begins an update: what one that was broken off has left is forgotten.
  func begin() {
    for place in entries.indices {
      entries[place].pieces = nil
      entries[place].tree = ShardTree()
    }
    sent.removeAll(keepingCapacity: true)
    together.removeAll(keepingCapacity: true)
  }

  func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    let place: Int
    if let known = places[ObjectIdentifier(parameter)] {
      place = known
    } else {
      place = entries.count
      places[ObjectIdentifier(parameter)] = place
      entries.append(Entry(parameter: parameter))
    }
    var tensor = isEmpty ? .zeros(gradient.shape) : gradient.tensor
    if var pieces = entries[place].pieces.take() {
      pieces += tensor
      tensor = pieces
    }
    guard isLastPiece else {
      entries[place].pieces = tensor
      return
    }
    entries[place].tree.add(consume tensor, ofShard: shard)
    guard isLastShard, let sum = entries[place].tree.take() else { return }
    if sum.count < Self.leastToTravelAlone {
      together.append((place, sum))
    } else {
      // Whoever else held it here would make the sum copy its numbers first.
      sent.append((place, TravellingSum(consume sum, in: group)))
    }
  }

  /// Adds numbers over all processes, with the derivatives that are too small to travel alone, and hands all derivatives on.
  /// Returns the sums of the numbers.
  func finish(adding numbers: [Tensor<Scalar>], to next: any GradientSink<Scalar>) -> [Tensor<Scalar>] {
    var sums = numbers + together.map(\.tensor)
    let packed = group.map { PackedSums(sums, in: $0) }
    for (entry, sum) in sent { hand(sum.wait(), entry, to: next) }
    if let packed { sums = packed.wait() }
    // In the same order with one process: what is behind may add up lengths.
    for (index, (entry, _)) in together.enumerated() { hand(sums[numbers.count + index], entry, to: next) }
    sums.removeLast(together.count)
    sent.removeAll(keepingCapacity: true)
    together.removeAll(keepingCapacity: true)
    next.finish()
    return sums
  }

  private func hand(_ sum: Tensor<Scalar>, _ entry: Int, to next: any GradientSink<Scalar>) {
    next.take(FinishedGradient(sum), of: entries[entry].parameter)
  }
}

/// A tensor that is added over processes while this one does something else.
final class TravellingSum<Scalar: TensorScalar> {
  private var tensor: Tensor<Scalar>
  private var pending: (any PendingSum)?

  /// Begins to add a tensor of two elements or more.
  init(_ tensor: consuming Tensor<Scalar>, in group: (any RankGroup)?) {
    self.tensor = consume tensor
    // The elements stay where they are as long as this object keeps them, and nobody else has them.
    pending = self.tensor.withUnsafeMutableElements { elements in group?.beginSum(elements) }
  }

  /// The sum.
  func wait() -> Tensor<Scalar> {
    pending?.wait()
    pending = nil
    return tensor
  }

  deinit { pending?.wait() }
}

/// Tensors that are added over processes in one piece.
struct PackedSums<Scalar: TensorScalar> {
  private let shapes: [TensorShape]
  private let sum: TravellingSum<Scalar>

  init(_ tensors: [Tensor<Scalar>], in group: any RankGroup) {
    shapes = tensors.map(\.shape)
    var numbers: [Scalar] = []
    numbers.reserveCapacity(shapes.reduce(2) { $0 + $1.elementCount })
    for tensor in tensors { tensor.withUnsafeElements { numbers.append(contentsOf: $0) } }
    // A tensor of one number has no memory that stays where it is.
    while numbers.count < 2 { numbers.append(0) }
    sum = TravellingSum(Tensor(numbers), in: group)
  }

  func wait() -> [Tensor<Scalar>] {
    sum.wait().withUnsafeElements { numbers in
      var start = 0
      return shapes.map { shape in
        defer { start += shape.elementCount }
        return Tensor(shape: shape, numbers[start..<start + shape.elementCount])
      }
    }
  }
}
