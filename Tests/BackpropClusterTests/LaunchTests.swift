import BackpropCluster
import Testing

@Suite("How a process was started")
struct LaunchTests {
  @Test(
    "is told by the launchers' variables",
    arguments: [
      (["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "3"], 4, 3, "mpirun"),
      (["PMI_SIZE": "2", "PMI_RANK": "0"], 2, 0, "mpirun"),
      (["SLURM_STEP_NUM_TASKS": "8", "SLURM_NTASKS": "16", "SLURM_PROCID": "5"], 8, 5, "srun"),
      (["SLURM_NTASKS": "16", "SLURM_PROCID": "5"], 16, 5, "srun"),
      // mpirun within a job of Slurm's.
      (["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "1", "SLURM_NTASKS": "16"], 2, 1, "mpirun"),
    ])
  func several(_ environment: [String: String], size: Int, rank: Int, launcher: String) {
    let launch = Launch(environment: environment)
    #expect(launch?.size == size && launch?.rank == rank && launch?.launcher == launcher)
  }

  @Test(
    "is nothing where it is alone, or in a script of many tasks that runs once",
    arguments: [
      [:], ["OMPI_COMM_WORLD_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0"], ["PMI_SIZE": "many"],
      ["SLURM_NTASKS": "16", "SLURM_PROCID": "0"], ["SLURM_NTASKS": "16"],
      ["OMPI_COMM_WORLD_SIZE": "1", "SLURM_NTASKS": "16", "SLURM_PROCID": "5"],
    ])
  func alone(_ environment: [String: String]) { #expect(Launch(environment: environment) == nil) }
}

@Suite("A process alone")
struct SingleProcessTests {
  @Test("gets back what it gives")
  func calls() {
    let process: any Communicator = SingleProcess()
    #expect(process.rank == 0 && process.size == 1)
    #expect(process.sum([1.5, -0.25, .infinity]) == [1.5, -0.25, .infinity])
    #expect(process.sum([Float]()) == [])
    #expect(process.gather([1, 2]) == [[1, 2]])
    #expect(process.broadcast([3]) == [3])
    process.barrier()
  }

  @Test("ends with the status that it is given")
  func abort() async {
    await #expect(processExitsWith: .exitCode(7)) { SingleProcess().abort(status: 7) }
  }
}
