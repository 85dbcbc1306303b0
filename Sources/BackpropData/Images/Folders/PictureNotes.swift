import BackpropFiles

/// What should be known of a folder of pictures: what was left out, and what couldn't be read.
struct PictureNotes {
  private let folder: String
  private let parts: [PictureFolder]
  /// What was decided of the images' size.
  var size = ""
  /// Which files couldn't be read.
  var broken: [FileError]

  /// So many broken files are named.
  private static let namedCount = 10

  init(_ folder: String, _ parts: [PictureFolder]) {
    (self.folder, self.parts) = (folder, parts)
    broken = parts.flatMap(\.broken)
  }

  /// What stands under a path that isn't a folder of pictures.
  static func finding(_ path: String) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else { return "no path" }
    do throws(SystemCalls.Failure) {
      let status = try SystemCalls.status(ofPath: path)
      return status.isFolder ? "a folder without folders in it" : PathFinding.kind(status, at: path)
    } catch {
      return PathFinding.absence(of: path, error)
    }
  }

  /// What was left out, in words; empty where nothing was.
  private var leftOut: [String] {
    var words: [String] = []
    let hidden = parts.reduce(0) { $0 + $1.hiddenCount }
    let loose = parts.reduce(0) { $0 + $1.looseCount }
    var foreign: [String: Int] = [:]
    for part in parts { foreign.merge(part.foreignCounts) { $0 + $1 } }
    if hidden > 0 { words.append(Wording.counted(hidden, "hidden file")) }
    let count = foreign.values.reduce(0, +)
    if count > 0 {
      let kinds = foreign.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let named = kinds.prefix(5).map {
        "\($0.value) \($0.key.isEmpty ? "without ending" : "with " + $0.key)"
      }.joined(separator: ", ")
      words.append(
        "\(Wording.counted(count, "file")) that \(count == 1 ? "isn't a picture" : "aren't pictures") (\(named)\(kinds.count > 5 ? " and others" : ""))"
      )
    }
    if loose > 0 { words.append("\(Wording.counted(loose, "picture")) beside the classes' folders") }
    return words
  }

  /// What was left out, behind a statement.
  var leftOutText: String { leftOut.isEmpty ? "" : " but " + leftOut.joined(separator: ", ") }

  /// All of it in sentences.
  var remarks: [String] {
    var remarks: [String] = []
    if !leftOut.isEmpty { remarks.append("\(folder): left out " + leftOut.joined(separator: ", ") + ".") }
    let empty = parts.flatMap(\.emptyNames)
    if !empty.isEmpty {
      let named = empty.prefix(PictureNotes.namedCount).map { "“\($0)”" }.joined(separator: ", ")
      let rest =
        empty.count > PictureNotes.namedCount ? " and \(empty.count - PictureNotes.namedCount) more" : ""
      remarks.append(
        "\(folder): no picture is in \(named)\(rest), which \(empty.count == 1 ? "is no class" : "are no classes")."
      )
    }
    if !broken.isEmpty {
      remarks.append(
        "\(folder): \(Wording.counted(broken.count, "picture")) can't be read and \(broken.count == 1 ? "is" : "are") left out:"
      )
      remarks += broken.prefix(PictureNotes.namedCount).map { "\($0)" }
      let rest = broken.count - PictureNotes.namedCount
      if rest > 0 { remarks.append("… and \(rest) more.") }
    }
    if !size.isEmpty { remarks.append("\(folder): \(size)") }
    return remarks
  }
}
