import CResources

/// The scripts and styles that pages and drawings are written with.
///
/// They are the `.js` and `.css` files in `Sources/BackpropDrawing/Resources`, which `CResources` puts into the program
/// in their order.
enum EmbeddedText {
  /// The colours and fonts of a drawing. Each colour stands there twice, once for programs that don't know variables.
  ///
  /// Everything hangs below `.graph`, so that a page's own classes stay as they are.
  static let graphStyle = String(String(cString: resource_graph_style()).dropLast())

  /// The part of a page's script that computes: functions of numbers and tensors that know nothing of a page.
  static let pageMathematics = String(cString: resource_page_mathematics())

  /// The script of a graph's page, the only one that its security policy admits.
  static let pageScript = "\n" + pageMathematics + "\n" + String(cString: resource_page_stepping())

  /// The only style of a graph's page.
  static let pageStyle = "\n" + String(cString: resource_page_style())

  /// The style of a chart that is a file of its own.
  static let chartFileStyle = String(cString: resource_chart_file_style())

  /// The only script of a report.
  static let reportScript = "\n" + String(cString: resource_report_script())

  /// The only style of a report.
  static let reportStyle = "\n" + String(cString: resource_report_style()) + graphStyle
}
