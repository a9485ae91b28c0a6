import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Ending a large contest")
struct LargeContestTests {
    private static let size = 250

    private func closed(_ hall: ContestHall, prizes: PrizeStructure) throws -> (Contest, [ContestEntry]) {
        var terms = ContestHall.Terms()
        (terms.players, terms.fee, terms.commission, terms.prizes) = (Int64(Self.size), "1.01", "2.5", prizes)
        return try hall.closed(terms, entries: Self.size)
    }

    /// The command alone, and then one turn after another with a crash after each; what the wallet is told is done one command
    /// at a time.
    private func end<C: Command>(
        _ command: C.Type, _ contest: Contest, in hall: ContestHall, while status: ContestStatus
    ) throws where C.Request == ContestRequest {
        var header = Header(.command)
        (header[.operation], header[.id], header[.reference]) = (C.name, "end", "end")
        header[.statement] = try TestUsers.sign(hall.organizer, for: .betting)
        let body = try WireCoding().encode(ContestRequest(contest: contest.id))
        _ = try hall.service.node.step(
            [.delivery(Delivery(peer: "gateway", route: [1], header: header, body: body))], at: hall.service.now)
        var turns = 0
        while try hall.contest(contest.id).status == status, turns < 200 {
            turns += 1
            try hall.service.restart()
            _ = try hall.service.node.step([], at: hall.service.now)
            guard turns > 20 else { continue }
            try hall.service.restart()
            try hall.service.step()
            try hall.pay(commands: 1)
        }
        try hall.service.step()
        try hall.pay()
    }

    @Test("pays each entry once over crashes at every turn, with ties across chunks and odd units")
    func settlement() throws {
        let hall = try ContestHall()
        let prizes: PrizeStructure = .map([
            "1": .whole(20), "2-10": .whole(3), "11-190": .decimal(DecimalText(units: 29, scale: 2)),
        ])
        let (contest, entries) = try closed(hall, prizes: prizes)
        let scores = entries.enumerated().map { ($1, Int64($0 % 7 == 0 ? 3 : $0 % 3)) }
        for start in stride(from: 0, to: scores.count, by: 100) {
            _ = try hall.score(contest, Array(scores[start..<min(start + 100, scores.count)])).get()
        }
        try end(SettleContest.self, contest, in: hall, while: .settling)
        let settled = try hall.contest(contest.id)
        #expect(settled.status == .settled && settled.done == Int64(Self.size))
        let prizesPaid = hall.paid.filter { $0.kind == .prize }
        #expect(Set(prizesPaid.map(\.purpose)).count == prizesPaid.count)
        let paid = try hall.paid.map { try $0.money.amount.units(scale: 2) }.reduce(0, +)
        #expect(try paid == contest.pool.amount.units(scale: 2))
        #expect(try hall.violations().isEmpty)
        #expect(hall.told.count == prizesPaid.count && Set(hall.told.map(\.reference)).count == hall.told.count)
    }

    @Test("gives each fee back once over crashes at every turn")
    func cancellation() throws {
        let hall = try ContestHall()
        let (contest, _) = try closed(hall, prizes: .list([.share(.whole(1))]))
        try end(CancelContest.self, contest, in: hall, while: .cancelling)
        let cancelled = try hall.contest(contest.id)
        #expect(cancelled.status == .cancelled && cancelled.done == Int64(Self.size))
        #expect(hall.paid.count == Self.size && Set(hall.paid.map(\.hold)).count == Self.size)
        #expect(hall.paid.allSatisfy { $0.kind == .contestRefund && $0.money.amount.text == "1.01" })
        #expect(hall.told.count == Self.size)
        #expect(try hall.violations().isEmpty)
    }

    @Test("lets other messages have their turn between two chunks, and shows how far it is")
    func turns() throws {
        let hall = try ContestHall()
        let (contest, entries) = try closed(hall, prizes: .list([.share(.whole(1))]))
        _ = try hall.score(contest, [(entries[7], 1)]).get()
        var header = Header(.command)
        (header[.operation], header[.id], header[.reference]) = (SettleContest.name, "end", "end")
        header[.statement] = try TestUsers.sign(hall.organizer, for: .betting)
        let body = try WireCoding().encode(ContestRequest(contest: contest.id))
        _ = try hall.service.node.step(
            [.delivery(Delivery(peer: "gateway", route: [1], header: header, body: body))], at: hall.service.now)
        var done: [Int64] = []
        for _ in 0..<9 {
            _ = try hall.service.node.step([], at: hall.service.now)
            let count = try hall.service.reader().first("SELECT done FROM contest WHERE id = ?", contest.id) {
                try $0.value(0, as: Int64.self)
            }
            done.append(count ?? 0)
        }
        let expected = (1...9).map { min(249, Int64($0 * Chunk.size) - 1) }
        #expect(done == expected || done == [0] + expected.dropLast())
    }
}
