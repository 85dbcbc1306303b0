import Backprop

/// Numbers in nested lists, collected while they are read, with the shape that they add up to.
///
/// Shared by the lists of an expression and the values of `--set`. Every rule is checked as the list is read, so that
/// an error points at the element that breaks it.
struct NestedNumbers {
  /// Lists may be nested this deep, as in NumPy.
  static let depthLimit = 64

  private var scalars: [Double] = []
  /// How many elements each of the lists that are open has so far, outermost first.
  private var open: [Int] = []
  /// The length of the lists at each depth, known when the first of them is closed.
  private var lengths: [Int?] = []
  /// How many lists are around each number, known with the first number.
  private var depthOfNumbers: Int?

  /// A rule that was broken, as a sentence.
  struct Broken: Error {
    var sentence: String
  }

  /// Whether all lists are closed.
  var isClosed: Bool { open.isEmpty }

  /// Begins a list.
  mutating func openList() throws(Broken) {
    guard open.count < NestedNumbers.depthLimit else {
      throw Broken(sentence: "Lists can be nested \(NestedNumbers.depthLimit) deep, not deeper.")
    }
    if let depthOfNumbers, open.count >= depthOfNumbers {
      throw Broken(sentence: "The list is ragged: there is a list here where there is a number before.")
    }
    try addElement()
    open.append(0)
    if lengths.count < open.count { lengths.append(nil) }
  }

  /// Adds a number to the innermost list.
  mutating func add(_ number: Double) throws(Broken) {
    guard lengths.count == open.count else {
      throw Broken(sentence: "The list is ragged: there is a number here where there is a list before.")
    }
    try addElement()
    guard scalars.count < SizeLimit.perValue else { throw Broken(sentence: SizeLimit.sentencePerValue) }
    depthOfNumbers = open.count
    scalars.append(number)
  }

  /// Ends the innermost list.
  mutating func closeList() throws(Broken) {
    let depth = open.count - 1
    let length = open.removeLast()
    if let expected = lengths[depth], expected != length {
      throw Broken(
        sentence: "The list is ragged: the list that ends here has \(length), the one before it \(expected).")
    }
    lengths[depth] = length
  }

  /// The numbers as a tensor, once all lists are closed.
  func tensor() -> Tensor<Double> {
    Tensor(shape: TensorShape(lengths.map { $0 ?? 0 }), scalars)
  }

  /// Counts an element of the innermost list.
  private mutating func addElement() throws(Broken) {
    guard let last = open.indices.last else { return }
    open[last] += 1
    if let expected = lengths[last], open[last] > expected {
      throw Broken(
        sentence:
          "The list is ragged: this element is number \(open[last]) of a list whose neighbour has \(expected)."
      )
    }
  }
}
