// swift-tools-version: 6.2

import PackageDescription

// MARK: - Settings

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let services = ["Audit", "Betting", "Gateway", "Identity", "Raffle", "Wallet"]

// MARK: - Shapes

func library(_ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func executable(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func test(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: path ?? "Tests/\(name)", exclude: exclude,
        swiftSettings: strict)
}

func cLibrary(_ name: String, package: String) -> Target {
    .systemLibrary(name: name, path: "Shared/C/\(name)", providers: [.apt([package])])
}

// MARK: - Package

let package = Package(
    name: "croupier",
    products: (services + ["Auditor", "Witness"]).map {
        .executable(name: "croupier-\($0.lowercased())", targets: ["croupier-\($0.lowercased())"])
    },
    targets: [
        // MARK: C libraries
        cLibrary("CMicroHTTPD", package: "libmicrohttpd-dev"),
        cLibrary("CNettle", package: "nettle-dev"),
        cLibrary("CSQLite", package: "libsqlite3-dev"),
        cLibrary("CSodium", package: "libsodium-dev"),
        cLibrary("CZeroMQ", package: "libzmq3-dev"),

        // MARK: Shared
        library("Crypto", "Shared/Crypto", ["CNettle", "CSodium"]),
        library("Host", "Shared/Runtime/Host", ["Crypto", "Messages", "Runtime", "Storage", "TimeZones", "Transport"]),
        library("Lots", "Shared/Lots", ["Crypto"]),
        library("Messages", "Shared/Messages", []),
        library("Odds", "Shared/Odds", []),
        library("Runtime", "Shared/Runtime/Core", ["Crypto", "Messages", "Storage"]),
        library("SimulatedDisk", "Shared/Storage/Simulated", ["CSQLite"]),
        library("Storage", "Shared/Storage", ["CSQLite"], exclude: ["Simulated"]),
        library("TimeZones", "Shared/TimeZones", ["Messages"]),
        library("Transport", "Shared/Transport", ["CZeroMQ"]),
        executable("croupier-keys", "Shared/Runtime/Keys", ["Crypto", "Host", "Transport"]),

        // MARK: Services
        library(
            "Audit", "Services/Audit", ["Crypto", "Messages", "Runtime", "Storage", "Transparency"],
            exclude: ["Auditor", "Main", "Transparency", "Witness"]),
        library("Auditor", "Services/Audit/Auditor", ["Crypto", "Messages", "Transparency"], exclude: ["Main"]),
        library(
            "Betting", "Services/Betting", ["Crypto", "Messages", "Odds", "Runtime", "Storage", "TimeZones"],
            exclude: ["Main"]),
        library(
            "Gateway", "Services/Gateway", ["Crypto", "Messages", "Runtime", "Storage"], exclude: ["HTTP", "Main"]),
        library("GatewayHTTP", "Services/Gateway/HTTP", ["CMicroHTTPD"]),
        library(
            "Identity", "Services/Identity", ["Crypto", "Messages", "Runtime", "Storage", "TimeZones"],
            exclude: ["Main"]),
        library(
            "Raffle", "Services/Raffle", ["Crypto", "Lots", "Messages", "Runtime", "Storage", "TimeZones"],
            exclude: ["Main"]),
        library("Transparency", "Services/Audit/Transparency", ["Crypto"]),
        library(
            "Wallet", "Services/Wallet", ["Crypto", "Messages", "Runtime", "Storage", "TimeZones"], exclude: ["Main"]),
        library("Witness", "Services/Audit/Witness", ["Crypto", "Storage", "Transparency"], exclude: ["Main"]),
        executable("croupier-audit", "Services/Audit/Main", ["Audit", "Host"]),
        executable(
            "croupier-auditor", "Services/Audit/Auditor/Main",
            ["Auditor", "Crypto", "Messages", "Transparency", "Transport"]),
        executable("croupier-betting", "Services/Betting/Main", ["Betting", "Host"]),
        executable(
            "croupier-gateway", "Services/Gateway/Main", ["Crypto", "Gateway", "GatewayHTTP", "Host", "Runtime"]),
        executable("croupier-identity", "Services/Identity/Main", ["Crypto", "Host", "Identity", "Messages"]),
        executable("croupier-raffle", "Services/Raffle/Main", ["Host", "Raffle"]),
        executable("croupier-wallet", "Services/Wallet/Main", ["Host", "Messages", "Wallet"]),
        executable(
            "croupier-witness", "Services/Audit/Witness/Main",
            ["Crypto", "Host", "Messages", "Storage", "Transparency", "Transport", "Witness"]),

        // MARK: Simulation
        library(
            "Simulation", "Tests/Simulation/World",
            [
                "Audit", "Betting", "Crypto", "Gateway", "Identity", "Messages", "Raffle", "Runtime", "SimulatedDisk",
                "Storage", "Transparency", "Wallet", "Witness",
            ]),
        executable("croupier-simulate", "Tests/Simulation/Main", ["Simulation"]),

        // MARK: Benchmarks
        executable(
            "croupier-bench", "Tests/Benchmarks",
            [
                "Audit", "Betting", "CSQLite", "Crypto", "Gateway", "Host", "Lots", "Messages", "Runtime", "Storage",
                "TestSupport", "Transparency", "Transport", "Wallet",
            ],
            exclude: ["Load"]),

        // MARK: Tests
        library("TestSupport", "Tests/Support", ["Crypto", "Messages", "Runtime", "Storage", "Transparency"]),
        test(
            "Audit",
            [
                "Audit", "CSQLite", "Crypto", "Messages", "Runtime", "Storage", "TestSupport", "Transparency",
                "Witness",
            ]),
        test("Auditor", ["Auditor", "Crypto", "Messages", "TestSupport", "Transparency"]),
        test("Betting", ["Betting", "Messages", "Odds", "Runtime", "Storage", "TestSupport", "Wallet"]),
        test(
            "Contracts",
            ["Audit", "Betting", "Crypto", "Gateway", "Identity", "Messages", "Raffle", "Runtime", "Wallet"],
            exclude: ["Released"]),
        test("Crypto", ["Crypto"]),
        test("Gateway", ["Gateway", "GatewayHTTP", "Messages", "Runtime", "Storage", "TestSupport"]),
        test("Identity", ["Crypto", "Identity", "Messages", "Runtime", "Storage", "TestSupport", "TimeZones"]),
        test("Lots", ["Crypto", "Lots"], exclude: ["Golden"]),
        test("Messages", ["Messages"]),
        test("Odds", ["Odds"], exclude: ["Answers"]),
        executable("croupier-odds", "Tests/Odds/Answers", ["Odds"]),
        test("Raffle", ["Messages", "Raffle", "Runtime", "Storage", "TestSupport", "TimeZones"]),
        test(
            "Runtime",
            ["Crypto", "Host", "Messages", "Runtime", "SimulatedDisk", "Storage", "Transport", "TestSupport"]),
        test("Simulation", ["Simulation"], path: "Tests/Simulation/Checks"),
        test("Storage", ["SimulatedDisk", "Storage"]),
        test("Tidy", []),
        test("TimeZones", ["Host", "Messages", "TimeZones"]),
        test("Transparency", ["Crypto", "Transparency"]),
        test("Transport", ["Transport"]),
        test("Wallet", ["Crypto", "Host", "Messages", "Runtime", "Storage", "TimeZones", "Wallet", "TestSupport"]),
        test("Witness", ["Crypto", "Storage", "Transparency", "Witness"]),
    ]
)
