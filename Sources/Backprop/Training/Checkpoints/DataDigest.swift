/// A number of 256 bits that tells data apart: four words of 64 bits, each of which is mixed with every fourth word of the
/// data by steps that can be undone.
///
/// So data of one length that differ in a single word never have the same digest, and others with a probability that nobody
/// meets by accident. It is no protection from whoever wants two data sets to look the same. It takes a few milliseconds
/// where a cryptographic sum would take longer than a short training.
struct DataDigest: Equatable, Sendable {
  // The first 64 bits of the fractional parts of √2, √3, √5 and √7.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1
  )

  static func == (left: DataDigest, right: DataDigest) -> Bool { left.words == right.words }

  /// Mixes in bytes and how many they are.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = words
    let whole = bytes.count & ~31
    var place = 0
    while place < whole {
      a = Self.mixed(a, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      b = Self.mixed(b, bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self))
      c = Self.mixed(c, bytes.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self))
      d = Self.mixed(d, bytes.loadUnaligned(fromByteOffset: place + 24, as: UInt64.self))
      place += 32
    }
    words = (a, b, c, d)
    guard place < bytes.count else { return update(UInt64(bytes.count)) }
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { rest in
      rest.initializeMemory(as: UInt8.self, repeating: 0)
      rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[place...]))
      a = Self.mixed(a, rest.load(fromByteOffset: 0, as: UInt64.self))
      b = Self.mixed(b, rest.load(fromByteOffset: 8, as: UInt64.self))
      c = Self.mixed(c, rest.load(fromByteOffset: 16, as: UInt64.self))
      d = Self.mixed(d, rest.load(fromByteOffset: 24, as: UInt64.self))
    }
    words = (a, b, c, d)
    update(UInt64(bytes.count))
  }

  /// Mixes in a number.
  mutating func update(_ number: UInt64) { words.0 = Self.mixed(words.0, number.littleEndian) }

  @inline(__always)
  private static func mixed(_ word: UInt64, _ input: UInt64) -> UInt64 {
    let sum = word ^ UInt64(littleEndian: input)
    // An odd factor, 2⁶⁴ divided by the golden ratio, can be divided by again. What it makes of the topmost bit is that bit
    // alone, which a flipped sign in the next data could undo; so the upper half goes into the lower one.
    let product = (sum << 29 | sum >> 35) &* 0x9e37_79b9_7f4a_7c15
    return product ^ product >> 32
  }

  /// The digest in 64 hexadecimal digits.
  var hexadecimal: String {
    [words.0, words.1, words.2, words.3].map { word in
      // What came last is in few bits yet.
      var mixed = word ^ word >> 32
      mixed = mixed &* 0x9e37_79b9_7f4a_7c15
      mixed ^= mixed >> 29
      let digits = String(mixed, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

extension DataDigest {
  /// Mixes in samples with their targets.
  mutating func update<Scalar: TensorScalar>(_ batch: Batch<Scalar>) {
    switch batch.samples {
    case .numbers(let tensor): update(tensor)
    case .bytes(let rows): rows.forEachRow { update($0) }
    }
    switch batch.targets {
    case .classes(let labels): labels.withUnsafeBytes { update($0) }
    case .rows(let rows): update(rows)
    }
  }

  private mutating func update<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) {
    tensor.withUnsafeElements { update(UnsafeRawBufferPointer($0)) }
  }
}
