/// How this process was started, where it is one of several that a launcher has started together.
///
/// The launchers tell it in variables of the environment, also to a program that knows nothing of MPI.
public struct Launch: Sendable, Equatable {
  /// How many processes were started, 2 or more.
  public let size: Int
  /// Which of them this one is, from 0 on.
  public let rank: Int
  /// Who started them, such as `mpirun`.
  public let launcher: String

  private static let launchers: [(size: String, rank: String, name: String)] = [
    ("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "mpirun"),
    ("MV2_COMM_WORLD_SIZE", "MV2_COMM_WORLD_RANK", "mpirun"),
    ("PMI_SIZE", "PMI_RANK", "mpirun"),
    ("SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "srun"),
  ]

  /// What the variables tell; `nil` where this process is alone, or was started by itself.
  public init?(environment: [String: String]) {
    for launcher in Self.launchers {
      guard let size = environment[launcher.size].flatMap({ Int($0) }) else { continue }
      guard size > 1 else { return nil }
      let rank = environment[launcher.rank].flatMap { Int($0) } ?? 0
      (self.size, self.rank, self.launcher) = (size, rank, launcher.name)
      return
    }
    // A batch script has the number of tasks, too, and is only one of them: the first.
    guard let size = environment["SLURM_NTASKS"].flatMap({ Int($0) }), size > 1,
      let rank = environment["SLURM_PROCID"].flatMap({ Int($0) }), rank > 0
    else { return nil }
    (self.size, self.rank, launcher) = (size, rank, "srun")
  }
}
