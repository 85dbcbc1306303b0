/// A file's bytes, changed once or a few times at random places.
package func damaged(_ bytes: [UInt8], _ numbers: inout SeededNumbers) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...3, using: &numbers) {
    let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &numbers)
    switch Int.random(in: 0..<6, using: &numbers) {
    case 0 where !bytes.isEmpty:
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
    case 1 where !bytes.isEmpty:
      bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &numbers) ?? 0
    case 2:
      bytes.removeSubrange(place...)
    case 3 where !bytes.isEmpty:
      bytes.remove(at: place)
    case 4:
      bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
    default:
      bytes.append(contentsOf: bytes[place...])
    }
  }
  return bytes
}
