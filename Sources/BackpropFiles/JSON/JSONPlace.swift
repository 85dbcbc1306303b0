/// Where a value of a JSON text stands, for errors about what it says: the reader itself only tells what isn't JSON.
package struct JSONPlace: Sendable, Equatable {
  /// In bytes, counted from 0.
  package let offset: Int
  /// Counted from 1.
  package let line: Int
  /// In characters, counted from 1.
  package let column: Int

  /// The place of a byte of a text.
  init(offset: Int, in bytes: UnsafeRawBufferPointer) {
    var (line, lineStart) = (1, 0)
    // A carriage return and the line feed after it end one line.
    for place in 0..<offset
    where bytes[place] == 0x0A
      || (bytes[place] == 0x0D && !(place + 1 < bytes.count && bytes[place + 1] == 0x0A))
    {
      (line, lineStart) = (line + 1, place + 1)
    }
    self.offset = offset
    self.line = line
    column = 1 + bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 }
  }

  /// The place of a value in a text that was read without an error; `nil` where the text has no such value.
  ///
  /// - Parameters:
  ///   - path: the keys and, in brackets, positions that lead to it, such as `layers[2].kernel`; empty for the whole.
  ///   - ofKey: whether the place of the member's key is meant, not that of its value.
  package init?(of path: String, in bytes: [UInt8], ofKey: Bool = false) {
    let place = bytes.withUnsafeBytes { bytes -> JSONPlace? in
      var search = JSONPlaceSearch(bytes: bytes, wanted: path, ofKey: ofKey)
      return search.find("").map { JSONPlace(offset: $0, in: bytes) }
    }
    guard let place else { return nil }
    self = place
  }
}

/// Walks through a text that is known to be JSON, not deeper than the reader goes.
private struct JSONPlaceSearch {
  let bytes: UnsafeRawBufferPointer
  let wanted: String
  let ofKey: Bool
  var position = 0

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Goes over the value that has a path, and ends early where the wanted one is found.
  mutating func find(_ path: String) -> Int? {
    skip { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    if path == wanted, !ofKey { return position }
    switch current {
    case UInt8(ascii: "{"):
      return findWithin(closing: UInt8(ascii: "}")) { search, _ in
        let start = search.position
        search.skipString()
        let key = String(
          decoding: search.bytes[start + 1..<max(start + 1, search.position - 1)], as: UTF8.self)
        let inner = path.isEmpty ? key : "\(path).\(key)"
        if inner == search.wanted, search.ofKey { return start }
        search.skip { $0 != UInt8(ascii: ":") }
        search.position += 1
        return search.find(inner)
      }
    case UInt8(ascii: "["):
      return findWithin(closing: UInt8(ascii: "]")) { search, count in search.find("\(path)[\(count)]") }
    case UInt8(ascii: "\""): skipString()
    default: skip { !",]}".utf8.contains($0) && $0 > 0x20 }
    }
    return nil
  }

  private mutating func findWithin(
    closing: UInt8, _ element: (inout JSONPlaceSearch, _ count: Int) -> Int?
  ) -> Int? {
    position += 1
    var count = 0
    while true {
      skip { $0 == UInt8(ascii: ",") || $0 <= 0x20 }
      guard let byte = current, byte != closing else { break }
      if let found = element(&self, count) { return found }
      count += 1
    }
    position += 1
    return nil
  }

  private mutating func skipString() {
    position += 1
    while let byte = current, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
    position += 1
  }

  private mutating func skip(while isSkipped: (UInt8) -> Bool) {
    while let byte = current, isSkipped(byte) { position += 1 }
  }
}
