// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the library waits for it. The readers' sources are the library's own,
// by links in Sources, and are compiled here with the fuzzer's instruments: `swift build --sanitize fuzzer`.

/// A program that gives a reader whatever bytes the fuzzer comes up with. Its sources are Harnesses/NAME.
func harness(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: "Fuzz\(name)", dependencies: ["BackpropFiles", "FuzzSupport"] + dependencies,
    path: "Harnesses/\(name)")
}

/// Whether pictures are read as JPEG, too, which needs libjpeg-turbo and its headers.
let readsJPEG = Context.environment["BACKPROP_JPEG"] != nil

let package = Package(
  name: "swift-backprop",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CZlib"),
    .target(name: "CKernels"),
    // With libjpeg-turbo where the variable is set; compiles to nothing without it.
    .target(
      name: "CJPEG", cSettings: readsJPEG ? [.define("BACKPROP_JPEG")] : [],
      linkerSettings: readsJPEG ? [.linkedLibrary("jpeg")] : []),
    .target(name: "BackpropFiles", dependencies: ["CZlib"]),
    .target(name: "BackpropFormats", dependencies: ["BackpropFiles", "CJPEG", "CZlib"]),
    .target(name: "Backprop", dependencies: ["CKernels"]),
    .target(name: "BackpropData", dependencies: ["Backprop", "BackpropFiles", "BackpropFormats", "CZlib"]),
    .target(name: "FuzzSupport", dependencies: ["BackpropFiles"], path: "Support"),
    .target(name: "FuzzNetworks", dependencies: ["Backprop"], path: "NetworkSupport"),
    harness("Gzip"),
    harness("JSON"),
    harness("Zip"),
    harness("CSV", ["BackpropFormats"]),
    harness("Safetensors", ["BackpropFormats"]),
    harness("NumPy", ["BackpropFormats"]),
    harness("NumPyArchive", ["BackpropFormats"]),
    harness("Picture", ["BackpropFormats", "CZlib"]),
    // These need the whole library, which takes some minutes.
    harness("IDX", ["BackpropData"]),
    harness("Table", ["Backprop", "BackpropData"]),
    harness("Network", ["Backprop", "BackpropData"]),
    harness("Model", ["Backprop", "BackpropData", "FuzzNetworks"]),
    harness("ONNX", ["Backprop", "BackpropData", "BackpropFormats", "FuzzNetworks"]),
    harness("Checkpoint", ["Backprop", "BackpropData", "BackpropFormats"]),
  ]
)
