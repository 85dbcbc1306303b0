/// How samples are cut into shards: consecutive ones, as many in each but for one more in the first of them.
struct ShardDivision {
  let count: Int
  let shards: Int

  /// The samples of a shard, counted from 0; none where there are fewer samples than shards.
  func samples(of shard: Int) -> Range<Int> {
    let (size, rest) = count.quotientAndRemainder(dividingBy: shards)
    let start = shard * size + Swift.min(shard, rest)
    return start..<start + size + (shard < rest ? 1 : 0)
  }

  /// How many samples the smallest shard has that has any.
  static func smallest(of count: Int, in shards: Int) -> Int { Swift.max(count / shards, 1) }
}

extension TrainingSettings {
  /// The most shards that a mini-batch can be cut into.
  package static let shardLimit = 1024

  /// Throws where a mini-batch can't be cut into so many shards.
  func checkShards() throws(TrainingError) {
    guard shards > 0, shards <= Self.shardLimit, shards.nonzeroBitCount == 1 else {
      throw TrainingError(
        "a mini-batch is cut into a power of two of shards, from 1 to \(Self.shardLimit), not into \(shards); see "
          + "TrainingSettings.shards")
    }
  }
}
