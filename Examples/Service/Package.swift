// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the library waits for a web server.

let package = Package(
  name: "prediction-service",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-backprop", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
  ],
  targets: [
    // All of the service but its command line, so that tests can start it in their own process.
    .target(
      name: "PredictionService",
      dependencies: [
        .product(name: "Backprop", package: "swift-backprop"),
        .product(name: "BackpropData", package: "swift-backprop"),
        .product(name: "BackpropFiles", package: "swift-backprop"),
        .product(name: "BackpropFormats", package: "swift-backprop"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ]),
    .executableTarget(
      name: "serve",
      dependencies: [
        "PredictionService", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Serve"),
    .testTarget(
      name: "PredictionServiceTests",
      dependencies: [
        "PredictionService", "serve", .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
  ]
)
