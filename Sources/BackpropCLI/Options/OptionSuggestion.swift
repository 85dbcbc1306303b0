/// Finds the option of a command that a person may have meant by a name that it hasn't.
struct OptionSuggestion {
  /// The command's options, with their minuses.
  let known: [String]

  /// What other programs and habits call things, and what they may be called here, the likeliest first. What a command
  /// doesn't have is passed over.
  private static let synonyms: [String: [String]] = [
    "eta": ["--learning-rate"], "alpha": ["--learning-rate"], "step-size": ["--learning-rate", "--step"],
    "batch": ["--batch-size"], "minibatch": ["--batch-size"], "mini-batch": ["--batch-size"],
    "minibatch-size": ["--batch-size"], "bsz": ["--batch-size"],
    "epoch": ["--epochs"], "num-epochs": ["--epochs"], "n-epochs": ["--epochs"], "nb-epoch": ["--epochs"],
    "max-epochs": ["--epochs"],
    "iters": ["--iterations"], "num-iters": ["--iterations"], "iters-num": ["--iterations"],
    "max-iter": ["--iterations"], "steps": ["--iterations"], "max-steps": ["--iterations"],
    "num-steps": ["--iterations"], "updates": ["--iterations"],
    "output": ["--report", "--svg"], "out": ["--report", "--svg"], "save": ["--report", "--svg"],
    "o": ["--report", "--svg"], "image": ["--svg"], "png": ["--svg"], "pdf": ["--svg"], "draw": ["--svg"],
    "page": ["--html"], "web": ["--html"], "graphviz": ["--dot"], "gv": ["--dot"], "mmd": ["--mermaid"],
    "csv": ["--history"], "log": ["--history"], "csv-log": ["--history"], "html": ["--report"],
    "json": ["--format json"], "text": ["--format text"], "output-format": ["--format"],
    "dataset": ["--data"], "path": ["--data-dir"], "folder": ["--data-dir"], "root": ["--data-dir"],
    "data-path": ["--data-dir"], "data-folder": ["--data-dir"], "test": ["--test-data"],
    "layers": ["--hidden", "--network"], "units": ["--hidden"], "hidden-size": ["--hidden"],
    "hidden-units": ["--hidden"], "sizes": ["--network", "--hidden"], "net": ["--network"],
    "weights": ["--init-std"], "weight-init": ["--init-std"], "weight-init-std": ["--init-std"],
    "initializer": ["--init-std"], "random-seed": ["--seed"], "random-state": ["--seed"], "rng": ["--seed"],
    "act": ["--activation"], "nonlinearity": ["--activation"],
    "workers": ["--threads"], "num-workers": ["--threads"], "jobs": ["--threads"], "j": ["--threads"],
    "cores": ["--threads"], "cpus": ["--threads"], "num-threads": ["--threads"],
    "silent": ["--quiet"], "q": ["--quiet"], "check-nan": ["--watch-nan"], "detect-anomaly": ["--watch-nan"],
    "nan": ["--watch-nan"], "eps": ["--step"], "epsilon": ["--step"], "h": ["--step"],
    "images": ["--samples"], "n": ["--samples"],
    "var": ["--set"], "let": ["--set"], "define": ["--set"], "d": ["--set"], "value": ["--set"],
    "grad": ["--upstream"], "gradient": ["--upstream"], "dout": ["--upstream"],
    "only": ["--filter"], "match": ["--filter"], "v": ["--version"],
  ]

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
