import Backprop

/// Finds the option of a command that a person may have meant by a name that it hasn't.
struct OptionSuggestion {
  /// The command's options, with their minuses.
  let known: [String]

  /// What other programs and habits call things, and what they may be called here, the likeliest first. What a command
  /// doesn't have is passed over. (One text, since the compiler takes long for a dictionary of so many.)
  private static let synonyms: [String: [String]] = {
    var synonyms: [String: [String]] = [:]
    for line in habits.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let options = parts[1].split(separator: ",").map { String($0.drop { $0 == " " }) }
      for name in parts[0].split(separator: " ") { synonyms[String(name)] = options }
    }
    return synonyms
  }()

  private static let habits = """
    eta alpha: --learning-rate
    step-size: --learning-rate, --step
    batch minibatch mini-batch minibatch-size bsz: --batch-size
    epoch num-epochs n-epochs nb-epoch max-epochs: --epochs
    iters num-iters iters-num max-iter steps max-steps num-steps updates: --iterations
    output out save o: --report, --svg
    image png pdf draw: --svg
    page web: --html
    graphviz gv: --dot
    mmd: --mermaid
    csv log csv-log: --history
    html: --report
    json: --format json
    text: --format text
    output-format: --format
    dataset: --data
    path folder root data-path data-folder: --data-dir
    test: --test-data
    layers: --hidden, --network
    units hidden-size hidden-units: --hidden
    sizes: --network, --hidden
    net model arch architecture preset: --network
    optim opt: --optimizer
    scheduler lr-schedule lr-scheduler decay: --schedule
    warmup: --warm-up
    l2 wd: --weight-decay
    clip-norm max-norm grad-clip gradient-clipping: --clip
    smoothing: --label-smoothing
    shuffle: --sampling shuffled
    shape: --input
    weights weight-init weight-init-std initializer: --init-std
    random-seed random-state rng: --seed
    act nonlinearity: --activation
    workers num-workers jobs j cores cpus num-threads: --threads
    silent q: --quiet
    check-nan detect-anomaly nan: --watch-nan
    eps epsilon h: --step
    images n: --samples
    var let define d value: --set
    grad gradient dout: --upstream
    only match: --filter
    v: --version
    """

  /// The option that is meant; `nil` where none is like the name.
  ///
  /// - Parameter name: what was given, with its minuses.
  func option(for name: String) -> String? {
    let word = OptionSuggestion.word(name)
    guard !word.isEmpty, word.count <= 64 else { return nil }
    let long = known.filter { $0.hasPrefix("--") }
    if let same = long.first(where: { OptionSuggestion.word($0) == word }) { return same }
    for synonym in OptionSuggestion.synonyms[word] ?? [] {
      let option = synonym.prefix { $0 != " " }
      if long.contains(String(option)) { return synonym }
    }
    if let initials = long.first(where: { OptionSuggestion.initials($0) == word }) { return initials }
    return begun(by: word, long) ?? slip(in: word, long) ?? sharing(a: word, long)
  }

  /// The shortest option that begins with the word.
  private func begun(by word: String, _ options: [String]) -> String? {
    guard word.count >= 3 else { return nil }
    return options.filter { OptionSuggestion.word($0).hasPrefix(word) }.min { $0.count < $1.count }
  }

  /// The option that the word becomes when slips of the hand are undone.
  private func slip(in word: String, _ options: [String]) -> String? {
    let near = Suggestion.near(word, among: options.map(OptionSuggestion.word))
    return near.map { "--" + $0 }
  }

  /// The option that has the word among its parts, or is itself among those of the word.
  private func sharing(a word: String, _ options: [String]) -> String? {
    guard word.count >= 3 else { return nil }
    let parts = Set(word.split(separator: "-"))
    let sharing = options.filter { option in
      let name = OptionSuggestion.word(option)
      return name.split(separator: "-").contains { $0 == word } || parts.contains { $0 == name }
    }
    return sharing.min { $0.count < $1.count }
  }

  /// A name without its minuses, in the letters of options.
  private static func word(_ name: String) -> String {
    String(name.drop { $0 == "-" }).lowercased().replacing("_", with: "-")
  }

  /// The first letters of an option of several words; `nil` of one word.
  private static func initials(_ option: String) -> String? {
    let words = word(option).split(separator: "-")
    return words.count > 1 ? String(words.compactMap(\.first)) : nil
  }
}
