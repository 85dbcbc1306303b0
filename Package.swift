// swift-tools-version: 6.2
import PackageDescription

/// A warning in the package's own code is an error where this variable is set, as the gate does.
let warnings: [SwiftSetting] =
  Context.environment["BACKPROP_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
  name: "swift-backprop",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Backprop", targets: ["Backprop"]),
    .library(name: "BackpropData", targets: ["BackpropData"]),
    .library(name: "BackpropDrawing", targets: ["BackpropDrawing"]),
    // Not named like its target: on a disk that ignores case, `backprop` and the module `Backprop` would collide.
    .executable(name: "backprop", targets: ["BackpropCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .systemLibrary(name: "CZlib"),
    .target(name: "Backprop", dependencies: ["CKernels"], swiftSettings: warnings),
    .target(
      name: "BackpropData",
      dependencies: ["Backprop", "CZlib", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: warnings),
    .target(name: "BackpropDrawing", dependencies: ["Backprop", "CZlib"], swiftSettings: warnings),
    .executableTarget(
      name: "BackpropCLI",
      dependencies: [
        "Backprop", "BackpropData", "BackpropDrawing",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: warnings),
    .executableTarget(
      name: "ExampleFigures", dependencies: ["Backprop", "BackpropDrawing"], path: "Examples/Figures",
      swiftSettings: warnings),
    .executableTarget(
      name: "ExampleGraph", dependencies: ["Backprop"], path: "Examples/Graph", swiftSettings: warnings),
    .executableTarget(
      name: "ExampleLayers", dependencies: ["Backprop"], path: "Examples/Layers", swiftSettings: warnings),
    .executableTarget(
      name: "ExampleTraining", dependencies: ["Backprop", "BackpropData"], path: "Examples/Training",
      swiftSettings: warnings),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: warnings),
    .testTarget(name: "BackpropTests", dependencies: ["Backprop"], swiftSettings: warnings),
    .testTarget(
      name: "BackpropDataTests",
      dependencies: ["Backprop", "BackpropData", "CZlib", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropDrawingTests", dependencies: ["Backprop", "BackpropDrawing", "CZlib"],
      exclude: ["Recorded"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropCLITests",
      dependencies: [
        "BackpropCLI", "BackpropData", "BackpropDrawing", "ExampleFigures", "ExampleGraph", "ExampleLayers",
        "ExampleTraining",
      ],
      swiftSettings: warnings),
  ]
)
