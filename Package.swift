// swift-tools-version: 6.1
import PackageDescription

// The core (model, policy, analysis, log records, and both proxies, which speak to the kernel
// themselves) builds without any network library. With MOAT_CORE_ONLY=1 the package is just
// that core and its tests, so that the edit-test loop of the part that changes most stays short.
let coreOnly = Context.environment["MOAT_CORE_ONLY"] == "1"

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .unsafeFlags(["-warnings-as-errors"]),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
]

var targets: [Target] = [
    .target(name: "MoatModel", dependencies: [yams], swiftSettings: settings),
    .target(name: "MoatPolicy", dependencies: ["MoatModel"], swiftSettings: settings),
    .target(name: "MoatAnalysis", dependencies: ["MoatModel", "MoatPolicy"], swiftSettings: settings),
    .target(name: "CDuckDB", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "MoatLogs", dependencies: ["CDuckDB", "MoatModel", log], swiftSettings: settings),
    .target(name: "MoatKQL", swiftSettings: settings),
    .target(name: "CSockets"),
    .target(
        name: "MoatEgress", dependencies: ["CSockets", "MoatModel", "MoatPolicy", "MoatLogs", log],
        swiftSettings: settings),
    .target(
        name: "MoatDNS", dependencies: ["CSockets", "MoatModel", "MoatPolicy", "MoatLogs", log],
        swiftSettings: settings),
    .target(name: "MoatThreatIntel", dependencies: ["MoatModel", "MoatPolicy"], swiftSettings: settings),
    .target(
        name: "MoatLogsTestSupport", dependencies: ["MoatLogs"], path: "Tests/MoatLogsTestSupport",
        swiftSettings: settings),
    .executableTarget(
        name: "moat-log-writing", dependencies: ["MoatModel", "MoatLogs", log], path: "Tests/MoatLogWriting",
        swiftSettings: settings),
    .testTarget(
        name: "MoatModelTests", dependencies: ["MoatModel"], resources: [.copy("Golden")], swiftSettings: settings),
    .testTarget(name: "MoatPolicyTests", dependencies: ["MoatModel", "MoatPolicy"], swiftSettings: settings),
    .testTarget(
        name: "MoatThreatIntelTests", dependencies: ["MoatModel", "MoatPolicy", "MoatThreatIntel"],
        resources: [.copy("Corpus")], swiftSettings: settings),
    .testTarget(
        name: "MoatAnalysisTests", dependencies: ["MoatModel", "MoatPolicy", "MoatAnalysis"], swiftSettings: settings),
    .testTarget(
        name: "MoatLogsTests", dependencies: ["MoatModel", "MoatLogs", "MoatLogsTestSupport", "moat-log-writing", log],
        exclude: ["Fixtures", "Golden"],
        swiftSettings: settings),
    .testTarget(
        name: "MoatKQLTests", dependencies: ["MoatKQL", "MoatLogs", log], exclude: ["Golden", "PublicQueries"],
        resources: [.copy("Corpus")], swiftSettings: settings),
    .testTarget(
        name: "MoatEgressTests",
        dependencies: ["CSockets", "MoatModel", "MoatPolicy", "MoatLogs", "MoatLogsTestSupport", "MoatEgress", log],
        resources: [.copy("Corpus")], swiftSettings: settings),
    .testTarget(
        name: "MoatDNSTests",
        dependencies: ["CSockets", "MoatModel", "MoatPolicy", "MoatLogs", "MoatLogsTestSupport", "MoatDNS", log],
        resources: [.copy("Corpus")], swiftSettings: settings),
]

var products: [Product] = [
    .library(name: "MoatPolicy", targets: ["MoatModel", "MoatPolicy", "MoatAnalysis"])
]

if !coreOnly {
    dependencies += [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.3.1"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
    targets += [
        .target(
            name: "CNetfilter", linkerSettings: [.linkedLibrary("nftables")]),
        .target(name: "CNamespaces"),
        .target(name: "CAllocations"),
        .target(name: "MoatKernel", dependencies: ["CNetfilter", "MoatModel", log], swiftSettings: settings),
        .target(
            name: "MoatGateway", dependencies: ["MoatModel", "MoatPolicy", "MoatKernel", "MoatLogs", log],
            swiftSettings: settings),
        .target(
            name: "MoatHTTPClient",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ], swiftSettings: settings),
        .target(
            name: "MoatKubernetes",
            dependencies: [
                "MoatHTTPClient", "MoatModel", log, yams,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .target(
            name: "MoatIngress",
            dependencies: [
                "CNamespaces", "MoatHTTPClient", "MoatKubernetes", "MoatLogs", "MoatModel", log,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: settings),
        .target(
            name: "MoatServer",
            dependencies: [
                "MoatModel", "MoatPolicy", "MoatAnalysis", "MoatGateway", "MoatEgress", "MoatDNS", "MoatHTTPClient",
                "MoatIngress", "MoatKubernetes", "MoatLogs", "MoatKQL", "MoatThreatIntel", log, lifecycle,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: settings),
        .target(
            name: "MoatLab",
            dependencies: [
                "CNamespaces", "MoatModel", yams,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "moat",
            dependencies: [
                "MoatModel", "MoatPolicy", "MoatAnalysis", "MoatKernel", "MoatGateway", "MoatEgress", "MoatDNS",
                "MoatIngress", "MoatKubernetes", "MoatLogs", "MoatServer", "MoatLab", "MoatThreatIntel", arguments, log,
                lifecycle,
                yams,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "moat-bench",
            dependencies: [
                "CAllocations", "CSockets", "MoatModel", "MoatPolicy", "MoatGateway", "MoatLogs", "MoatKQL", "MoatLab",
                "MoatIngress", "MoatKubernetes", "MoatThreatIntel", arguments, log,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Sources/MoatBench", swiftSettings: settings),
        .testTarget(name: "MoatKernelTests", dependencies: ["MoatModel", "MoatKernel"], swiftSettings: settings),
        .testTarget(
            name: "MoatGatewayTests",
            dependencies: ["MoatModel", "MoatPolicy", "MoatKernel", "MoatGateway", "MoatLogs", "MoatLogsTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "MoatServerTests",
            dependencies: [
                "MoatModel", "MoatPolicy", "MoatAnalysis", "MoatGateway", "MoatDNS", "MoatLogs",
                "MoatLogsTestSupport", "MoatKQL", "MoatKubernetes", "MoatServer", "MoatLab", "MoatThreatIntel", "moat",
                arguments, log,
                lifecycle,
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ], exclude: ["Clients/azure_monitor_query.py", "ThreatIntel/feed_server.py"], swiftSettings: settings),
        .testTarget(
            name: "MoatKubernetesTests",
            dependencies: [
                "MoatModel", "MoatKubernetes", log,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: settings),
        .testTarget(
            name: "MoatIngressTests",
            dependencies: [
                "MoatIngress", "MoatKubernetes", "MoatLab", "MoatLogs", "MoatModel", log, yams,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], exclude: ["Golden"], resources: [.copy("Corpus")], swiftSettings: settings),
        .testTarget(
            name: "MoatLabTests",
            dependencies: ["MoatModel", "MoatLab", .product(name: "NIOCore", package: "swift-nio")],
            resources: [.copy("Corpus")], swiftSettings: settings),
        .testTarget(
            name: "MoatSystemTests",
            dependencies: ["MoatModel", "MoatPolicy", "MoatLab", "MoatLogsTestSupport", "moat", "moat-bench"],
            swiftSettings: settings),
    ]
    products += [.executable(name: "moat", targets: ["moat"])]
}

let package = Package(name: "moat", products: products, dependencies: dependencies, targets: targets)
