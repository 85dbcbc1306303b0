import BackpropFiles
import BackpropFormats

/// The pictures of a folder that has a folder for each class, found before any of them is read.
///
/// A class has the pictures of its folder and of the folders in it. Hidden files and those that aren't pictures are left
/// out and counted. Links are followed.
struct PictureFolder {
  /// A class and the paths of its pictures.
  struct PictureClass {
    let name: String
    var files: [String] = []
  }

  let path: String
  /// The classes that have pictures, in natural order.
  private(set) var classes: [PictureClass] = []
  /// Folders without a picture.
  private(set) var emptyNames: [String] = []
  private(set) var hiddenCount = 0
  /// How many files have an ending that isn't a picture's, by the ending.
  private(set) var foreignCounts: [String: Int] = [:]
  /// How many pictures lie beside the classes' folders.
  private(set) var looseCount = 0
  /// What can't be opened: links that lead nowhere, folders that may not be looked into.
  private(set) var broken: [FileError] = []

  /// How deep folders may lie in a class's folder.
  private static let greatestDepth = 16

  /// Looks through the folder.
  init(_ path: String) {
    self.path = path
    // Nor may a link lead out of a class to all of them.
    let root = (try? SystemCalls.status(ofPath: path)).map { [$0.identity] } ?? []
    for name in Self.names(in: path) {
      guard let entry = self.entry(FilePath.join(path, name), name) else { continue }
      if entry.isFolder {
        var found = PictureClass(name: name)
        collect(entry.path, into: &found, depth: 0, within: root + [entry.identity])
        if found.files.isEmpty { emptyNames.append(name) } else { classes.append(found) }
      } else if Self.isPicture(entry) {
        looseCount += 1
      } else {
        countForeign(name)
      }
    }
  }

  /// All pictures in a folder, whatever folders they lie in.
  static func pictures(in folder: String) -> [String] {
    var finder = PictureFolder(of: folder)
    var all = PictureClass(name: folder)
    finder.collect(folder, into: &all, depth: 0, within: [])
    return all.files
  }

  /// A folder that isn't looked through yet.
  private init(of path: String) { self.path = path }

  /// The names in a folder, in natural order.
  static func names(in folder: String) -> [String] {
    SystemCalls.names(inFolder: folder).filter { $0 != "." && $0 != ".." }.sorted {
      $0.comesNaturallyBefore($1)
    }
  }

  /// Whether a name is that of a file which people don't mean: hidden, or an operating system's.
  static func isHidden(_ name: String) -> Bool {
    name.hasPrefix(".") || ["__macosx", "thumbs.db", "desktop.ini", "@eadir"].contains(name.lowercased())
  }

  private struct Entry {
    let path: String
    let isFolder: Bool
    let isRegularFile: Bool
    let identity: SystemCalls.FileIdentity
  }

  /// What stands under a path; `nil` for what is hidden or broken, which is counted.
  private mutating func entry(_ path: String, _ name: String) -> Entry? {
    guard !Self.isHidden(name) else {
      hiddenCount += 1
      return nil
    }
    do throws(SystemCalls.Failure) {
      let status = try SystemCalls.status(ofPath: path)
      return Entry(
        path: path, isFolder: status.isFolder, isRegularFile: status.isRegularFile, identity: status.identity)
    } catch {
      broken.append(
        FileError(
          file: path, expected: "a picture or a folder", found: PathFinding.absence(of: path, error),
          advice: "Correct the link or remove it."))
      return nil
    }
  }

  private mutating func collect(
    _ folder: String, into found: inout PictureClass, depth: Int, within: [SystemCalls.FileIdentity]
  ) {
    for name in Self.names(in: folder) {
      guard let entry = self.entry(FilePath.join(folder, name), name) else { continue }
      if entry.isFolder {
        // A link may lead back to a folder that it lies in.
        guard depth < Self.greatestDepth, !within.contains(entry.identity) else { continue }
        collect(entry.path, into: &found, depth: depth + 1, within: within + [entry.identity])
      } else if Self.isPicture(entry) {
        found.files.append(entry.path)
      } else {
        countForeign(name)
      }
    }
  }

  private mutating func countForeign(_ name: String) { foreignCounts[Self.ending(of: name), default: 0] += 1 }

  /// What follows the last dot of a name, in small letters and with the dot; empty where there is none.
  private static func ending(of name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
      name.count - name.distance(from: name.startIndex, to: dot) <= 9
    else { return "" }
    return name[dot...].lowercased()
  }

  private static let endings: Set<String> = [
    ".png", ".pgm", ".ppm", ".pbm", ".pnm", ".jpg", ".jpeg", ".jpe", ".jfif",
  ]

  /// Whether a file is meant to be a picture that is read: by its name's ending, or by its first bytes.
  private static func isPicture(_ entry: Entry) -> Bool {
    guard entry.isRegularFile else { return false }
    if endings.contains(ending(of: FilePath.name(of: entry.path))) { return true }
    guard let file = try? InputFile(entry.path), let head = try? file.bytes(PictureKind.headByteCount, at: 0)
    else { return false }
    switch PictureKind(head) {
    case .png, .jpeg, .pnm: return true
    case .other, nil: return false
    }
  }

  // MARK: Parts

  /// The folders in a folder that hold the parts of a data set: to train with, and to test with where there is one.
  static func parts(of folder: String) -> (train: String, test: String?)? {
    func part(_ names: [String]) -> String? {
      let found = Self.names(in: folder).first {
        names.contains($0.lowercased()) && isFolder(FilePath.join(folder, $0))
      }
      return found.map { FilePath.join(folder, $0) }
    }
    guard let train = part(["train", "training"]), hasFolders(train) else { return nil }
    let test = part(["test", "testing", "t10k"]) ?? part(["val", "valid", "validation"])
    return (train, test.flatMap { hasFolders($0) ? $0 : nil })
  }

  private static func isFolder(_ path: String) -> Bool {
    (try? SystemCalls.status(ofPath: path))?.isFolder ?? false
  }

  private static func hasFolders(_ path: String) -> Bool {
    names(in: path).contains { !isHidden($0) && isFolder(FilePath.join(path, $0)) }
  }

  /// Whether a path is a folder with folders in it, as a folder of pictures is.
  static func mayHoldClasses(_ path: String) -> Bool { isFolder(path) && hasFolders(path) }
}
