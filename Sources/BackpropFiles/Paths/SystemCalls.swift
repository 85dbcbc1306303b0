#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Thin wrappers over the few system calls that files take.
///
/// They repeat interrupted calls and give the error number as a value, so that no caller reads
/// `errno` after something else had a chance to change it.
package enum SystemCalls {
  /// The number of a failed call's error with its text.
  package struct Failure: Error {
    package let number: Int32

    package init(number: Int32) {
      self.number = number
    }

    /// The system's words for the error, for instance "No such file or directory".
    package var text: String {
      guard let words = strerror(number) else { return "error \(number)" }
      return String(cString: words)
    }

    /// The error of a name that is already taken.
    package static let nameTaken = Failure(number: EEXIST)

    /// The error of something that should be a folder and is not.
    package static let notFolder = Failure(number: ENOTDIR)

    /// The error of what only another user may do.
    package static let notPermitted = Failure(number: EPERM)

    /// The error of a place in something that has no places, such as a pipe.
    package static let notSeekable = Failure(number: ESPIPE)

    package var isMissingFile: Bool { number == ENOENT || number == ENOTDIR }
    package var isExistingFile: Bool { number == EEXIST }
    package var isFullDisk: Bool { number == ENOSPC || number == EDQUOT }
    package var isBrokenPipe: Bool { number == EPIPE }
    package var isTooLarge: Bool { number == EFBIG }
    package var isLongName: Bool { number == ENAMETOOLONG }
    package var isCircle: Bool { number == ELOOP }
  }

  /// The device of a file and its number there, the same for all of its names.
  package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let number: UInt64
  }

  /// What `stat` tells of a file, as far as it is needed here.
  package struct Status {
    package let kind: mode_t
    package let permissions: mode_t
    package let byteCount: Int
    package let modified: Int
    /// The nanoseconds of that time, below 10⁹.
    package let modifiedNanoseconds: Int

    package init(_ raw: stat) {
      kind = raw.st_mode & S_IFMT
      permissions = raw.st_mode & 0o777
      isSticky = raw.st_mode & S_ISVTX != 0
      owner = raw.st_uid
      identity = FileIdentity(device: UInt64(truncatingIfNeeded: raw.st_dev), number: UInt64(raw.st_ino))
      byteCount = Int(raw.st_size)
      #if canImport(Darwin)
        modified = Int(raw.st_mtimespec.tv_sec)
        modifiedNanoseconds = Int(raw.st_mtimespec.tv_nsec)
      #else
        modified = Int(raw.st_mtim.tv_sec)
        modifiedNanoseconds = Int(raw.st_mtim.tv_nsec)
      #endif
    }

    package var isRegularFile: Bool { kind == S_IFREG }
    package var isFolder: Bool { kind == S_IFDIR }
    package var isLink: Bool { kind == S_IFLNK }
    package var isCharacterDevice: Bool { kind == S_IFCHR }

    /// Whether only its owner, the folder's and the superuser may rename or remove what lies in the folder.
    package let isSticky: Bool
    /// The number of the user whom it belongs to.
    package let owner: UInt32
    /// What tells it from every other file of the machine.
    package let identity: FileIdentity

    /// The kind of the file in words: "a folder", "a named pipe".
    package var kindText: String {
      switch kind {
      case S_IFREG: "a regular file"
      case S_IFDIR: "a folder"
      case S_IFIFO: "a named pipe"
      case S_IFCHR, S_IFBLK: "a device"
      case S_IFSOCK: "a socket"
      default: "something that is not a regular file"
      }
    }
  }

  package static func status(ofPath path: String) throws(Failure) -> Status {
    var raw = stat()
    guard stat(path, &raw) == 0 else { throw Failure(number: errno) }
    return Status(raw)
  }

  /// What is told of a link itself where the path names one.
  package static func statusWithoutFollowing(_ path: String) throws(Failure) -> Status {
    var raw = stat()
    guard lstat(path, &raw) == 0 else { throw Failure(number: errno) }
    return Status(raw)
  }

  package static func status(ofDescriptor descriptor: Int32) throws(Failure) -> Status {
    var raw = stat()
    guard fstat(descriptor, &raw) == 0 else { throw Failure(number: errno) }
    return Status(raw)
  }

  /// Opens a file for reading, without waiting for a writer should it be a named pipe.
  package static func openForReading(_ path: String) throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }

  /// Opens a file, pipe or device that exists for writing; waits for a pipe's reader.
  package static func openForWriting(_ path: String, emptying: Bool) throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC | (emptying ? O_TRUNC : O_NONBLOCK))
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }

  /// Another descriptor for the same open file, with the same place in it.
  package static func duplicate(_ descriptor: Int32) throws(Failure) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw Failure(number: errno) }
    return copy
  }

  /// Whether a descriptor is open, and if so whether it may be written to.
  package static func isWritable(_ descriptor: Int32) -> Bool? {
    let flags = fcntl(descriptor, F_GETFL)
    return flags < 0 ? nil : flags & O_ACCMODE != O_RDONLY
  }

  /// Throws where the user may not write to what is under a path.
  package static func checkWritePermission(_ path: String) throws(Failure) {
    guard access(path, W_OK) == 0 else { throw Failure(number: errno) }
  }

  /// Makes a file that must not exist yet and opens it for writing.
  package static func createForWriting(_ path: String) throws(Failure) -> Int32 {
    while true {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }

  /// Reads up to the buffer's size; 0 means the end of the file.
  package static func readBytes(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }

  /// Reads up to the buffer's size from a place of the file; 0 means the end of the file.
  package static func readBytes(
    _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Failure(number: errno) }
    }
  }

  /// Writes all of the buffer to a place of the file.
  package static func writeBytes(
    _ descriptor: Int32, at offset: Int, from buffer: UnsafeRawBufferPointer
  ) throws(Failure) {
    var done = 0
    while done < buffer.count {
      let part = UnsafeRawBufferPointer(rebasing: buffer[done...])
      let count = pwrite(descriptor, part.baseAddress, part.count, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw Failure(number: count == 0 ? EIO : errno)
      }
    }
  }

  /// Writes all of the buffer.
  package static func writeBytes(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(Failure) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = write(descriptor, part.baseAddress, part.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 {
        // A regular file never takes nothing without an error; stop rather than turn for ever.
        throw Failure(number: EIO)
      } else if errno != EINTR {
        throw Failure(number: errno)
      }
    }
  }

  /// Asks for the file's bytes to be on the disk; a file system that cannot say is taken at its word.
  package static func synchronize(_ descriptor: Int32) throws(Failure) {
    guard fsync(descriptor) != 0 else { return }
    let number = errno
    if number != EINVAL && number != ENOTSUP && number != EINTR { throw Failure(number: number) }
  }

  package static func setPermissions(_ descriptor: Int32, _ permissions: mode_t) {
    _ = fchmod(descriptor, permissions)
  }

  package static func closeDescriptor(_ descriptor: Int32) throws(Failure) {
    // A close that was interrupted has closed the file all the same on Linux and on macOS.
    guard close(descriptor) != 0, errno != EINTR else { return }
    throw Failure(number: errno)
  }

  package static func renameFile(_ from: String, to: String) throws(Failure) {
    guard rename(from, to) == 0 else { throw Failure(number: errno) }
  }

  /// Gives a file a further name; says whether that was possible.
  static func link(_ path: String, as other: String) -> Bool {
    #if canImport(Darwin)
      Darwin.link(path, other) == 0
    #elseif canImport(Glibc)
      Glibc.link(path, other) == 0
    #elseif canImport(Musl)
      Musl.link(path, other) == 0
    #endif
  }

  package static func removeFile(_ path: String) {
    _ = unlink(path)
  }

  package static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o777) == 0 else { throw Failure(number: errno) }
  }

  /// The path with every link followed, or `nil` where that cannot be told.
  package static func resolvedPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names of what a folder holds, none where it cannot be read.
  package static func names(inFolder path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      // The name is a C array of fixed size inside the entry: it is read in place, up to its zero.
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      names.append(String(cString: start))
    }
    return names
  }

  /// What a link says that it leads to; `nil` where the path names no link.
  package static func target(ofLink path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(path, start, buffer.count)
      guard count >= 0 else { return nil }
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
    }
  }

  /// The text of a small file that the system makes when it is read, such as those in /proc; `nil` where there is none.
  package static func text(ofSystemFile path: String) -> String? {
    guard let descriptor = try? openForReading(path) else { return nil }
    defer { try? closeDescriptor(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < 1 << 24 {
      let count = buffer.withUnsafeMutableBytes { (try? readBytes(descriptor, into: $0)) ?? 0 }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a path, with its links followed, is where something is mounted, as a single file is into a container.
  package static func isMountPoint(_ path: String) -> Bool {
    #if canImport(Darwin)
      false
    #else
      // The fifth field of a line, in which some characters are written as octal numbers.
      let escaped = path.replacing("\\", with: "\\134").replacing(" ", with: "\\040")
        .replacing("\t", with: "\\011").replacing("\n", with: "\\012")
      let lines = text(ofSystemFile: "/proc/self/mountinfo")?.split(separator: "\n") ?? []
      return lines.contains { line in
        line.split(separator: " ", maxSplits: 5).dropFirst(4).first.map(String.init) == escaped
      }
    #endif
  }

  /// The user in whose name files are made.
  package static var user: UInt32 { geteuid() }

  /// The process's number, which goes into the names of temporary files.
  package static var processNumber: Int32 { getpid() }

  /// Whether there is a process of that number, whoever's it is.
  package static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

  /// The seconds since 1970.
  package static var secondsNow: Int { Int(time(nil)) }
}
