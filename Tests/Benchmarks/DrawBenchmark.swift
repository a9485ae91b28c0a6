import Crypto
import Foundation
import Lots

/// What a raffle's draw costs, and its check by a stranger, beside the hashing of its list that both must do.
struct DrawBenchmark {
    let folder: String
    /// Where `verify-draw` lies.
    let scripts: String
    let tickets: Int
    private static let winners = 10

    func run() throws {
        Report.title("A raffle of \(tickets) tickets, all of them sold to 50,000 buyers")
        permutation()
        let list = (1...UInt32(tickets)).map { ListedTicket($0, holder: ($0 - 1) % 50_000 + 1) }
        let draw = try DrawIdentity(raffle: "01890a5d-ac96-774b-bcce-b302099a8057", number: 1)
        let rules = try DrawRules(
            distinctWinners: true, prizes: [PrizeToDraw(id: "prize", winners: Self.winners)], announced: nil)
        let (frozen, freezing) = try freeze(list, draw, rules)
        let entropy = try PublicEntropy(
            source: .drandQuicknet, round: 1_000_000, value: String(repeating: "5a", count: 32))
        guard let seed = Seed([UInt8](repeating: 7, count: Seed.byteCount)) else { throw BenchmarkFault("no seed") }
        let key = try DrawKey(of: draw, under: rules, seed: seed, frozen: frozen, entropy: entropy)
        let begun = monotonicNanoseconds()
        let winners = Drawing.winners(under: rules, among: list, key: key)
        row("\(winners.count) distinct winners drawn", monotonicNanoseconds() - begun)
        let record = DrawRecord(
            of: draw, under: rules, names: ["A prize"], seed: seed,
            times: .init(salesClosed: "2023-09-01T00:00:00Z", listFrozen: "2023-09-01T00:00:00Z"),
            tickets: .init(count: list.count), frozen: frozen, entropy: entropy, key: key, winners: winners)
        let checking = try verify(record, list)
        row("scripts/verify-draw", checking)
        Report.say(
            Report.padded("its time / the list frozen", 44) + Report.decimals(Double(checking) / Double(freezing)))
    }

    private func permutation() {
        let begun = monotonicNanoseconds()
        let numbers = KeyedPermutation(key: SystemEntropy().bytes(32), size: UInt32(tickets))
        row("the key of a permutation", monotonicNanoseconds() - begun)
        var sum: UInt64 = 0
        for index in 0..<numbers.size { sum += UInt64(numbers[index]) }
        row("all of its numbers", monotonicNanoseconds() - begun)
        precondition(sum == UInt64(tickets) * UInt64(tickets - 1) / 2, "each number once")
    }

    private func freeze(_ list: [ListedTicket], _ draw: DrawIdentity, _ rules: DrawRules) throws -> (String, Int64) {
        let begun = monotonicNanoseconds()
        var hashed = TicketList()
        for ticket in list { try hashed.add(ticket) }
        let frozen = hashed.frozen(for: draw, under: rules)
        let took = monotonicNanoseconds() - begun
        row("the list frozen", took)
        return (frozen, took)
    }

    /// Returns how long the script took.
    private func verify(_ record: DrawRecord, _ list: [ListedTicket]) throws -> Int64 {
        let (recordFile, listFile) = (URL(filePath: "\(folder)/record.json"), URL(filePath: "\(folder)/list"))
        try JSONEncoder().encode(record).write(to: recordFile)
        try Data((list.map(\.line).joined(separator: "\n") + "\n").utf8).write(to: listFile)
        let process = Process()
        process.executableURL = URL(filePath: "\(scripts)/verify-draw")
        process.arguments = [recordFile.path, listFile.path]
        process.standardOutput = FileHandle.nullDevice
        let begun = monotonicNanoseconds()
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkFault("the draw does not verify") }
        return monotonicNanoseconds() - begun
    }

    private func row(_ name: String, _ nanoseconds: Int64) {
        Report.say(Report.padded(name, 44) + String(format: "%10.1f ms", Double(nanoseconds) / 1e6))
    }
}
