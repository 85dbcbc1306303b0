// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "swift-backprop",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Backprop", targets: ["Backprop"]),
    .library(name: "BackpropData", targets: ["BackpropData"]),
    .executable(name: "backprop", targets: ["BackpropCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "Backprop", dependencies: ["CKernels"]),
    .systemLibrary(name: "CZlib"),
    .target(
      name: "BackpropData",
      dependencies: ["Backprop", "CZlib", .product(name: "Crypto", package: "swift-crypto")]),
    .executableTarget(
      name: "BackpropCLI",
      dependencies: [
        "Backprop", "BackpropData", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "BackpropTests", dependencies: ["Backprop"]),
    .testTarget(name: "BackpropDataTests", dependencies: ["BackpropData"]),
    .testTarget(name: "BackpropCLITests", dependencies: ["Backprop", "BackpropCLI"]),
  ]
)
