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
    .library(name: "BackpropCluster", targets: ["BackpropCluster"]),
    .library(name: "BackpropData", targets: ["BackpropData"]),
    .library(name: "BackpropDrawing", targets: ["BackpropDrawing"]),
    .library(name: "BackpropFormats", targets: ["BackpropFormats"]),
    // Its error is part of what the others throw.
    .library(name: "BackpropFiles", targets: ["BackpropFiles"]),
    // Not named like its target: on a disk that ignores case, `backprop` and the module `Backprop` would collide.
    .executable(name: "backprop", targets: ["BackpropCLI"]),
  ],
  traits: [
    .trait(
      name: "JPEG", description: "Reads JPEG pictures; needs libjpeg-turbo and its headers (libjpeg-dev)."),
    .trait(
      name: "MPI",
      description:
        "Trains with many processes; needs Open MPI or MPICH with its headers (libopenmpi-dev or libmpich-dev)."
    ),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "CResources"),
    .systemLibrary(name: "CZlib"),
    // Compiles to nothing without the trait.
    .target(
      name: "CJPEG", cSettings: [.define("BACKPROP_JPEG", .when(traits: ["JPEG"]))],
      linkerSettings: [.linkedLibrary("jpeg", .when(traits: ["JPEG"]))]),
    // Compiles to nothing without the trait; finds mpi.h by itself.
    .target(
      name: "CMPI",
      cSettings: [.headerSearchPath("headers"), .define("BACKPROP_MPI", .when(traits: ["MPI"]))],
      linkerSettings: [.linkedLibrary("mpi", .when(traits: ["MPI"]))]),
    .target(name: "Backprop", dependencies: ["CKernels"], swiftSettings: warnings),
    .target(name: "BackpropCluster", dependencies: ["Backprop", "CMPI"], swiftSettings: warnings),
    // The command line of the command alone; it knows nothing of networks.
    .target(name: "BackpropArguments", swiftSettings: warnings),
    .target(name: "BackpropFiles", dependencies: ["CZlib"], swiftSettings: warnings),
    // Readers and writers of files' formats; they know nothing of networks and are compiled beside Backprop.
    .target(
      name: "BackpropFormats", dependencies: ["BackpropFiles", "CJPEG", "CZlib"], swiftSettings: warnings),
    .target(
      name: "BackpropData", dependencies: ["Backprop", "BackpropFiles", "BackpropFormats", "CZlib"],
      swiftSettings: warnings),
    // What drawing needs and what knows nothing of networks: it is compiled beside Backprop, not after it.
    .target(
      name: "BackpropGraphics", dependencies: ["BackpropFiles", "CResources", "CZlib"],
      swiftSettings: warnings),
    .target(
      name: "BackpropDrawing", dependencies: ["Backprop", "BackpropFiles", "BackpropGraphics"],
      exclude: ["Resources"], swiftSettings: warnings),
    .executableTarget(
      name: "BackpropCLI",
      dependencies: [
        "Backprop", "BackpropArguments", "BackpropCluster", "BackpropFiles", "BackpropFormats",
        "BackpropData", "BackpropDrawing",
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
      name: "ExampleNotes", dependencies: ["Backprop", "BackpropData"], path: "Examples/Notes",
      exclude: ["README.md"], swiftSettings: warnings),
    .executableTarget(
      name: "ExampleTraining", dependencies: ["Backprop", "BackpropData"], path: "Examples/Training",
      swiftSettings: warnings),
    .target(
      name: "BackpropTestSupport", dependencies: ["CZlib"], path: "Tests/Support", swiftSettings: warnings),
    // Stands between a program and the C library, to count how often it asks for memory: a program of its own.
    .target(name: "AllocationCount", path: "Tests/AllocationCount"),
    .executableTarget(
      name: "AllocationProbe", dependencies: ["AllocationCount", "Backprop"], path: "Tests/AllocationProbe",
      swiftSettings: warnings),
    // In C, so that they run where there is no Swift, too: see Scripts/kernels.sh.
    .target(
      name: "KernelCases", dependencies: ["CKernels"], path: "Tests/KernelCases",
      exclude: ["cases.txt", "main.c"]),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels", "KernelCases"], exclude: ["Recorded"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropTests", dependencies: ["Backprop"], exclude: ["Recorded"], swiftSettings: warnings),
    .testTarget(
      name: "BackpropClusterTests", dependencies: ["BackpropCluster"], swiftSettings: warnings),
    .testTarget(
      name: "BackpropFilesTests", dependencies: ["BackpropFiles", "BackpropTestSupport"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropFormatsTests",
      dependencies: ["BackpropFiles", "BackpropFormats", "BackpropTestSupport"], exclude: ["Recorded"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropDataTests",
      dependencies: ["Backprop", "BackpropFiles", "BackpropFormats", "BackpropData", "BackpropTestSupport"],
      exclude: ["Recorded"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropDrawingTests",
      dependencies: ["Backprop", "BackpropFiles", "BackpropDrawing", "BackpropGraphics", "CZlib"],
      exclude: ["Recorded"],
      swiftSettings: warnings),
    .testTarget(
      name: "BackpropCLITests",
      dependencies: [
        "BackpropArguments", "BackpropCLI", "BackpropCluster", "BackpropFiles", "BackpropFormats",
        "BackpropData", "BackpropDrawing", "BackpropTestSupport",
        "ExampleFigures", "ExampleGraph",
        "ExampleLayers", "ExampleNotes", "ExampleTraining", "AllocationProbe",
      ],
      swiftSettings: warnings),
  ]
)
