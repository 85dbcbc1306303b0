import BackpropFiles

extension ONNXFile {
  /// The fields of an array, whose numbers stay where they are until all is known.
  private struct TensorFields {
    var name = ""
    var extents: [Int64] = []
    var type: Int64 = 0
    /// The fields that hold numbers, by their own number.
    var numbers: [(number: Int, field: ProtobufReader.Field)] = []
    var raw: Range<Int>?
    var hasTexts = false
    /// What is said of another file that has the numbers, and whether it is one that has them.
    var entries: [String: String] = [:]
    var isExternal = false
  }

  /// Reads an array.
  static func tensor(_ message: ProtobufReader, offset: Int) throws(FileError) -> ONNXTensor {
    var (reader, fields) = (message, TensorFields())
    while let field = try reader.next() {
      switch field.number {
      case 1: try reader.append(field, to: &fields.extents, limit: 64)
      case 2: fields.type = try reader.integer(field)
      case 3: throw reader.failure(at: field.offset, "whole arrays", "a segment of one")
      case 4, 5, 7, 10, 11:
        // Writers put all numbers of an array into one field.
        guard fields.numbers.count < 65_536 else {
          throw reader.failure(at: field.offset, "the numbers of an array in a row", "single ones")
        }
        fields.numbers.append((field.number, field))
      case 6: fields.hasTexts = true
      case 8: fields.name = try reader.text(field)
      case 9: fields.raw = try reader.range(field)
      case 13:
        guard fields.entries.count < 16 else {
          throw reader.failure(at: field.offset, "at most 16 entries of another file", "more")
        }
        let entry = try note(reader.message(field))
        fields.entries[entry.key] = entry.text
      case 14: fields.isExternal = try reader.integer(field) != 0
      default: break
      }
    }
    guard let kind = NumberKind(onnxType: fields.type), !fields.hasTexts else {
      let words =
        switch fields.type {
        case 8: "texts"
        case 14, 15: "complex numbers"
        default: fields.hasTexts ? "texts" : "numbers of the type \(fields.type)"
        }
      return ONNXTensor(fields.name, .other(words))
    }
    let shape = fields.extents.map { Int($0) }
    guard let byteCount = kind.byteCount(of: shape) else {
      throw reader.failure(
        at: offset, "the array “\(fields.name)” with a shape whose numbers can be counted",
        Wording.sizes(shape))
    }
    if fields.isExternal {
      var tensor = ONNXTensor(fields.name, .other("numbers of another file"))
      tensor.external = ONNXExternal(
        name: fields.name, place: offset, kind: kind, shape: shape, byteCount: byteCount,
        entries: fields.entries)
      return tensor
    }
    let bytes = try bytes(fields, reader, kind, byteCount, offset)
    if kind == .bool, bytes.contains(where: { $0 > 1 }) {
      throw reader.failure(at: offset, "0 or 1 in the array “\(fields.name)”", "another number")
    }
    guard let array = StoredArray(name: fields.name, kind: kind, shape: shape, bytes: bytes) else {
      throw reader.failure(
        at: offset, "\(Wording.bytes(byteCount)) in the array “\(fields.name)”", Wording.bytes(bytes.count))
    }
    return ONNXTensor(fields.name, .array(array))
  }

  /// An array's bytes, of the field for numbers of its kind or of that for all kinds.
  private static func bytes(
    _ fields: TensorFields, _ reader: ProtobufReader, _ kind: NumberKind, _ byteCount: Int, _ offset: Int
  ) throws(FileError) -> [UInt8] {
    func other(_ found: String) -> FileError {
      reader.failure(at: offset, "\(Wording.bytes(byteCount)) in the array “\(fields.name)”", found)
    }
    if let raw = fields.raw {
      guard fields.numbers.isEmpty else { throw other("numbers in two ways") }
      guard raw.count == byteCount else { throw other(Wording.bytes(raw.count)) }
      return Array(reader.bytes[raw])
    }
    // Which field numbers of a kind stand in, and in how many bytes each: none where the length varies.
    let home: (field: Int, size: Int?) =
      switch kind {
      case .float32: (4, 4)
      case .float64: (10, 8)
      case .int64: (7, nil)
      case .uint32, .uint64: (11, nil)
      case .int32, .int16, .int8, .uint16, .uint8, .bool, .float16, .bfloat16: (5, nil)
      }
    var bytes: [UInt8] = []
    for (number, field) in fields.numbers {
      guard number == home.field else { throw other("numbers of another kind") }
      if let size = home.size {
        try reader.appendFixed(field, size: size, to: &bytes)
        continue
      }
      // Into their bytes at once: a file's small numbers take one byte each, and here up to eight, once.
      if let range = try? reader.range(field), byteCount / kind.byteCount <= range.count {
        bytes.reserveCapacity(byteCount)
      }
      try reader.forEachInteger(field) { (number, offset) throws(FileError) in
        guard bytes.count < byteCount else {
          throw reader.failure(at: offset, "at most \(byteCount / kind.byteCount) numbers", "more")
        }
        guard kind.holds(number) else { throw other("the number \(number), which its kind doesn't have") }
        withUnsafeBytes(of: number.littleEndian) { bytes += $0.prefix(kind.byteCount) }
      }
    }
    return bytes
  }
}

extension NumberKind {
  /// Whether a whole number is one of the kind, or the bits of one of less than 32.
  fileprivate func holds(_ number: Int64) -> Bool {
    switch self {
    case .int64, .uint64: true
    case .int32: Int32(exactly: number) != nil
    case .int16: Int16(exactly: number) != nil
    case .int8: Int8(exactly: number) != nil
    case .uint32: UInt32(exactly: number) != nil
    case .uint16, .float16, .bfloat16: UInt16(exactly: number) != nil
    case .uint8: UInt8(exactly: number) != nil
    case .bool: number == 0 || number == 1
    case .float32, .float64: false
    }
  }
}
