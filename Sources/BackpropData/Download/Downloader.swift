import BackpropFiles
import Dispatch

/// Fetches published files from one of several mirrors, and keeps only those with the right sum.
struct Downloader: Sendable {
  /// How long transfers may take.
  var limits: TransferLimits

  /// Fetches a file, trying the mirrors in turn.
  ///
  /// - Parameters:
  ///   - file: What to fetch.
  ///   - mirrors: The addresses to which the file's name is appended.
  ///   - path: The path that the file gets once it is whole and its sum is right.
  ///   - progress: Called as data arrive.
  /// - Returns: The mirror that sent the file.
  /// - Throws: `FileError` with every mirror's reason, or with the reason why the file cannot be written.
  func fetch(
    _ file: RemoteFile, from mirrors: [String], to path: String, progress: ((DownloadProgress) -> Void)?
  ) throws(FileError) -> String {
    var reasons: [String] = []
    for mirror in mirrors {
      guard DispatchTime.now() < limits.end else {
        reasons.append(
          "\(mirror): not asked, as the \(Wording.seconds(limits.totalTime)) for all files are over")
        continue
      }
      switch try fetch(file, from: mirror, to: path, progress: progress) {
      case .done: return mirror
      case .refused(let reason): reasons.append("\(mirror): \(reason)")
      }
    }
    let place = mirrors.first.map { " from \($0)" } ?? ""
    throw FileError(
      file: path,
      expected: mirrors.count == 1
        ? "the file from its mirror" : "the file from one of \(mirrors.count) mirrors",
      found: reasons.isEmpty ? "no mirror to ask" : reasons.joined(separator: "; "),
      advice: "Check the network connection, or fetch the files by hand\(place) and give their folder.")
  }

  private enum Outcome {
    case done
    case refused(String)
  }

  private func fetch(
    _ file: RemoteFile, from mirror: String, to path: String, progress: ((DownloadProgress) -> Void)?
  ) throws(FileError) -> Outcome {
    // Errors of the disk are thrown at once, as another mirror would not help.
    let output = try OutputFile(path)
    defer { output.discard() }
    var sum = SHA256()
    var received = 0
    do throws(HTTPTransfer.Failure) {
      let address = mirror.hasSuffix("/") ? mirror + file.name : mirror + "/" + file.name
      let transfer = try HTTPTransfer(address, byteLimit: file.byteCount, limits)
      defer { transfer.cancel() }
      while let bytes = try transfer.next() {
        sum.update(bytes)
        do throws(FileError) { try output.write(bytes) } catch { throw HTTPTransfer.Failure(disk: error) }
        received += bytes.count
        progress?(
          DownloadProgress(
            file: file.name, mirror: mirror, receivedBytes: received, totalBytes: file.byteCount))
      }
    } catch {
      if let failure = error.disk { throw failure }
      return .refused(error.reason)
    }
    guard received == file.byteCount else {
      return .refused("the file ended after \(received) of \(Wording.bytes(file.byteCount))")
    }
    guard sum.hexadecimal == file.sha256.lowercased() else {
      return .refused("the file has the wrong SHA-256 sum \(sum.hexadecimal)")
    }
    try output.commit()
    return .done
  }
}
