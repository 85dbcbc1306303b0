/// What a file's name says of the file's part in a data set, for the many ways in which the names of MNIST are spelled.
///
/// A name is read as words between dots, dashes, underscores and spaces, in upper or lower case: the set (`train`;
/// `t10k` or `test`), then `images` or `labels`, then nothing but words of the format such as `idx3`, `ubyte` and `gz`.
/// What stands before the set names the data set, as `emnist-letters` does.
struct FileSpelling: Hashable {
  /// The part of a file in a data set.
  enum Role: CaseIterable {
    case trainImages, trainLabels, testImages, testLabels
  }

  let role: Role
  /// The words before the set, joined by dashes; none in MNIST's own names.
  let prefix: String
  /// Whether the name ends as that of a compressed file.
  let isPacked: Bool

  private static let packed: Set<Substring> = ["gz", "gzip"]
  private static let formats: Set<Substring> = ["idx", "ubyte", "uint8", "byte", "bin", "dat", "data"]

  /// Reads a name; `nil` where it is that of no such file.
  init?(_ name: String) {
    // Hidden files are other programs' business, and U+FFFD stands for bytes that couldn't be read.
    guard name.utf8.count <= 255, !name.hasPrefix("."), !name.contains("\u{FFFD}") else { return nil }
    var words = name.lowercased().split { ".-_ ".contains($0) }
    isPacked = words.last.map(Self.packed.contains) ?? false
    if isPacked { words.removeLast() }
    let roles = words.indices.dropLast().lazy.map { Self.role(words[$0], words[$0 + 1]) }
    guard let place = roles.firstIndex(where: { $0 != nil }), let role = roles[place] else { return nil }
    let axes: Substring = role == .trainImages || role == .testImages ? "idx3" : "idx1"
    guard words[(place + 2)...].allSatisfy({ $0 == axes || Self.formats.contains($0) }) else { return nil }
    self.role = role
    prefix = words[..<place].joined(separator: "-")
  }

  private static func role(_ set: Substring, _ kind: Substring) -> Role? {
    let isTrain = ["train", "training"].contains(set)
    guard isTrain || ["t10k", "test", "testing"].contains(set) else { return nil }
    switch kind {
    case "images", "image": return isTrain ? .trainImages : .testImages
    case "labels", "label": return isTrain ? .trainLabels : .testLabels
    default: return nil
    }
  }
}
