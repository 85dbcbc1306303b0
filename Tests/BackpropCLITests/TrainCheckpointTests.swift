import Foundation
import Testing

/// Trainings that are saved, stopped and go on, as a person stops them.
@Suite("Checkpoints on the command line") struct TrainCheckpointTests {
  private let data = Result { try SmallDataset() }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ckpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Runs lines of a shell in a folder of their own, with `train` for a training of the small data set.
  private func shell(_ script: String, in folder: URL) throws -> CommandResult {
    try CommandRunner.shell(
      """
      cd '\(folder.path)'
      train() { "$backprop" train --data-dir "$data" "$@"; }
      # A signal must reach the program, not a shell around it.
      begin() { exec "$backprop" train --data-dir "$data" "$@"; }
      stop() { for i in $(seq 1200); do grep -q "$2" out && break; sleep 0.05; done; kill -$1 $job; wait $job; }
      \(script)
      """, environment: ["data": try data.get().path], timeLimit: .seconds(300))
  }

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func sum(_ output: String) -> String? {
    output.firstRange(of: "SHA-256 ").map { String(output[$0.upperBound...].prefix(64)) }
  }

  private static let trainings = [
    "--batch-size 7 --hidden 6 --optimizer momentum --epochs 16",
    "--network 'affine 8, batchnorm, relu, dropout 0.2, affine' --optimizer adam --sampling shuffled --batch-size 20 "
      + "--augment --early-stopping 12 --schedule 'plateau 0.5 after 1' --epochs 16",
  ]

  @Test("a training that Ctrl-C or a kill stops goes on as if nothing had been", arguments: trainings)
  func goesOn(_ options: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      train \(options) --threads 1 --history whole.csv >whole
      begin \(options) --threads 2 --history part.csv --checkpoint a.ckpt --checkpoint-every 10 >out 2>err & job=$!
      stop KILL '^    3 '
      echo "killed $?"
      "$backprop" train --resume a.ckpt --threads 3 >out 2>err2 & job=$!
      stop INT '^    9 '
      echo "stopped $?"
      mkdir there; cd there
      "$backprop" train --resume ../a.ckpt --threads 1 >../end 2>err3
      echo "ended $?"
      "$backprop" train --resume ../a.ckpt --threads 2 >../again 2>/dev/null
      echo "again $?"
      """, in: folder)
    #expect(result.output == "killed 137\nstopped 130\nended 0\nagain 0\n", "\(result)")
    #expect(try text("part.csv", in: folder) == text("whole.csv", in: folder))
    let whole = try text("whole", in: folder)
    let (end, again) = (try text("end", in: folder), try text("again", in: folder))
    #expect(sum(end) != nil && sum(end) == sum(whole) && sum(again) == sum(whole))
    func table(_ text: String) -> [Substring] { text.split(separator: "\n").filter { $0.hasPrefix("   ") } }
    #expect(table(end) == table(whole) && table(again) == table(whole))
    #expect(try text("err2", in: folder).contains("go on with: backprop train --resume a.ckpt\n"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.allSatisfy { !$0.hasSuffix(".part") })
  }

  @Test("Ctrl-C without a checkpoint says what it loses")
  func losing() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      begin --batch-size 7 --hidden 6 --iterations 2000000 >out 2>err & job=$!
      stop INT '^    2 '
      echo "stopped $?"
      """, in: folder)
    #expect(result.output == "stopped 130\n", "\(result)")
    let said = try text("err", in: folder)
    #expect(said.contains("would have to be made again. With --checkpoint FILE they wouldn't."), "\(said)")
  }

  @Test("what can't be taken up is refused with what is wrong")
  func refused() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let other = try SmallDataset(trainCount: 299)
    let result = try shell(
      """
      exec 2>&1
      echo '{"layers": [{"layer": "affine", "outputs": 5}]}' > n.json
      mkdir d && cp "$data"/* d
      "$backprop" train --data-dir d --iterations 20 --batch-size 5 --hidden 4 --checkpoint a --quiet >/dev/null; echo "1: $?"
      "$backprop" train --resume a --epochs 3 --batch-size=7; echo "2: $?"
      "$backprop" train --resume a --hidden 4; echo "3: $?"
      cp '\(other.path)'/* d; "$backprop" train --resume a; echo "4: $?"
      rm -r d; "$backprop" train --resume a; echo "5: $?"
      printf x >>a; "$backprop" train --resume a; echo "6: $?"
      "$backprop" train --resume n.json; echo "7: $?"
      "$backprop" train --resume none; echo "8: $?"
      train --checkpoint-every 5; echo "9: $?"
      train --checkpoint b --checkpoint-every 5m; echo "10: $?"
      train --checkpoint b --keep 0; echo "11: $?"
      train --checkpoint b --history b; echo "12: $?"
      train --checkpoint b --history b.1 --keep 2; echo "13: $?"
      train --checkpoint /dev/null; echo "14: $?"
      train --checkpoint b --iterations 0 --quiet >/dev/null; "$backprop" train --resume b --report b; echo "15: $?"
      """, in: folder)
    let said = result.output
    for sentence in [
      "1: 0", "--epochs and --batch-size can't be given with --resume", "--batch-size 5", "2: 64",
      "--hidden can't be given with --resume", "3: 64", "300 training samples there, 299 here", "4: 74",
      "5: 74",
      "whose checksum is", "6: 74", "expected a checkpoint of a training", "7: 74", "8: 74",
      "--checkpoint-every needs a file to save the training in", "9: 64", "or of seconds, as in 10s",
      "10: 64",
      "--keep must be a whole number from 1 to 1,000", "11: 64", "name the same file", "12: 64",
      "--keep 2 writes an older checkpoint", "13: 64", "is a device or a pipe", "14: 64", "15: 64",
    ] { #expect(said.contains(sentence), "\(sentence) in \(said)") }
  }

  @Test("a network's file that has changed is refused, too")
  func changedNetwork() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      exec 2>&1
      network() { echo '{"layers": [{"layer": "affine", "outputs": '$1'}, {"layer": "relu"}, {"layer": "affine"}]}'; }
      network 5 > n.json
      train --network n.json --iterations 20 --batch-size 5 --checkpoint a --quiet >/dev/null; echo "1: $?"
      network 6 > n.json
      "$backprop" train --resume a; echo "2: $?"
      """, in: folder)
    #expect(result.output.hasPrefix("1: 0") && result.output.contains("2: 74"), "\(result)")
    #expect(result.output.contains("another network"), "\(result)")
  }

  @Test("data that have been moved are asked back, by their path")
  func movedData() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      printf 'a,b\\n0.5,x\\n0.25,y\\n0.125,x\\n0.75,y\\n' >t.csv
      "$backprop" train --data t.csv --target b --epochs 3 --checkpoint t.ckpt --quiet >/dev/null
      cp -R "$data" images
      "$backprop" train --data-dir images --iterations 2 --checkpoint i.ckpt --quiet >/dev/null
      mv t.csv u.csv; mv images moved
      for locale in C zh_CN.UTF-8; do
        for file in t.ckpt i.ckpt; do LC_ALL=$locale "$backprop" train --resume $file; echo $?; done
      done
      """, in: folder)
    #expect(result.output == "74\n74\n74\n74\n", "\(result)")
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 4)
    for (line, file) in zip(lines, ["t.ckpt", "i.ckpt"]) {
      #expect(
        line.hasSuffix(
          "The training in \(file) learns from it: put it back there, or begin another training."))
      #expect(line.contains(file.hasPrefix("t") ? "/t.csv: expected" : "/images"), "\(line)")
    }
    #expect(lines.suffix(2).allSatisfy { $0.contains("请把它放回原处") })
  }

  @Test("what may be given again is, for the same file, too")
  func givenAgain() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      train --iterations 400 --batch-size 5 --hidden 4 --checkpoint a --checkpoint-every 50 --keep 3 --history h.csv --quiet >one
      ls a a.1 a.2 | wc -l
      "$backprop" train --resume a.1 --checkpoint a --checkpoint-every 7 --keep 2 --format json --history i.csv >json
      echo "2: $?"
      "$backprop" train --resume a.2 --quiet >two; echo "3: $?"
      "$backprop" train --resume a --checkpoint b --quiet --no-plot --report r.html --report-times >three; echo "4: $?"
      cmp h.csv i.csv; ls b r.html
      """, in: folder)
    #expect(result.output == "3\n2: 0\n3: 0\n4: 0\nb\nr.html\n", "\(result)")
    let one = try text("one", in: folder)
    #expect(try text("json", in: folder).contains(sum(one) ?? "none"))
    #expect(try sum(text("two", in: folder)) == sum(one) && sum(text("three", in: folder)) == sum(one))
  }

  @Test("a training that wasn't over is kept when its file is used for another one")
  func unended() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      begin --iterations 2000000 --batch-size 5 --hidden 4 --checkpoint a >out 2>err & job=$!
      stop TERM '^    2 '
      echo "1: $?"
      train --iterations 10 --batch-size 5 --hidden 4 --checkpoint a --quiet 2>&1 >/dev/null; echo "2: $?"
      train --iterations 10 --batch-size 5 --hidden 4 --checkpoint a --quiet 2>&1 >/dev/null; echo "3: $?"
      ls
      """, in: folder)
    #expect(result.output.hasPrefix("1: 143\nNote: a has a training that stopped after"), "\(result)")
    #expect(result.output.hasSuffix("2: 0\n3: 0\na\na.old\nerr\nout\n"), "\(result)")
  }

  @Test("a checkpoint that can't be written leaves the last one, and the training goes on")
  func fullDisk() throws {
    // The thread sanitizer writes larger files for itself.
    guard try CommandRunner.shell("ulimit -f 100; \"$backprop\" --version").status == 0 else { return }
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      train --iterations 30 --batch-size 5 --hidden 4 --checkpoint a --quiet >/dev/null; cp a first
      # Larger than the limit, which is in units of 1024 bytes.
      (ulimit -f 64; train --iterations 30 --batch-size 5 --hidden 40 --checkpoint a --checkpoint-every 3 --quiet >out 2>err)
      echo "1: $?"
      cmp a first; ls -A
      """, in: folder)
    #expect(result.output == "1: 74\na\nerr\nfirst\nout\n", "\(result)")
    let said = try text("err", in: folder)
    #expect(
      said.components(separatedBy: "Warning: ").count == 2 && said.contains("the training goes on"), "\(said)"
    )
    #expect(said.contains("a still has another training, which ended after 30 iterations"), "\(said)")
    #expect(try text("out", in: folder).hasPrefix("Trained "))
  }

  @Test("parameters that aren't finite never replace others")
  func notFinite() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      train --iterations 300 --batch-size 5 --hidden 4 --learning-rate 1e30 --checkpoint a --checkpoint-every 1 --quiet >out 2>err
      echo "1: $?"
      "$backprop" train --resume a --quiet >/dev/null 2>&1; echo "2: $?"
      """, in: folder)
    #expect(result.output == "1: 1\n2: 1\n", "\(result)")
    #expect(try text("err", in: folder).contains("the parameters aren't finite any more"))
  }

  @Test("Chinese speaks of them in Chinese")
  func chinese() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      export LC_ALL=zh_CN.UTF-8
      exec 2>&1
      train --iterations 5 --batch-size 5 --hidden 4 --checkpoint a --quiet >/dev/null
      "$backprop" train --resume a --seed 3
      "$backprop" train --resume a --format json >/dev/null
      "$backprop" train --checkpoint-every 3
      printf x >>a; "$backprop" train --resume a
      """, in: folder)
    for text in [
      "错误：--seed 不能与 --resume 一起给出", "--checkpoint-every 需要保存训练的文件", "文件在写入之后被更改或损坏",
    ] { #expect(result.output.contains(text), "\(text) in \(result.output)") }
  }

  @Test("info notices a byte that was changed, as resuming does")
  func damaged() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      """
      train --iterations 5 --batch-size 5 --hidden 4 --checkpoint a --quiet >/dev/null
      "$backprop" info a >whole; echo "1: $?"
      printf X | dd of=a bs=1 seek=$(($(wc -c <a) - 3)) conv=notrunc 2>/dev/null
      "$backprop" info a >part; echo "2: $?"
      "$backprop" train --resume a >>part; echo "3: $?"; cat part
      """, in: folder)
    #expect(result.output == "1: 0\n2: 74\n3: 74\n", "\(result)")
    #expect(try text("whole", in: folder).contains("checkpoint of a training"))
    #expect(result.errors.contains("bytes with the checksum that stands in the file"))
  }
}
