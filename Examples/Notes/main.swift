import Foundation

// 讲义的十五段代码，用 Swift 写成：不带参数时全部运行，也可以给出编号或名字。
// The notes' fifteen listings in Swift: all of them, or those whose numbers or names are given.

let usage = """
  usage: swift run ExampleNotes [NUMBER-OR-NAME ...] [--data-dir FOLDER]

  Runs the listings with these numbers or names, all without any. The last two learn from the built-in digits, or from
  MNIST's four files in FOLDER, or in the folder mnist of that which the variable BACKPROP_DATA names.

  """

var chosen: [Listing] = []
var folder = ProcessInfo.processInfo.environment["BACKPROP_DATA"].flatMap { $0.isEmpty ? nil : $0 + "/mnist" }

func fail(_ sentence: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data((sentence + "\n").utf8))
  exit(status)
}

var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  switch argument {
  case "--help", "-h":
    print(usage + Listing.all.map { "  \($0.number)  \($0.name)" }.joined(separator: "\n"))
    exit(0)
  case "--data-dir":
    guard let path = arguments.popFirst() else {
      fail("--data-dir needs a folder after it.\n\(usage)", status: 64)
    }
    folder = path
  default:
    guard let listing = Listing.all.first(where: { $0.name == argument || "\($0.number)" == argument }) else {
      let names = Listing.all.map(\.name).joined(separator: ", ")
      fail("There is no listing '\(argument)': give a number from 1 to 15, or one of \(names).", status: 64)
    }
    chosen.append(listing)
  }
}

for listing in chosen.isEmpty ? Listing.all : chosen {
  if chosen.count != 1 { print("\n\(listing.number). \(listing.name) (\(listing.section))") }
  do {
    try listing.run(Digits(folder: folder))
  } catch {
    fail("\(error)", status: 1)
  }
}
