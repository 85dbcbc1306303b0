import BackpropArguments
import BackpropFiles

/// The files that options name for output.
enum OutputPaths {
  /// What the options' help says of such a file.
  static let rule = """
    A file appears as a whole or not at all; through a link the file that it leads to is replaced. The new file keeps \
    the old one's permissions, but not its owner and further names (hard links). Devices, pipes and /dev/stdout are \
    written to; links that lead nowhere, files without permission to write and folders are refused.
    """

  /// A file that a run reads, and the option that names it.
  struct Input {
    let option: String
    let path: String
  }

  /// Throws an error where two of the files are the same, by whatever names, where one is where the program's own text
  /// goes, or where one is read by the same run.
  ///
  /// - Parameters:
  ///   - files: the options for output with their paths.
  ///   - inputs: what the run reads.
  static func check(_ files: [(option: String, path: String?)], inputs: [Input] = []) throws {
    let named = files.compactMap { file in file.path.map { (option: file.option, path: $0) } }
    if let (first, second) = OutputFile.sameFile(named.map(\.path)) {
      throw ValidationError(
        "\(named[first].option) and \(named[second].option) name the same file; give each its own.")
    }
    for (option, path) in named where OutputFile.isStandardStream(path) {
      throw ValidationError(
        "\(option) names the file that the command's own output goes to, which would be lost; give it another, or "
          + "/dev/stdout to write both into one.")
    }
    if let (output, input) = OutputFile.readFile(among: inputs.map(\.path), writtenAs: named.map(\.path)) {
      throw ValidationError(
        "\(named[output].option) and \(inputs[input].option) name the same file, "
          + "\(inputs[input].path.escapingControlCharacters()), and what is read would be lost; give \(named[output].option) another."
      )
    }
  }
}
