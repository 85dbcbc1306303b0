import BackpropArguments
import BackpropFiles
import BackpropFormats

/// `backprop info`: what is inside a file.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what is inside a file: names, shapes, types, sizes and statistics.",
    discussion: """
      Files are safetensors, such as saved models and checkpoints, ONNX, npy, npz and IDX, which the first bytes tell, and \
      tables, CSV or TSV, by their names or with --delimiter. Of a model it shows the network, what it was trained on and how well it did; of a \
      table each column: its kind, how many cells are missing, the range of its numbers or its words.

      Examples:
        backprop info digits.safetensors
        backprop info digits.onnx
        backprop info iris.csv
        backprop info train-labels-idx1-ubyte.gz --format json
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var arguments: [String] = []

  @Option(help: "What to print: text, or json for one object on one line.")
  var format = OutputFormat.text

  @Option(takesAny: true, help: CSVDelimiter.help)
  var delimiter: String?

  func validate() throws {
    _ = try path
    _ = try CSVDelimiter.checked(delimiter)
  }

  private var path: String {
    get throws {
      let paths = try PathArguments(arguments, of: Self.self).paths
      guard let path = paths.first, paths.count == 1 else {
        throw ValidationError("Give one file, as in backprop info digits.safetensors.")
      }
      return path
    }
  }

  func run() throws {
    do {
      let path = try self.path
      let size = try InputFile(path).byteCount
      let info = try FileInfo(path, delimiter: delimiter == nil ? nil : .checked(delimiter))
      switch format {
      case .text: try Console.show(info.text(path: path, byteCount: size))
      case .json: try Console.print(info.json(path: path, byteCount: size).description)
      }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }
}
