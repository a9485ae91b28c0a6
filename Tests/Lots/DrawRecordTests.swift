import Foundation
import Testing

@testable import Lots

/// Records that `scripts/verify-draw` is tried with as well (Tests/EndToEnd/test_draw_records.py).
struct ExampleDraw {
    let name: String
    let list: [ListedTicket]
    let record: DrawRecord

    static func all() throws -> [ExampleDraw] { try [distinct(), long(), rfc3797(), witnessed()] }

    /// Forty tickets of eleven buyers, who each win once.
    static func distinct() throws -> ExampleDraw {
        let list = (UInt32(1)...40).map { place in ListedTicket(place * 3, holder: ((place - 1) % 11 + 1) * 3) }
        let rules = try DrawRules(
            distinctWinners: true, prizes: [.init(id: "p1", winners: 1), .init(id: "p2", winners: 3)],
            announced: .init(source: .drandQuicknet, round: 1_000_000))
        return try make(
            "distinct", list, rules, names: ["Half of the pot", "A basket"],
            values: [("1234.50", "EUR"), ("20.00", "EUR"), ("20.00", "EUR"), ("20.00", "EUR")])
    }

    /// A list of two pages, which is a file of its own.
    static func long() throws -> ExampleDraw {
        let rules = try DrawRules(
            distinctWinners: false, prizes: [.init(id: "p1", winners: 2)],
            announced: .init(source: .drandQuicknet, round: 1_000_000))
        return try make("long", (0..<10_050).map { ListedTicket(UInt32($0 * 3 + 1)) }, rules, names: ["A boat"])
    }

    /// The example of RFC 3797.
    static func rfc3797() throws -> ExampleDraw {
        let rules = try DrawRules(
            .rfc3797, distinctWinners: false, prizes: [.init(id: "p1", winners: 11)],
            announced: .init(source: .numbers, round: nil))
        return try make("rfc3797", (1...25).map { ListedTicket($0) }, rules, names: ["A seat"])
    }

    /// With a witness instead of a beacon, fewer tickets than winners, and nothing announced.
    static func witnessed() throws -> ExampleDraw {
        let rules = try DrawRules(
            distinctWinners: false, prizes: [.init(id: "p1", winners: 1), .init(id: "p2", winners: 9)], announced: nil)
        return try make("witnessed", [.init(4), .init(8), .init(9)], rules, names: ["A cake", "A slice"])
    }

    private static func make(
        _ name: String, _ list: [ListedTicket], _ rules: DrawRules, names: [String],
        values: [(String, String)] = []
    ) throws -> ExampleDraw {
        let draw = try DrawIdentity(raffle: "01890a5d-ac96-774b-bcce-b302099a8057", number: 1)
        let seed = rules.method == .mixed ? Seed(Array(100..<132)) : nil
        let entropy =
            switch rules.announced?.source {
            case .numbers:
                try PublicEntropy(source: .numbers, round: nil, value: "9319./2.5.8.10.12./9.18.26.34.41.45./")
            case nil: try PublicEntropy(source: .witness, round: nil, value: String(repeating: "W", count: 85) + "A==")
            default:
                try PublicEntropy(
                    source: .drandQuicknet, round: 1_000_000,
                    value: "6671747f7d838f18159c474579ea19e8d863e8c25e5271fd7f18ca2ac85181cf")
            }
        var hashed = TicketList()
        for ticket in list { try hashed.add(ticket) }
        let frozen = hashed.frozen(for: draw, under: rules)
        let key = try DrawKey(of: draw, under: rules, seed: seed, frozen: frozen, entropy: entropy)
        let isLong = list.count > 1000
        let record = DrawRecord(
            of: draw, under: rules, names: names, seed: seed,
            times: .init(salesClosed: "2023-09-27T08:00:00.000Z", listFrozen: "2023-09-27T08:29:23.999Z"),
            tickets: .init(
                count: list.count, url: "/v1/raffles/\(draw.raffle)/tickets", lines: isLong ? nil : list.map(\.line)),
            frozen: frozen, entropy: entropy, key: key, winners: Drawing.winners(under: rules, among: list, key: key),
            values: values.map { .init(amount: $0.0, currency: $0.1) })
        return ExampleDraw(name: name, list: list, record: record)
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
    }
}

@Suite("A draw's record") struct DrawRecordTests {
    @Test("is byte for byte what was kept, which strangers' scripts rely on")
    func golden() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        for example in try ExampleDraw.all() {
            let made = try example.json()
            let kept = try? String(contentsOf: folder.appending(path: "\(example.name).json"), encoding: .utf8)
            #expect(kept == made, "\(example.name)")
            let read = try JSONDecoder().decode(DrawRecord.self, from: Data(made.utf8))
            #expect(read == example.record)
        }
    }

    @Test("agrees with its list")
    func agreement() throws {
        for example in try ExampleDraw.all() { try example.record.check(against: example.list) }
    }

    @Test("does not agree when seed, list, a rule, entropy or a winner is another")
    func tampering() throws {
        typealias Fault = DrawRecord.Fault
        let example = try ExampleDraw.distinct()
        func altered(_ old: String, _ new: String) throws -> DrawRecord {
            let json = try example.json()
            #expect(json.contains(old))
            return try JSONDecoder().decode(
                DrawRecord.self, from: Data(json.replacing(old, with: new, maxReplacements: 1).utf8))
        }
        let winner = example.record.winners[0]
        let cases: [(DrawRecord, Fault)] = try [
            (altered("\"seed\" : \"64", "\"seed\" : \"65"), .anotherSeed),
            (altered("\"seed\"", "\"no_seed\""), .anotherSeed),
            (altered("\"distinct_winners\" : true", "\"distinct_winners\" : false"), .notFrozen),
            (altered("\"winners\" : 3", "\"winners\" : 2"), .notFrozen),
            (altered("\"round\" : 1000000", "\"round\" : 1000001"), .notFrozen),
            (altered("\"count\" : 40", "\"count\" : 41"), .notFrozen),
            (altered("\"value\" : \"6671", "\"value\" : \"6670"), .anotherEntropy),
            (altered("\"ticket\" : \(winner.ticket)", "\"ticket\" : \(winner.ticket + 3)"), .otherWinners),
            (altered("\"left\" : 40", "\"left\" : 39"), .otherWinners),
            (altered("\"method\" : \"croupier-1\"", "\"method\" : \"dice\""), .unreadable),
            (altered("\"version\" : 1", "\"version\" : 2"), .unreadable),
        ]
        for (record, fault) in cases { #expect(throws: fault) { try record.check(against: example.list) } }
        var fewer = example.list
        fewer.removeLast()
        let swapped = example.list.map { $0.number == 6 ? ListedTicket(7, holder: $0.holder) : $0 }
        let otherHolder = example.list.map { $0.number == 6 ? ListedTicket(6, holder: 33) : $0 }
        for list in [fewer, swapped, otherHolder, example.list.reversed()] {
            #expect(throws: Fault.notFrozen) { try example.record.check(against: list) }
        }
    }
}
