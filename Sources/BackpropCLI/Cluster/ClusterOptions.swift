import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles
import Foundation

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

  @Option(
    help: ArgumentHelp(
      "Where a table's numbers are kept, once they are read: several processes, and later trainings, read them there.",
      discussion: """
        Without the option several processes keep them beside the table, as in iris.csv.bptable, and one process keeps \
        none. Each process then reads only the rows that it needs, so a table may be larger than memory. A table that has \
        changed is read anew.
        """, valueName: "folder"))
  var cacheDir: String?

  func validate() throws {
    _ = try checkedShards()
  }

  /// Throws where the processes that were started can't share the parts; begins their logs.
  func join() throws {
    guard let group = ProcessGroup.current else {
      if rankLogs != nil {
        Console.printError(
          "Warning: --rank-logs writes nothing, since this process is alone; mpirun or srun starts several.")
      }
      return
    }
    if let rankLogs { try group.openLog(in: rankLogs) }
    let shards = try checkedShards()
    guard group.size.nonzeroBitCount == 1, shards % group.size == 0 else {
      let advice = group.size.nonzeroBitCount == 1 ? "; give --shards \(group.size), or more" : ""
      throw ValidationError(
        "\(group.size) processes can't share \(shards) shard\(shards == 1 ? "" : "s"): their number must be 2, 4, 8 or another "
          + "power of two that divides --shards\(advice).")
    }
  }

  /// A table, by way of its numbers in a file of their own where several processes need it, or a folder for them was given.
  ///
  /// - Parameter first: a table that it is to be like, for a task.
  func table(_ file: TableFile, like first: (table: DataTable, task: TableTask)? = nil) throws -> DataTable {
    let group = ProcessGroup.current
    guard group != nil || cacheDir != nil else {
      return try first.map { try file.read(like: $0.table, $0.task) } ?? file.read()
    }
    if let cacheDir {
      try? FileManager.default.createDirectory(atPath: cacheDir, withIntermediateDirectories: true)
    }
    let cache = TableCache(
      of: file.path, delimiter: file.delimiter, folder: cacheDir,
      like: try first.map { try KnownColumns(of: $0.table, $0.task) })
    var table = try cache.table()
    guard let group else {
      if table == nil { try file.make(cache) }
      return try table ?? made(cache)
    }
    // First the first process, for all that see its disk, and then the first one on each other machine.
    for makes in [group.rank == 0, group.isFirstOnHost] {
      if table == nil { table = try cache.table() }
      if makes, table == nil { try file.make(cache) }
      try group.agree(on: .table)
    }
    return try table ?? made(cache)
  }

  private func made(_ cache: TableCache) throws -> DataTable {
    if let table = try cache.table() { return table }
    // Where another machine has the table and this one hasn't, that is what is to be said.
    _ = try InputFile(cache.source)
    throw FileError(
      file: cache.path, expected: "the numbers of \(cache.source)", found: "none of the table as it is now",
      advice: "Wait until the table isn't written to any more, or give another folder by --cache-dir.")
  }

  /// How many parts each mini-batch is cut into.
  func checkedShards() throws -> Int {
    guard let shards else { return 1 }
    return try shards.checked("--shards", "1, 2, 4, 8 or another power of two to 1,024") {
      $0 > 0 && $0 <= TrainingSettings.shardLimit && $0.nonzeroBitCount == 1
    }
  }
}
