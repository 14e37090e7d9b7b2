// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "trellis-fuzzing",
    dependencies: [
        .package(name: "trellis", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .executableTarget(
            name: "TrellisFuzzing",
            dependencies: [
                .product(name: "PluginKit", package: "trellis"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ]
)
