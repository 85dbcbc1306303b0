/// Somewhere to write bytes in order.
package protocol ByteSink {
  /// Writes bytes after those before.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError)

  /// Ends the file and gives it its name.
  func commit() throws(FileError)
}

extension ByteSink {
  /// Writes bytes after those before.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    // The error is carried out by value: closures of the standard library lose an error's type.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try write(bytes) }
    }
    try result.get()
  }
}

extension OutputFile: ByteSink {}
