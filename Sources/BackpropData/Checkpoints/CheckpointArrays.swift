import Backprop
import BackpropFiles
import BackpropFormats

/// The arrays of a checkpoint's file by their names.
struct CheckpointArrays {
  let path: String
  private var arrays: [String: StoredArray] = [:]

  init(_ file: SafetensorsFile) throws(FileError) {
    path = file.path
    for array in try file.arrays() { arrays[array.name] = array }
  }

  /// The names that begin with a folder's, without it, in order.
  func names(in folder: String) -> [String] {
    arrays.keys.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }.sorted()
  }

  /// The tensors of a folder by the rest of their names.
  func tensors<Scalar: TensorScalar>(in folder: String, as type: Scalar.Type) throws(FileError) -> [String:
    Tensor<Scalar>]
  {
    var tensors: [String: Tensor<Scalar>] = [:]
    for name in names(in: folder) { tensors[name] = try tensor(folder + name) }
    return tensors
  }

  /// A tensor, which must be of the network's type of number.
  func tensor<Scalar: TensorScalar>(_ name: String) throws(FileError) -> Tensor<Scalar> {
    let array = try array(name, NumberKind(of: Scalar.self))
    guard let tensor = array.tensor(as: Scalar.self) else {
      throw wrong(name, expected: "a shape that fits into memory", found: "\(array.shape)")
    }
    return tensor
  }

  /// Numbers with one axis, `nil` where there are none of the name.
  func doubles(_ name: String) throws(FileError) -> [Double]? {
    arrays[name] == nil ? nil : try array(name, .float64).doubles
  }

  /// Whole numbers with one axis.
  func integers(_ name: String) throws(FileError) -> [Int] {
    (try array(name, .int64).integers ?? []).map { Int($0) }
  }

  /// Which of some numbers are there; all where nothing is said of them.
  func presence(of name: String, count: Int) throws(FileError) -> [Bool] {
    let name = name + CheckpointArrays.presence
    guard arrays[name] != nil else { return [Bool](repeating: true, count: count) }
    return try array(name, .bool).bytes.map { $0 != 0 }
  }

  /// What the array is called that tells which numbers of another are there.
  static let presence = "/present"

  private func array(_ name: String, _ kind: NumberKind) throws(FileError) -> StoredArray {
    guard let array = arrays[name] else {
      throw wrong(name, expected: "an array of this name", found: "none")
    }
    guard array.kind == kind else {
      throw wrong(name, expected: "numbers of the kind \(kind)", found: "\(array.kind)")
    }
    return array
  }

  func wrong(_ name: String, expected: String, found: String) -> FileError {
    CheckpointFile.damaged(path, expected: "\(expected) for “\(name)”", found: found)
  }
}

extension NumberKind {
  /// The kind of a network's numbers.
  init(of scalar: any TensorScalar.Type) { self = scalar == Double.self ? .float64 : .float32 }
}

extension StoredArray {
  /// Numbers that may be missing, and which are there where some are.
  static func optionals(name: String, _ numbers: [Double?]) -> [StoredArray] {
    let values = StoredArray(name: name, shape: [numbers.count], numbers.map { $0 ?? 0 })
    guard numbers.contains(where: { $0 == nil }) else { return [values] }
    let presence = StoredArray(
      name: name + CheckpointArrays.presence, kind: .bool, shape: [numbers.count],
      bytes: numbers.map { $0 == nil ? 0 : 1 })
    return [values] + [presence].compactMap { $0 }
  }
}

extension TrainingCheckpoint {
  /// All arrays of the file.
  var arrays: [StoredArray] {
    var arrays: [StoredArray] = []
    func add(_ folder: String, _ tensors: [String: Tensor<Scalar>]) {
      for (name, tensor) in tensors { arrays.append(StoredArray(name: folder + name, tensor)) }
    }
    add("parameters/", parameters)
    add("statistics/", statistics)
    add("optimizer/", optimizer.slots)
    add("best/parameters/", best.parameters)
    add("best/statistics/", best.statistics)
    for (name, numbers) in start?.weights ?? [:] {
      arrays.append(StoredArray(name: "start/" + name, Tensor(numbers)))
    }
    return arrays + history.arrays
  }
}

extension TrainingHistory {
  /// Losses and records, a column an array.
  fileprivate var arrays: [StoredArray] {
    let count = [epochs.count]
    var arrays = [
      StoredArray(name: "history/losses", shape: [losses.count], losses),
      StoredArray(name: "history/epochs/number", shape: count, epochs.map { Int64($0.number) }),
      StoredArray(name: "history/epochs/iteration", shape: count, epochs.map { Int64($0.iteration) }),
      StoredArray(name: "history/epochs/loss", shape: count, epochs.map(\.loss)),
    ]
    if epochs.contains(where: { $0.learningRate != nil }) {
      arrays += StoredArray.optionals(name: "history/epochs/learning_rate", epochs.map(\.learningRate))
    }
    let norms = epochs.map(\.gradientNorms.count).max() ?? 0
    for layer in 0..<norms {
      let lengths = epochs.map { $0.gradientNorms.indices.contains(layer) ? $0.gradientNorms[layer] : nil }
      arrays += StoredArray.optionals(name: "history/epochs/gradient_norms/\(layer)", lengths)
    }
    let parts: [(String, KeyPath<Epoch, [String: Double]>)] = [
      ("training", \.training), ("test", \.test), ("validation", \.validation),
    ]
    for (part, path) in parts {
      let names = Set(epochs.flatMap { $0[keyPath: path].keys }).sorted()
      for name in names {
        arrays += StoredArray.optionals(
          name: "history/epochs/\(part)/\(name)", epochs.map { $0[keyPath: path][name] })
      }
    }
    return arrays
  }
}

extension CheckpointArrays {
  /// The losses of a history.
  func losses() throws(FileError) -> [Double] { try doubles("history/losses") ?? [] }

  /// The records of a history.
  func epochs() throws(FileError) -> [TrainingHistory.Epoch] {
    let folder = "history/epochs/"
    let numbers = try integers(folder + "number")
    let iterations = try integers(folder + "iteration")
    let losses = try doubles(folder + "loss") ?? []
    guard iterations.count == numbers.count, losses.count == numbers.count else {
      throw wrong(folder, expected: "\(numbers.count) iterations and losses", found: "other numbers of them")
    }
    var epochs = numbers.indices.map { index in
      TrainingHistory.Epoch(
        number: numbers[index], iteration: iterations[index], loss: losses[index], training: [:])
    }
    try fill(&epochs, from: folder + "learning_rate") { $0.learningRate = $1 }
    var layer = 0
    while try fill(&epochs, from: folder + "gradient_norms/\(layer)", { $0.gradientNorms.append($1) }) {
      layer += 1
    }
    for name in names(in: folder + "training/") where !name.hasSuffix(CheckpointArrays.presence) {
      try fill(&epochs, from: folder + "training/" + name) { $0.training[name] = $1 }
    }
    for name in names(in: folder + "test/") where !name.hasSuffix(CheckpointArrays.presence) {
      try fill(&epochs, from: folder + "test/" + name) { $0.test[name] = $1 }
    }
    for name in names(in: folder + "validation/") where !name.hasSuffix(CheckpointArrays.presence) {
      try fill(&epochs, from: folder + "validation/" + name) { $0.validation[name] = $1 }
    }
    return epochs
  }

  /// Puts a column into the records; says whether there is one.
  @discardableResult
  private func fill(
    _ epochs: inout [TrainingHistory.Epoch], from name: String,
    _ put: (inout TrainingHistory.Epoch, Double) -> Void
  ) throws(FileError) -> Bool {
    guard let column = try doubles(name) else { return false }
    let presence = try presence(of: name, count: column.count)
    guard column.count == epochs.count, presence.count == epochs.count else {
      throw wrong(name, expected: "\(epochs.count) numbers", found: "\(column.count)")
    }
    for index in epochs.indices where presence[index] { put(&epochs[index], column[index]) }
    return true
  }
}
