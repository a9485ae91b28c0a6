import Host
import Messages
import Runtime
import TestSupport
import Testing
import TimeZones

@testable import Wallet

struct StatementTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let start = Timestamp(milliseconds: 1_800_000_000_000)

    /// A minute between each: 10 come in, 4 are put aside, taken, and 7 points come in.
    init() throws {
        wallet = try WalletUnderTest(zones: try ZoneFiles().book())
        try wallet.deposit("10", to: ann)
        pass(60)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("4"), of: ann).get()
        try wallet.deposit("99", to: TestUsers.statement(2))
        pass(60)
        _ = try wallet.capture(hold).get()
        pass(60)
        try wallet.deposit("7", "POINTS", to: ann)
        pass(60)
    }

    private func pass(_ seconds: Int64) { wallet.service.now = wallet.service.now.adding(seconds: seconds) }

    private func statement(
        _ set: (inout GetStatement.Request) throws -> Void = { _ in }
    ) throws -> GetStatement.Reply {
        var request = GetStatement.Request()
        try set(&request)
        return try wallet.service.ask(GetStatement.self, request, by: ann).get()
    }

    private func text(_ balances: [StatementBalance]) -> [String] {
        balances.map { "\($0.deposit.amount.text) \($0.held.amount.text) \($0.total.amount.text) \($0.currency.text)" }
    }

    private func text(_ lines: [StatementLine]) -> [String] {
        lines.map { "\($0.kind.rawValue) \($0.amount.amount.text) \($0.balance.amount.text)" }
    }

    private func limit(_ count: Int) throws -> PageLimit {
        try WireCoding().decode(PageLimit.self, from: Array("\(count)".utf8))
    }

    @Test("leads from what there was to what there is, line by line")
    func whole() throws {
        let reply = try statement()
        #expect(reply.opening == [])
        #expect(
            text(reply.items) == [
                "deposit 10.00 10.00", "hold 0.00 10.00", "bet_placed -4.00 6.00", "deposit 7 7",
            ])
        #expect(text(reply.closing) == ["6.00 0.00 6.00 EUR", "7 0 7 POINTS"])
        let changes = reply.items[1].changes.map { "\($0.bucket.rawValue) \($0.amount.amount.text)" }
        #expect(changes == ["deposit -4.00", "held 4.00"])
        #expect(reply.next.cursor == nil)
    }

    @Test("begins and ends when it is asked to, in one currency if so asked")
    func range() throws {
        let middle = try statement {
            ($0.from, $0.to) = (.time(start.adding(seconds: 60)), .time(start.adding(seconds: 120)))
        }
        #expect(text(middle.opening) == ["10.00 0.00 10.00 EUR"])
        #expect(text(middle.items) == ["hold 0.00 10.00"])
        #expect(text(middle.closing) == ["6.00 4.00 10.00 EUR"])
        let points = try statement { $0.currency = CurrencyCode(trusted: "POINTS") }
        #expect(text(points.items) == ["deposit 7 7"])
        let later = try statement { $0.from = .day(Day(start).adding(days: 1)) }
        #expect(later.items == [] && text(later.opening) == text(later.closing))
        var request = GetStatement.Request()
        (request.from, request.to) = (.time(start), .time(start.adding(milliseconds: -1)))
        #expect(try wallet.service.ask(GetStatement.self, request, by: ann).code == "invalid_request")
    }

    @Test("is the same however it is cut into pages, and whatever happens meanwhile")
    func pages() throws {
        let whole = try statement()
        for size in 1...3 {
            var (request, found) = (GetStatement.Request(), [StatementLine]())
            (request.to, request.limit) = (.time(start.adding(seconds: 200)), try limit(size))
            repeat {
                let page = try wallet.service.ask(GetStatement.self, request, by: ann).get()
                found += page.items
                #expect(page.closing == whole.closing)
                request.cursor = page.next.cursor.map(Cursor.init(trusted:))
            } while request.cursor != nil
            #expect(found == whole.items)
        }
        // Without an end it ends where the ledger did when its first page was read.
        let first = try statement { $0.limit = try limit(2) }
        try wallet.deposit("0.01", to: ann)
        let rest = try statement { ($0.limit, $0.cursor) = (nil, first.next.cursor.map(Cursor.init(trusted:))) }
        #expect(first.items + rest.items == whole.items)
        #expect(rest.closing == whole.closing && rest.next.cursor == nil)
        for bad in ["x", "1", "-1.5", "9223372036854775807.1", "1.9223372036854775808"] {
            var request = GetStatement.Request()
            request.cursor = Cursor(trusted: bad)
            #expect(try wallet.service.ask(GetStatement.self, request, by: ann).code == "invalid_request")
            var totals = GetTotals.Request()
            totals.cursor = Cursor(trusted: bad)
            #expect(try wallet.service.ask(GetTotals.self, totals, by: ann).code == "invalid_request")
        }
    }

    @Test("tells what there was at any moment, that moment included")
    func past() throws {
        func at(_ moment: TimeOrDay?) throws -> [String] {
            try wallet.service.ask(GetPastBalance.self, .init(at: moment), by: ann).get().items.map {
                "\($0.deposit.amount.text) \($0.held.amount.text)"
            }
        }
        #expect(try at(.time(start.adding(milliseconds: -1))) == [])
        #expect(try at(.time(start)) == ["10.00 0.00"])
        #expect(try at(.time(start.adding(seconds: 60).adding(milliseconds: -1))) == ["10.00 0.00"])
        #expect(try at(.time(start.adding(seconds: 60))) == ["6.00 4.00"])
        #expect(try at(.time(start.adding(seconds: 120))) == ["6.00 0.00"])
        #expect(try at(nil) == ["6.00 0.00", "7 0"])
        #expect(try at(.day(Day(start).adding(days: -1))) == [])
        let now = try wallet.service.ask(
            GetPastBalance.self, .init(at: .time(start.adding(seconds: 999_999))), by: ann
        ).get()
        #expect(now.at == wallet.service.now)
    }

    @Test("adds up by kind, and by days that begin where the person is")
    func totals() throws {
        func totals(_ set: (inout GetTotals.Request) throws -> Void = { _ in }) throws -> [String] {
            var (request, found) = (GetTotals.Request(), [GetTotals.Item]())
            try set(&request)
            request.limit = try limit(2)
            repeat {
                let page = try wallet.service.ask(GetTotals.self, request, by: ann).get()
                found += page.items
                request.cursor = page.next.map(Cursor.init(trusted:))
            } while request.cursor != nil
            return found.map { item in
                let sums = [item.moneyIn, item.moneyOut, item.net].map(\.amount.text).joined(separator: " ")
                return [item.day?.text, "\(item.kind.rawValue) \(item.transactions) \(sums)"].compactMap(\.self)
                    .joined(separator: " ")
            }
        }
        let lines = ["bet_placed 1 0.00 4.00 -4.00", "deposit 1 10.00 0.00 10.00", "hold 1 0.00 0.00 0.00"]
        #expect(try totals() == lines + ["deposit 1 7 0 7"])
        #expect(try totals { $0.currency = CurrencyCode(trusted: "POINTS") } == ["deposit 1 7 0 7"])
        #expect(try totals { $0.to = .time(start) } == [])
        // It is 08:00 of 15 January in UTC, and 17:00 in Tokyo; eight hours later a day has begun there.
        var standing = PersonStanding(user: ann.user, version: 1, state: .active)
        standing.timeZone = TimeZoneName("Asia/Tokyo")
        try wallet.take(standing)
        pass(8 * 3600)
        try wallet.deposit("1", to: ann)
        let days = try totals { ($0.by, $0.currency) = (.day, CurrencyCode(trusted: "EUR")) }
        let later = Day("2027-01-16").map(TimeOrDay.day)
        #expect(days == lines.map { "2027-01-15 \($0)" } + ["2027-01-16 deposit 1 1.00 0.00 1.00"])
        #expect(
            try totals { ($0.from, $0.to) = (later, later) } == ["deposit 1 1.00 0.00 1.00"])
        var long = GetTotals.Request()
        (long.from, long.to) = (Day("2025-01-01").map(TimeOrDay.day), Day("2026-03-01").map(TimeOrDay.day))
        #expect(try wallet.service.ask(GetTotals.self, long, by: ann).code == "invalid_request")
    }

    @Test("lists by kind, currency and time what moved the user's money")
    func filters() throws {
        func list(_ set: (inout ListWalletTransactions.Request) -> Void) throws -> [String] {
            var request = ListWalletTransactions.Request()
            set(&request)
            return try wallet.service.ask(ListWalletTransactions.self, request, by: ann).get().items.map(
                \.kind.rawValue)
        }
        #expect(try list { _ in } == ["deposit", "bet_placed", "hold", "deposit"])
        #expect(try list { $0.kind = .deposit } == ["deposit", "deposit"])
        #expect(try list { $0.currency = CurrencyCode(trusted: "POINTS") } == ["deposit"])
        #expect(try list { $0.currency = CurrencyCode(trusted: "USD") } == [])
        #expect(try list { $0.from = .time(start.adding(seconds: 120)) } == ["deposit", "bet_placed"])
        #expect(try list { $0.to = .time(start.adding(seconds: 120)) } == ["hold", "deposit"])
    }
}
