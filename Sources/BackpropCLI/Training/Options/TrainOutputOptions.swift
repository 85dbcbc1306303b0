import BackpropArguments

/// What a training prints and writes.
struct TrainOutputOptions: ParsableArguments {
  @Option(help: "What to print: text, or json for one object a line.")
  var format = OutputFormat.text

  @Flag(help: "Print the summary only.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Writes the loss of each iteration and the accuracies into a CSV file.",
      discussion: """
        Columns: iteration, epoch, loss, train_accuracy, test_accuracy, train_loss, test_loss; the last four are means over \
        all images, empty where they weren't \
        measured. Numbers have all their digits.

        """ + OutputPaths.rule, valueName: "file"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "Writes a report into one HTML file that needs nothing else.",
      discussion: """
        Curves, settings and environment, confusion matrix, mistaken images, the first layer's weights, histograms by \
        layer, and the network's graph. The same training on the same machine gives the same bytes.

        """ + OutputPaths.rule, valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Writes the trained model into a safetensors file, for backprop predict, evaluate and PyTorch.",
      discussion: """
        Tensors have PyTorch's names and layouts; what the model needs besides is in the file's metadata. A training that \
        ends early is saved, too.

        """ + OutputPaths.rule, valueName: "file"))
  var save: String?

  @Flag(help: "Include measured times in the report; they differ from run to run.")
  var reportTimes = false

  @Flag(
    help: "Stop at the first value or derivative that is NaN or infinite, and say which operation made it.")
  var watchNan = false

  @Flag(
    help: "Plot loss and accuracies in the terminal afterwards. (default: where it is wide enough)")
  var plot: Bool?

  func validate() throws {
    if reportTimes, report == nil {
      throw ValidationError("--report-times needs a report to write to; give --report FILE, too.")
    }
  }
}
