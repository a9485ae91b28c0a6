import Testing

@Suite("The sources") struct TidyTests {
    let product: SourceTree
    let everything: SourceTree

    init() throws {
        product = try SourceTree("Services", "Shared")
        everything = try SourceTree("Services", "Shared", "Tests")
    }

    private func places(_ lines: [SourceTree.Line], where isFault: (SourceTree.Line) -> Bool) -> [String] {
        lines.filter(isFault).map(\.place)
    }

    @Test("were found at all")
    func found() {
        #expect(product.files.count > 50)
        #expect(product.files.contains { $0.path == "Shared/Messages/Values/Money.swift" })
    }

    @Test("have no floating-point number but where probabilities are reckoned, away from all money")
    func noFloats() throws {
        let pattern = try Regex(#"\b(Double|Float|CGFloat|Float32|Float64)\b"#)
        // SQLite asks a file system for the time as a floating-point Julian day; the simulated one has to answer.
        let answer = "Shared/Storage/Simulated/FileSystemFunctions.swift"
        let chances = "Shared/Odds/Chances/"
        // Where a part of a bankroll becomes money, what an exact number is as a probability, and numbers as text.
        let borders = [
            "Shared/Odds/Stakes/Staking.swift", "Shared/Odds/Prices/Price+Implied.swift",
            "Services/Betting/Odds/OddsWriting.swift",
        ]
        let found = places(product.lines) { line in
            line.code.contains(pattern) && line.file != answer && !line.file.hasPrefix(chances)
                && !borders.contains(line.file)
        }
        #expect(found == [])
    }

    @Test("print nothing, and force nothing without a reason beside it")
    func noShortcuts() throws {
        let print = try Regex(#"\b(print|debugPrint|dump)\("#)
        #expect(places(product.lines) { $0.code.contains(print) } == [])
        let forced = try Regex(#"\b(try!|as!)|@unchecked|nonisolated\(unsafe\)|unsafeBitCast"#)
        #expect(places(product.lines) { $0.code.contains(forced) && !$0.hasReason } == [])
    }

    @Test("leave nothing for later")
    func nothingLeft() throws {
        let later = try Regex("TODO|FIXME|XXX|unimplemented")
        #expect(places(product.lines) { $0.text.contains(later) } == [])
    }

    @Test("stay short enough to read")
    func length() {
        let long = everything.files.filter { $0.lines.count > 320 }.map { "\($0.path): \($0.lines.count)" }
        #expect(long == [])
    }

    @Test("know C libraries only in the one room that each has")
    func rooms() {
        let rooms = [
            "CSQLite": "Shared/Storage", "CSodium": "Shared/Crypto", "CNettle": "Shared/Crypto",
            "CZeroMQ": "Shared/Transport", "CMicroHTTPD": "Services/Gateway/HTTP",
        ]
        for (library, room) in rooms {
            let strangers = product.lines.filter { $0.code.contains("import \(library)") && !$0.file.hasPrefix(room) }
            #expect(strangers.map(\.place) == [])
        }
    }

    @Test("of a service import no other service, no socket and no clock")
    func services() throws {
        let services = ["Audit", "Betting", "Gateway", "Identity", "Raffle", "Wallet"]
        let world = ["Host", "Transport", "Glibc", "Dispatch", "Foundation"]
        for service in services {
            let own = "Services/\(service)/"
            let outside = ["/Main/", "/HTTP/"]
            let lines = product.lines.filter { line in
                line.file.hasPrefix(own) && !outside.contains { line.file.contains($0) }
            }
            let forbidden = services.filter { $0 != service } + world
            let imports = try Regex("import (\(forbidden.joined(separator: "|")))$")
            #expect(places(lines) { $0.code.contains(imports) } == [])
        }
    }

    @Test("of the machines read no clock and draw no entropy of their own")
    func determinism() throws {
        let machine = try SourceTree("Shared/Lots", "Shared/Runtime/Core", "Shared/Messages", "Shared/TimeZones")
        let world = try Regex(
            #"\bDate\(|ContinuousClock|SystemRandomNumberGenerator|\.random\(|UUID\(\)|SystemEntropy\("#)
        #expect(places(machine.lines) { $0.code.contains(world) } == [])
    }
}
