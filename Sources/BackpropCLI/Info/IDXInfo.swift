import BackpropData
import BackpropFiles

extension FileInfo {
  /// What is inside an IDX file.
  static func idx(_ path: String) throws -> FileInfo {
    let array = try IDX.read(path)
    var info = FileInfo(format: try ByteReader(path).isGzip ? "IDX, compressed with gzip" : "IDX")
    info.arrays = [
      ArrayInfo(
        name: FilePath.name(of: path), kind: "\(array.elementType)", shape: array.shape,
        byteCount: array.bytes.count, count: array.count
      ) { array.doubles(in: $0) }
    ]
    if array.shape.count == 1, array.elementType == .uint8 {
      let counts = array.bytes.reduce(into: [Int](repeating: 0, count: 256)) { $0[Int($1)] += 1 }
      let used = counts.indices.filter { counts[$0] > 0 }
      info.facts.append(
        ("labels", .string(used.prefix(300).map { "\($0): \(counts[$0])" }.joined(separator: ", "))))
    }
    return info
  }
}
