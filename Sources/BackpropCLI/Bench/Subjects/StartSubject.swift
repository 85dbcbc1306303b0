import Backprop
import BackpropData

/// What comes before training: the start of the process, and reading the four compressed files of a data set.
enum StartSubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    return [
      BenchmarkCase(name: "start of the process (--version)") { stopwatch in
        .time(try stopwatch.measure(seconds: 0.4) { _ = try ChildProcess.run(["--version"]) })
      },
      BenchmarkCase(name: "reading four .gz files", scalar: .float, threads: setting.threads) { stopwatch in
        let folder = try data.folder()
        return .time(
          try stopwatch.measure(seconds: 1.5) {
            let dataset = try MNISTDataset.mnist.load(folder: folder)
            let train = try dataset.train.samples()
            let test = try dataset.test.samples()
            withExtendedLifetime((train, test)) {}
          })
      },
    ]
  }
}
