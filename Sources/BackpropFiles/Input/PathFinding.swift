#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What stands under a path instead of what was looked for, in words that tell links from what they lead to.
package enum PathFinding {
  /// The kind of what a path leads to: "a folder", "a link to a named pipe".
  package static func kind(_ status: SystemCalls.Status, at path: String) -> String {
    (target(ofLink: path) == nil ? "" : "a link to ") + status.kindText
  }

  /// Why nothing is reached under a path, as the object of "found".
  package static func absence(of path: String, _ failure: SystemCalls.Failure) -> String {
    if let link = brokenLink(in: path) { return link }
    return failure.isMissingFile ? "none (\(failure.text))" : "an error (\(failure.text))"
  }

  /// The first link on a path that leads nowhere, in words; `nil` where it isn't a link that keeps one from the end.
  package static func brokenLink(in path: String) -> String? {
    // The system follows no longer paths either.
    guard path.utf8.count < Int(PATH_MAX) else { return nil }
    var end = path.startIndex
    while end < path.endIndex {
      let start = path[end...].firstIndex { $0 != "/" } ?? path.endIndex
      end = path[start...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<end])
      guard let target = target(ofLink: part) else { continue }
      do throws(SystemCalls.Failure) {
        _ = try SystemCalls.status(ofPath: part)
      } catch {
        let isLast = path[end...].allSatisfy { $0 == "/" }
        let place = isLast ? "" : ", at “\(part)”"
        return switch error.number {
        case ELOOP: "a link that leads in a circle, to “\(target)”\(place)"
        case ENOENT: "a dangling link, to “\(target)”\(place)"
        default: "a link that can't be followed (\(error.text)), to “\(target)”\(place)"
        }
      }
    }
    return nil
  }

  /// What a link says that it leads to; `nil` where the path names no link.
  private static func target(ofLink path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(path, start, buffer.count)
      guard count >= 0 else { return nil }
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
    }
  }
}
