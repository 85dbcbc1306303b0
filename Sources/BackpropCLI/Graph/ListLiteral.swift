import Backprop

/// Reads the nested lists of an expression, such as `[[1, -2], [3, 4]]`.
enum ListLiteral {
  /// The list that begins at `index`, which then stands behind it. No recursion: `NestedNumbers` counts what is open.
  static func tensor(of tokens: [Token], from index: inout Int) throws(SourceError) -> Tensor<Double> {
    let opening = tokens[index].start
    var numbers = NestedNumbers()
    var needsElement = false
    repeat {
      let token = tokens[index]
      do throws(NestedNumbers.Broken) {
        switch token.kind {
        case .sign("["):
          try numbers.openList()
          index += 1
          // An empty list closes at once.
          guard tokens[index].isSign("]") else {
            needsElement = true
            continue
          }
        case .sign("]") where !needsElement:
          break
        case .sign("-"):
          guard case .number(let number) = tokens[index + 1].kind else {
            throw NestedNumbers.Broken(sentence: onlyNumbers)
          }
          try numbers.add(-number)
          index += 2
        case .number(let number):
          try numbers.add(number)
          index += 1
        default:
          throw NestedNumbers.Broken(sentence: unexpected(token))
        }
      } catch {
        throw token.kind == .end
          ? SourceError("This list is never closed.", at: opening)
          : SourceError(error.sentence, at: token.start)
      }
      try close(&numbers, tokens, &index, opening: opening)
      needsElement = true
    } while !numbers.isClosed
    return numbers.tensor()
  }

  /// Reads what may follow an element: closing brackets, and then a comma.
  private static func close(
    _ numbers: inout NestedNumbers, _ tokens: [Token], _ index: inout Int, opening: Int
  ) throws(SourceError) {
    while !numbers.isClosed {
      let token = tokens[index]
      switch token.kind {
      case .sign(","):
        index += 1
        return
      case .sign("]"):
        do throws(NestedNumbers.Broken) { try numbers.closeList() } catch {
          throw SourceError(error.sentence, at: token.start)
        }
        index += 1
      case .end: throw SourceError("This list is never closed.", at: opening)
      case .sign("["): throw SourceError("A comma is missing between two lists.", at: token.start)
      case .number: throw SourceError("A comma is missing between two numbers.", at: token.start)
      default: throw SourceError(onlyNumbers, at: token.start)
      }
    }
  }

  private static let onlyNumbers =
    "A list holds numbers and lists of numbers, nothing that must be computed; "
    + "give such a value a name and set it with --set."

  private static func unexpected(_ token: Token) -> String {
    token.isSign("]") || token.isSign(",") ? "A number or a list is missing here." : onlyNumbers
  }
}
