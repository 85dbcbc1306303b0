import Backprop
import BackpropFiles

/// Which module of a network each module of a file is, where another program has given them names of its own, such as
/// `conv1.weight` and `fc1.weight` of a PyTorch class: the one whose tensors have the same names and shapes within it.
///
/// Several alike are told apart only by numbers: where their names differ in nothing else, as `fc1` and `fc2` do, they
/// follow each other in the order of these.
struct ModuleNames {
  /// The network's name of each tensor of the file.
  private(set) var names: [String: String] = [:]
  /// Modules of the file that can't be told apart.
  private(set) var alike: [String] = []

  /// Nil where the file has other modules than the network.
  init?(
    file: [(name: String, shape: [Int])], network: [(name: String, shape: [Int])]
  ) {
    let (theirs, ours) = (Self.modules(file), Self.modules(network))
    guard theirs.mapValues(\.count) == ours.mapValues(\.count) else { return nil }
    for (kind, ours) in ours {
      guard let theirs = theirs[kind] else { return nil }
      if theirs.count > 1, Set(theirs.map(Self.withoutDigits)).count > 1 { alike += theirs }
      for (their, our) in zip(theirs, ours) {
        for leaf in kind.keys + [Self.count] { names[their + leaf] = our + leaf }
      }
    }
    alike = alike.map { String($0.dropLast()) }.sorted { $0.comesNaturallyBefore($1) }
  }

  /// How many batches a normalisation has seen, which not every file says.
  private static let count = "num_batches_tracked"

  /// The modules by the shapes of their tensors, those of a kind in their names' order.
  private static func modules(_ tensors: [(name: String, shape: [Int])]) -> [[String: [Int]]: [String]] {
    var modules: [String: [String: [Int]]] = [:]
    for (name, shape) in tensors {
      let end = name.lastIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex
      let leaf = String(name[end...])
      if leaf != count { modules[String(name[..<end]), default: [:]][leaf] = shape }
    }
    return Dictionary(grouping: modules.keys) { modules[$0] ?? [:] }
      .mapValues { $0.sorted { $0.comesNaturallyBefore($1) } }
  }

  private static func withoutDigits(_ name: String) -> String {
    name.filter { !("0"..."9").contains($0) }
  }
}
