extension PhraseBook {
  /// The help of drawings in Chinese.
  static let chineseDrawingHelp = """
    Draws the graph into a PNG picture, where rsvg-convert, Chromium or Chrome is installed.
    把计算图画成 PNG 图片；需要已安装 rsvg-convert、Chromium 或 Chrome。
    Draws the graph into a PDF file on sheets of A4, where rsvg-convert, Chromium or Chrome is installed.
    把计算图画成 A4 纸张的 PDF 文件；需要已安装 rsvg-convert、Chromium 或 Chrome。
    The width in pixels that a drawing may have: a longer graph continues in rows. Where nothing is said, it is 900 in a PDF file.
    图的最大宽度（像素）；更长的计算图分成几行。没有指定时，PDF 文件中为 900。
    """

  /// Errors about pictures of drawings in Chinese.
  static let chineseDrawingMessages = """
    # What turns SVG into pictures.
    a program for {} that turns SVG into pictures
    用于 {1} 的、把 SVG 转成图片的程序
    none in PATH
    PATH 中一个也没有
    Install rsvg-convert (Debian, Ubuntu: apt install librsvg2-bin; macOS: brew install librsvg), Chromium or Google Chrome, or write --svg and convert that.
    请安装 rsvg-convert（Debian、Ubuntu：apt install librsvg2-bin；macOS：brew install librsvg）、Chromium 或 Google Chrome，或者用 --svg 写出后自行转换。
    {} to turn the drawing into a picture
    {1} 把图转成图片
    that it took longer than {} seconds
    它用时超过 {1} 秒
    that it ended with status {}
    它以状态 {1} 结束
    that it wrote nothing
    它什么也没有写出
    Run it by hand on the drawing that --svg writes.
    请用 --svg 写出图，再手动运行它。
    """
}
