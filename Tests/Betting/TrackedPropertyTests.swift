import Messages
import Odds
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Of all tracked bets") struct TrackedPropertyTests {
    private static let results = OutsideResult.allCases

    @Test("what comes back never passes the odds, and two halves are never more than the whole")
    func returns() throws {
        var lottery = Lottery(seed: 7)
        for _ in 0..<5000 {
            let price = try Price(
                profit: Rational(
                    Int64.random(in: 1...5000, using: &lottery), Int64.random(in: 1...5000, using: &lottery)))
            let stake = Amount(Int64.random(in: 1...1_000_000_000, using: &lottery))
            func returned(_ result: OutsideResult) throws -> Int64 { try result.returned(stake, at: price).units }
            let (win, half) = (try returned(.win), try returned(.halfWin))
            let lost = try returned(.halfLoss)
            #expect(stake.units <= half && half <= win && lost == stake.units / 2)
            // Cut down once: half of the exact sum of win and stake, less than a unit below it.
            let exact = Int128(stake.units) * (Int128(price.profit.numerator) + 2 * Int128(price.profit.denominator))
            let divisor = 2 * Int128(price.profit.denominator)
            #expect(Int128(half) * divisor <= exact && exact < (Int128(half) + 1) * divisor)
            #expect(try returned(.push) == stake.units && returned(.void) == stake.units && returned(.loss) == 0)
        }
    }

    @Test("the value against the close turns its sign with the two prices")
    func antisymmetry() throws {
        var lottery = Lottery(seed: 8)
        for _ in 0..<2000 {
            func price() throws -> Price {
                try Price(
                    profit: Rational(
                        Int64.random(in: 1...900, using: &lottery), Int64.random(in: 1...900, using: &lottery)))
            }
            let (one, other) = (try price(), try price())
            let (there, back) = (
                ClosingLineValue(taken: one, closing: other), ClosingLineValue(taken: other, closing: one)
            )
            #expect(there.probability == -back.probability && abs(there.logit + back.logit) < 1e-12)
            #expect(one == other ? !there.beatsClose && !back.beatsClose : there.beatsClose != back.beatsClose)
        }
    }

    @Test("billionths are the nearest, and their squares no more than one")
    func billionths() {
        #expect(Billionths.of(ProbabilityText(trusted: "0.5")) == 500_000_000)
        #expect(Billionths.of(ProbabilityText(trusted: "0.1234567894")) == 123_456_789)
        #expect(Billionths.of(ProbabilityText(trusted: "0.1234567895")) == 123_456_790)
        #expect(Billionths.of(ProbabilityText(trusted: "0.9999999999")) == 1_000_000_000)
        #expect(Billionths.squaredMiss(300_000_000, cameTrue: true) == 490_000_000)
        #expect(Billionths.squaredMiss(300_000_000, cameTrue: false) == 90_000_000)
        #expect(Billionths.mean(5, of: 2) == 2 && Billionths.mean(7, of: 2) == 4 && Billionths.mean(1, of: 0) == nil)
    }

    @Test("money, sums and history are what a recount says, whatever happens to them")
    func story() throws {
        let books = try TrackedHall()
        let (service, alice) = (books.service, books.hall.alice)
        var lottery = Lottery(seed: 9)
        var bets: [TrackedBet] = []
        for step in 0..<400 {
            service.now = service.now.adding(seconds: 3600)
            let caller = TestUsers.statement(3, issuedAt: service.now)
            let bet = bets.randomElement(using: &lottery)
            switch (Int.random(in: 0..<9, using: &lottery), bet) {
            case (0...2, _), (_, nil):
                let input = try books.input(
                    ["+110", "-120", "+250"].randomElement(using: &lottery) ?? "+100",
                    stake: "\(Int.random(in: 1...999, using: &lottery)).37",
                    book: ["north", "south"].randomElement(using: &lottery) ?? "north",
                    probability: Bool.random(using: &lottery) ? "0.4\(Int.random(in: 0...9, using: &lottery))" : nil,
                    week: Bool.random(using: &lottery) ? 4 : nil)
                bets.append(try books.create(input, by: caller))
            case (3, let bet?), (4, let bet?):
                let result = Self.results.randomElement(using: &lottery) ?? .win
                _ = try service.ask(SettleTrackedBet.self, .init(bet: bet.id, result: result), by: caller)
            case (5, let bet?):
                _ = try service.ask(
                    SetClosingLine.self,
                    .init(
                        bet: bet.id, format: .american,
                        odds: OddsInput(trusted: Bool.random(using: &lottery) ? "+100" : "+300")), by: caller)
            case (6, let bet?):
                let reason = Note(trusted: "no")
                _ = try service.ask(DisputeTrackedBet.self, .init(bet: bet.id, reason: reason), by: caller)
            case (7, let bet?):
                let result = Self.results.randomElement(using: &lottery) ?? .win
                _ = try service.ask(ResolveTrackedDispute.self, .init(bet: bet.id, result: result), by: caller)
            case (_, let bet?):
                let stake = try BettingHall.euros("\(step + 1).00")
                switch Int.random(in: 0..<3, using: &lottery) {
                case 0: _ = try service.ask(CancelTrackedBet.self, .init(bet: bet.id), by: caller)
                case 1: _ = try service.ask(DeleteTrackedBet.self, .init(bet: bet.id), by: caller)
                default: _ = try service.ask(ChangeTrackedBet.self, .init(bet: bet.id, stake: stake), by: caller)
                }
            }
            if step.isMultiple(of: 20) { #expect(try books.hall.violations().isEmpty) }
        }
        #expect(try books.hall.violations().isEmpty)
        try recount(books, TestUsers.statement(3, issuedAt: service.now), alice.user)
    }

    /// Statistics against all bets, read as a client would.
    private func recount(_ books: TrackedHall, _ reader: Statement, _ user: ID<User>) throws {
        var (all, cursor): ([TrackedBet], Cursor?) = ([], nil)
        repeat {
            let page = try books.service.ask(ListTrackedBets.self, .init(cursor: cursor), by: reader).get()
            all += page.items
            cursor = page.next.map { Cursor(trusted: $0) }
        } while cursor != nil
        let decided = all.filter { $0.result.map { !$0.isRefund } ?? false }
        func sum(_ bets: [TrackedBet], _ money: (TrackedBet) -> Money?) throws -> Int64 {
            try bets.reduce(0) { try $0 + (money($1)?.amount.units(scale: 2) ?? 0) }
        }
        let told = try books.service.ask(ReadTrackedStatistics.self, .init(), by: reader).get()
        let euros = try #require(told.currencies.first)
        #expect(try euros.total.staked.amount.units(scale: 2) == sum(decided) { $0.stake })
        #expect(try euros.total.net.amount.units(scale: 2) == sum(decided) { $0.netProfit })
        #expect(euros.total.bets == Int64(all.count { $0.status == .settled }) && euros.run.bets == euros.total.bets)
        #expect(
            told.closing?.beaten
                == Int64(all.count { $0.result != nil && $0.result != .void && $0.closing?.beatsClose == true }))
        let parts = try euros.byBook.reduce(0) { try $0 + $1.figures.net.amount.units(scale: 2) }
        #expect(try parts == euros.total.net.amount.units(scale: 2))
        for bet in all {
            let money = try books.service.ask(
                ListTrackedTransactions.self, .init(bet: bet.id, limit: .most), by: reader
            ).get().items
            let left = try money.reduce(0) { try $0 + $1.amount.amount.units(scale: 2) }
            let net = try bet.netProfit?.amount.units(scale: 2)
            let open = try bet.status == .pending ? -bet.stake.amount.units(scale: 2) : 0
            #expect(left == net ?? open)
        }
    }

    @Test("a table has one line for each, safe for spreadsheets, and ends where it began")
    func export() throws {
        let books = try TrackedHall()
        for number in 0..<450 {
            let input = try books.input(stake: "1.00", book: number == 7 ? "=1+1" : "north")
            try books.create(input)
        }
        func pages(_ format: TableFormat) throws -> [DocumentPage] {
            var (pages, request): ([DocumentPage], ExportTrackedBets.Request) = ([], .init(format: format))
            repeat {
                let page = try books.service.ask(ExportTrackedBets.self, request, by: books.hall.alice).get()
                pages.append(page)
                request.cursor = page.next
                if pages.count == 1 { try books.create() }
            } while request.cursor != nil
            return pages
        }
        let csv = try pages(.csv)
        let lines = csv.compactMap(\.text).joined().components("\r\n")
        #expect(csv.count >= 3 && lines.count == 451 && lines[0].hasPrefix("id,placed_at,sport"))
        #expect(lines.count { $0.contains(",'=1+1,") } == 1)
        #expect(csv.allSatisfy { ($0.text?.utf8.count ?? 0) < 256 << 10 })
        let json = try pages(.jsonl).compactMap(\.text).joined().components("\n")
        #expect(
            json.count == 451
                && json.allSatisfy { $0.hasPrefix(#"{"#) && $0.contains(#""event_key":"chiefs-chargers""#) })
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        self.replacing(separator, with: "\u{0}").split(separator: "\u{0}").map(String.init)
    }
}
