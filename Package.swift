// swift-tools-version: 6.1
import PackageDescription

/// The settings of every target: language mode 6 and explicit imports.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library target of ours: its folder, what stands behind its arrow, and the packages it uses.
func layer(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    plugins: [Target.PluginUsage] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: ["README.md"], resources: resources, swiftSettings: strict,
        plugins: plugins)
}

/// A test target that mirrors a target of ours.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
        swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "_CryptoExtras", package: "swift-crypto")
let collections: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")

let package = Package(
    name: "trellis",
    products: [
        .executable(name: "trellis", targets: ["trellis"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "StorageConformance", targets: ["StorageConformance"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        layer("Diagnostics"),
        layer("Values"),
        layer("Expressions", ["Values", "Diagnostics"]),
        layer("DomainModel", ["Expressions", collections]),
        layer("Packs", ["DomainModel", "CLibXML2", crypto], resources: [.copy("pack.xsd")]),
        layer("Queries", ["DomainModel"]),
        layer("Schemas", ["DomainModel", crypto]),
        layer("SQLRendering", ["Queries", "Schemas"]),
        layer("Storage", ["Queries", "Schemas"]),
        layer("SQLiteStorage", ["Storage", "SQLRendering", grdb, sqlite]),
        layer("Services", ["Packs", "Storage", logging, crypto, cryptoExtras]),
        layer("PluginKit", ["Services", "SQLRendering"]),
        layer("HTTPAPI", ["PluginKit", "CZlib", hummingbird, logging, crypto]),
        layer(
            "WebUI", ["PluginKit", "ResourceFingerprints", hummingbird, mustache, logging],
            resources: [.copy("Templates"), .copy("Assets"), .copy("Languages")], plugins: ["ResourceFingerprint"]),
        layer("ResourceFingerprints"),
        .executableTarget(
            name: "ResourceFingerprinting", dependencies: ["ResourceFingerprints"], exclude: ["README.md"],
            swiftSettings: strict),
        .plugin(
            name: "ResourceFingerprint", capability: .buildTool(), dependencies: ["ResourceFingerprinting"],
            path: "Plugins/ResourceFingerprint"),
        layer("CommandLineInterface", ["PluginKit", argumentParser, logging]),
        layer("StorageConformance", ["Storage"]),
        .target(
            name: "ICUCollation", path: "Plugins/ICUCollation",
            linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
        .target(
            name: "ChineseIdentifiers", dependencies: ["PluginKit", "ICUCollation"],
            path: "Plugins/ChineseIdentifiers/Sources", swiftSettings: strict),
        .target(
            name: "Example", dependencies: ["PluginKit"], path: "Plugins/Example/Sources", swiftSettings: strict),
        .executableTarget(
            name: "trellis",
            dependencies: [
                "HTTPAPI", "WebUI", "CommandLineInterface", "SQLiteStorage", "ChineseIdentifiers", "Example",
                hummingbird, lifecycle, logging,
            ],
            swiftSettings: strict),
        tests("Diagnostics"),
        tests("Values"),
        tests("Expressions", ["SQLiteStorage", "PluginKit"], resources: [.copy("Fixtures")]),
        tests("DomainModel"),
        tests(
            "Packs", ["ChineseIdentifiers", "SQLiteStorage", "PluginKit", collections], resources: [.copy("Fixtures")]),
        tests("Schemas", ["SQLiteStorage", "PluginKit", collections, grdb], resources: [.copy("Fixtures")]),
        tests("SQLRendering"),
        tests("SQLiteStorage", ["StorageConformance", "PluginKit", grdb, collections]),
        tests("Services", ["SQLiteStorage", "ChineseIdentifiers", "Packs", grdb], resources: [.copy("Fixtures")]),
        tests("PluginKit", ["Example", "SQLiteStorage"]),
        tests("HTTPAPI", ["SQLiteStorage", "ChineseIdentifiers", hummingbirdTesting]),
        tests("WebUI", ["SQLiteStorage", "ChineseIdentifiers", "ResourceFingerprints", hummingbirdTesting]),
        tests(
            "CommandLineInterface", ["SQLiteStorage", "ChineseIdentifiers", grdb, collections],
            resources: [.copy("Fixtures")]),
        tests("ChineseIdentifiers"),
    ]
)
