/// The script of a page, the only one that its security policy admits.
///
/// It is written in parts, each about one subject, and put together here; none of them is fetched from anywhere.
enum PageScript {
  /// The whole script.
  static let text = ["\n'use strict';\n", mathematics, stepping].joined(separator: "\n")

  /// What computes: functions of numbers and tensors that know nothing of a page.
  static let mathematics = [
    RoundingScript.text, TensorScript.text, OperationScript.text, ReductionScript.text, RowScript.text,
    NumberScript.text,
  ].joined(separator: "\n")

  /// What belongs to the page.
  private static let stepping = [
    GraphScript.text, WordsScript.text, DrawingScript.text, PanelScript.text, TableScript.text,
    InputScript.text,
    ControlScript.text,
  ].joined(separator: "\n")
}
