import BackpropFiles

/// Where the bytes of an array come from: a file, or an entry of an archive.
protocol NumPySource {
  /// The file's path.
  var path: String { get }
  /// What the array is called in it; nil where it is the whole file.
  var entryName: String? { get }

  /// Reads the next bytes into a buffer; returns how many, 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
}

extension NumPySource {
  /// The next bytes, fewer only at the end.
  func bytes(_ count: Int) throws(FileError) -> [UInt8] {
    try FileBytes.read(count, of: path) { (buffer) throws(FileError) in
      var done = 0
      while done < count {
        let part = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
        if part == 0 { break }
        done += part
      }
      return done
    }
  }

  /// An error at a byte of the array's data.
  func failure(at offset: Int, _ expected: String, _ found: String, _ advice: String) -> FileError {
    let place = entryName.map { " in the entry “\($0)”" } ?? ""
    return FileError(file: path, offset: offset, expected: expected + place, found: found, advice: advice)
  }

  func cut(after count: Int, _ expected: String) -> FileError {
    failure(
      at: count, expected, "the end of the data after \(Wording.bytes(count))",
      "It is cut off or its header is wrong; fetch or copy the file again.")
  }

  /// The array, of a source with so many bytes in all.
  func array(called name: String, total: Int) throws(FileError) -> StoredArray {
    let header = try NumPyHeader(self, total: total)
    let byteCount = header.byteCount
    var bytes = try bytes(byteCount)
    guard bytes.count == byteCount else {
      throw cut(after: bytes.count, "\(Wording.bytes(byteCount)) of numbers")
    }
    // An entry's checksum is compared when its end is seen.
    guard try self.bytes(1).isEmpty else {
      throw failure(at: total, "the end of the data", "more", "Fetch or copy the file again.")
    }
    if header.kind == .bool, let place = bytes.firstIndex(where: { $0 > 1 }) {
      throw failure(
        at: total - byteCount + place, "0 or 1 for False or True", "\(bytes[place])",
        "Save the array again with numpy.save.")
    }
    if header.isBigEndian { bytes.reverseEach(header.kind.byteCount) }
    if header.isFortranOrder, header.shape.count > 1, byteCount > 0 {
      guard FileBytes.fit(byteCount) else {
        throw failure(
          at: 0, "memory to bring its numbers into the order of rows", "too little",
          "Save it with numpy.ascontiguousarray, or end other programs.")
      }
      bytes = NumPyOrder.rows(bytes, header.shape, elementByteCount: header.kind.byteCount)
    }
    guard let array = StoredArray(name: name, kind: header.kind, shape: header.shape, bytes: bytes) else {
      throw cut(after: total, "\(Wording.bytes(byteCount)) of numbers")
    }
    return array
  }
}

extension InputFile: NumPySource {
  var entryName: String? { nil }
}

/// An entry of an archive that is being read.
struct NumPyEntrySource: NumPySource {
  let path: String
  let reader: ZipEntryReader

  var entryName: String? { reader.entry.name }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try reader.read(into: buffer)
  }
}

extension [UInt8] {
  /// Turns around the bytes of each number.
  mutating func reverseEach(_ size: Int) {
    guard size > 1 else { return }
    withUnsafeMutableBufferPointer { buffer in
      for start in stride(from: 0, to: buffer.count - size + 1, by: size) {
        var (low, high) = (start, start + size - 1)
        while low < high {
          buffer.swapAt(low, high)
          low += 1
          high -= 1
        }
      }
    }
  }
}

/// The order of numbers in memory.
enum NumPyOrder {
  /// Brings numbers whose first axis runs fastest into the order in which the last one does.
  static func rows(_ bytes: [UInt8], _ shape: [Int], elementByteCount size: Int) -> [UInt8] {
    // How far apart in the file two numbers are that are neighbours on an axis, in bytes.
    var steps: [Int] = []
    var step = size
    for extent in shape {
      steps.append(step)
      step *= extent
    }
    let (last, lastStep) = (shape[shape.count - 1], steps[shape.count - 1])
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
      var index = [Int](repeating: 0, count: shape.count)
      var (place, source) = (0, 0)
      while place < bytes.count {
        for column in 0..<last {
          let from = source + column * lastStep
          for byte in 0..<size { output[place + byte] = bytes[from + byte] }
          place += size
        }
        // On to the next row, the axes before the last counted as on a milometer.
        var axis = shape.count - 2
        while axis >= 0 {
          index[axis] += 1
          source += steps[axis]
          if index[axis] < shape[axis] { break }
          source -= index[axis] * steps[axis]
          index[axis] = 0
          axis -= 1
        }
      }
      count = bytes.count
    }
  }
}
