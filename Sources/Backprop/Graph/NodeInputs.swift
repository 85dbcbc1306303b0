/// The nodes that an operation takes its operands from; up to three are held without memory of their own.
@usableFromInline
struct NodeInputs: RandomAccessCollection {
  @usableFromInline private(set) var count: Int
  private var first: Int32 = 0
  private var second: Int32 = 0
  private var third: Int32 = 0
  private var others: [Int32]?

  init() { count = 0 }

  @usableFromInline
  init(_ a: Int) {
    count = 1
    first = Int32(a)
  }

  @usableFromInline
  init(_ a: Int, _ b: Int) {
    count = 2
    first = Int32(a)
    second = Int32(b)
  }

  @usableFromInline
  init(_ a: Int, _ b: Int, _ c: Int) {
    count = 3
    first = Int32(a)
    second = Int32(b)
    third = Int32(c)
  }

  init(_ indices: [Int]) {
    count = indices.count
    if count > 0 { first = Int32(indices[0]) }
    if count > 1 { second = Int32(indices[1]) }
    if count > 2 { third = Int32(indices[2]) }
    if count > 3 { others = indices.dropFirst(3).map(Int32.init) }
  }

  @usableFromInline
  var startIndex: Int { 0 }
  @usableFromInline
  var endIndex: Int { count }

  @usableFromInline
  subscript(position: Int) -> Int {
    require(position >= 0 && position < count, "operand \(position) of an operation that has \(count)")
    switch position {
    case 0: return Int(first)
    case 1: return Int(second)
    case 2: return Int(third)
    default: return Int(others?[position - 3] ?? 0)
    }
  }
}
