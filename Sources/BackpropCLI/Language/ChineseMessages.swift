extension PhraseBook {
  /// Errors, warnings and advice in Chinese: a file a subject.
  static let chineseMessages = PhraseBook(
    [
      chineseUsageMessages, chineseExpressionMessages, chineseFileMessages, chineseTrainingMessages,
      chineseNetworkMessages, chineseModelMessages, chineseTableMessages, chinesePictureMessages,
      chineseCheckpointMessages, chineseExchangeMessages, chineseDataMessages, chineseClusterMessages,
      chineseDrawingMessages,
    ].joined(separator: "\n"))
}
