import CZlib

/// Uncompresses a gzip stream from a file, member after member.
///
/// A file may hold several gzip members in a row, whose data follow one another. Zeros after the last of them, with
/// which tapes and disk images fill their blocks, are passed over as gzip does. A member that is cut off, data that do
/// not fit the member's checksum or length, and bytes after the last member that are neither a member nor zeros to the
/// file's end are errors: a member behind zeros, too, which gzip would leave out.
package final class GzipInflater {
  /// The first two bytes of a gzip file.
  package static let magic: [UInt8] = [0x1F, 0x8B]

  /// The greatest number of bytes that one byte of gzip can stand for.
  package static let greatestRatio = DeflateForm.greatestRatio

  private let file: InputFile
  private let input: UnsafeMutableRawBufferPointer
  private let inflation = InflateStream(.gzip)
  private var stream: UnsafeMutablePointer<z_stream> { inflation.record }
  private var produced = 0
  // The place in the file where the member that is being read starts.
  private var memberStart = 0
  private var isBetweenMembers = false
  private var isAtEnd = false
  private var inputHasEnded = false

  private static let inputSize = 64 * 1024

  /// Makes an inflater for a file of which the first bytes, at most the input buffer's size, are read.
  package init(file: InputFile, head: [UInt8]) {
    self.file = file
    input = .allocate(byteCount: Self.inputSize, alignment: 16)
    let known = head.prefix(input.count)
    input.copyBytes(from: known)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_in = uInt(known.count)
  }

  deinit {
    input.deallocate()
  }

  /// Uncompresses the next bytes into a buffer of at most 4 GiB; returns how many, 0 at the end.
  package func read(into output: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard inflation.initStatus == Z_OK else {
      throw failure("no memory for uncompressing (zlib error \(inflation.initStatus))")
    }
    guard !isAtEnd else { return 0 }
    let wanted = min(output.count, Int(uInt.max))
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = uInt(wanted)
    let before = produced
    while stream.pointee.avail_out > 0 {
      try refill()
      if isBetweenMembers {
        memberStart = position
        try skipPadding()
        if stream.pointee.avail_in == 0 {
          isAtEnd = true
          break
        }
        inflateReset(stream)
        isBetweenMembers = false
      }
      let status = inflate(stream, Z_NO_FLUSH)
      produced = before + wanted - Int(stream.pointee.avail_out)
      try check(status)
    }
    return produced - before
  }

  /// The number of the file's bytes that are used up.
  private var position: Int { file.offset - Int(stream.pointee.avail_in) }

  /// Reads more of the file when all that was read is used up.
  private func refill() throws(FileError) {
    guard stream.pointee.avail_in == 0, !inputHasEnded else { return }
    let count = try file.read(into: input)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_in = uInt(count)
    inputHasEnded = count == 0
  }

  /// Passes over zeros, which must then go on to the end of the file.
  private func skipPadding() throws(FileError) {
    var isPadded = false
    while stream.pointee.avail_in > 0 {
      let rest = UnsafeMutableBufferPointer(
        start: stream.pointee.next_in, count: Int(stream.pointee.avail_in))
      let zeroCount = rest.firstIndex { $0 != 0 } ?? rest.count
      stream.pointee.next_in = rest.baseAddress.map { $0 + zeroCount }
      stream.pointee.avail_in -= uInt(zeroCount)
      isPadded = isPadded || zeroCount > 0
      if zeroCount < rest.count {
        if isPadded { throw trailing("zeros and then other bytes at byte \(position) of the file") }
        return
      }
      try refill()
    }
  }

  private func check(_ status: Int32) throws(FileError) {
    switch status {
    case Z_OK:
      return
    case Z_STREAM_END:
      isBetweenMembers = true
    case Z_BUF_ERROR:
      // No progress: either the output is full, which ends the loop, or the file has ended too early.
      guard stream.pointee.avail_out > 0 else { return }
      guard stream.pointee.avail_in == 0 else { throw damage() }
      guard inputHasEnded else { return }
      throw FileError(
        file: file.path, offset: produced, expected: "more gzip data",
        found: "the end of the file after \(Wording.bytes(file.offset))",
        advice: "The file is cut off; fetch or copy it again.")
    case Z_MEM_ERROR:
      throw failure("no memory for uncompressing")
    default:
      throw damage()
    }
  }

  private func damage() -> FileError {
    let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error"
    let place = "near byte \(position) of the file"
    switch message {
    case "incorrect header check" where memberStart > 0:
      return trailing("bytes that aren't gzip data at byte \(memberStart) of the file")
    case "incorrect data check":
      return failure("a gzip checksum that does not fit the data \(place)")
    case "incorrect length check":
      return failure("a gzip length that does not fit the data \(place)")
    default:
      return failure("damaged gzip data \(place) (\(message))")
    }
  }

  private func trailing(_ found: String) -> FileError {
    FileError(
      file: file.path, offset: produced, expected: "the end of the file after the gzip data", found: found,
      advice: "Remove what follows the gzip data, or fetch the file again.")
  }

  private func failure(_ found: String) -> FileError {
    FileError(
      file: file.path, offset: produced, expected: "whole gzip data", found: found,
      advice: "Fetch or copy the file again.")
  }
}
