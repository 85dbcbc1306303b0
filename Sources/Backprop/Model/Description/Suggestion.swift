/// Finds what a person may have meant by a misspelt name.
package enum Suggestion {
  /// Names longer than this aren't compared, since the time grows with the product of the lengths.
  private static let lengthLimit = 64

  /// The most similar of the candidates, if one is close: one slip in a short name, two in a longer one.
  package static func near(_ name: String, among candidates: [String]) -> String? {
    let word = Array(name.lowercased())
    guard word.count <= lengthLimit else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let other = Array(candidate.lowercased())
      // A name of one letter is close to every other one.
      guard other.count <= lengthLimit, max(word.count, other.count) > 1 || word == other else { continue }
      let distance = distance(word, other)
      let allowed = min(word.count, other.count) < 2 ? 0 : max(word.count, other.count) < 5 ? 1 : 2
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// How many letters must be put in, left out, replaced or swapped with their neighbour to get from one to the other.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
        row.append(least)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
