/// Pixels of ink that touch one another.
struct InkPatch {
  /// The places of its pixels in the map.
  var pixels: [Int] = []
  /// The sum of their ink.
  var mass: Float = 0
  /// The box around them, both ends included.
  var left: Int
  var right: Int
  var top: Int
  var bottom: Int

  var width: Int { right - left + 1 }
  var height: Int { bottom - top + 1 }
  var size: Int { max(width, height) }

  /// How far its box is from another's: 0 where they overlap.
  func distance(to other: InkPatch) -> Int {
    let across = max(other.left - right, left - other.right, 0)
    let down = max(other.top - bottom, top - other.bottom, 0)
    return max(across, down)
  }

  /// All patches of a map, in the order of their first pixels.
  static func all(in map: InkMap) -> [InkPatch] {
    var isFree = map.ink.map { $0 > map.threshold }
    var patches: [InkPatch] = []
    var waiting: [Int] = []
    for start in isFree.indices where isFree[start] {
      let (x, y) = (start % map.width, start / map.width)
      var patch = InkPatch(left: x, right: x, top: y, bottom: y)
      isFree[start] = false
      waiting.append(start)
      while let place = waiting.popLast() {
        let (x, y) = (place % map.width, place / map.width)
        patch.pixels.append(place)
        patch.mass += map.ink[place]
        (patch.left, patch.right) = (min(patch.left, x), max(patch.right, x))
        (patch.top, patch.bottom) = (min(patch.top, y), max(patch.bottom, y))
        for row in max(y - 1, 0)...min(y + 1, map.height - 1) {
          for column in max(x - 1, 0)...min(x + 1, map.width - 1) where isFree[row * map.width + column] {
            isFree[row * map.width + column] = false
            waiting.append(row * map.width + column)
          }
        }
      }
      patches.append(patch)
    }
    return patches
  }

  /// Whether it is a line of the paper or the paper's edge rather than a figure: almost as long as the picture and thin.
  func isLine(in map: InkMap) -> Bool {
    let isAcross = width * 10 >= map.width * 9 && height * 12 <= map.height
    let isDown = height * 10 >= map.height * 9 && width * 12 <= map.width
    return isAcross || isDown
  }

  /// Whether it comes in from the picture's edge along most of its length.
  func hugsEdge(of map: InkMap) -> Bool {
    let (lastX, lastY) = (map.width - 1, map.height - 1)
    let onEdge = pixels.count { place in
      let (x, y) = (place % map.width, place / map.width)
      return x == 0 || y == 0 || x == lastX || y == lastY
    }
    return onEdge > 0 && onEdge * 4 >= min(width, height)
  }
}
