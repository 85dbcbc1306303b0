import Backprop
import BackpropArguments

/// How a training is divided over processes and machines.
struct ClusterOptions: ParsableArguments {
  @Option(
    takesAny: true,
    help: ArgumentHelp(
      """
      How many parts each mini-batch is cut into, for as many processes or fewer: 1, 2, 4, 8 and so on to 1,024. \
      (default: 1)
      """,
      discussion: """
        With mpirun or srun the parts are shared by the processes, in a backprop that was built with --traits MPI. The \
        number of parts changes the result's last bits, that of the processes doesn't: 1, 2, 4 or 8 of them make the \
        same network from 8 parts.
        """))
  var shards: NumberArgument<Int>?

  @Option(
    help: ArgumentHelp(
      "Writes what each process has to tell into a file of its own in this folder, as rank-0.log.",
      valueName: "folder"))
  var rankLogs: String?

  func validate() throws {
    _ = try checkedShards()
  }

  /// Throws where the processes that were started can't share the parts; begins their logs.
  func join() throws {
    guard let group = ProcessGroup.current else { return }
    if let rankLogs { try group.openLog(in: rankLogs) }
    let shards = try checkedShards()
    guard group.size.nonzeroBitCount == 1, shards % group.size == 0 else {
      let advice = group.size.nonzeroBitCount == 1 ? "; give --shards \(group.size), or more" : ""
      throw ValidationError(
        "\(group.size) processes can't share \(shards) shard\(shards == 1 ? "" : "s"): their number must be 2, 4, 8 or another "
          + "power of two that divides --shards\(advice).")
    }
  }

  /// How many parts each mini-batch is cut into.
  func checkedShards() throws -> Int {
    guard let shards else { return 1 }
    return try shards.checked("--shards", "1, 2, 4, 8 or another power of two to 1,024") {
      $0 > 0 && $0 <= TrainingSettings.shardLimit && $0.nonzeroBitCount == 1
    }
  }
}
