import Betting
import Messages
import Runtime
import Storage
import TestSupport

@testable import Wallet

/// Betting and the wallet, each on a real database, and the calls between them as slow as a test wants them.
final class HallWithWallet {
    let hall: BettingHall
    let wallet: ServiceUnderTest
    var betting: ServiceUnderTest { hall.service }

    /// Alice and Bob have a hundred euros each.
    init() throws {
        hall = try BettingHall()
        wallet = try ServiceUnderTest(WalletService.definition())
        let writer = try Connection.openWriter(at: wallet.directory.appending(path: "service.db").path)
        for person in [hall.alice, hall.bob, hall.admin] { try People.note(person.user, in: writer) }
        for person in [hall.alice, hall.bob] {
            let request = RequestDeposit.Request(
                amount: try BettingHall.euros("100"), txHash: TransferHash(trusted: "hash-\(person.user)"),
                chain: OutsideKey(trusted: "test"))
            let deposit = try wallet.ask(RequestDeposit.self, request, by: person).get()
            _ = try wallet.ask(ApproveDeposit.self, .init(depositID: deposit.id, amount: nil), by: hall.admin).get()
        }
    }

    /// The wallet does betting's next call, and betting hears of it; false where there is none.
    @discardableResult
    func exchange() throws -> Bool {
        while let news = betting.takeCall(to: .identity) {
            try betting.reply(Nothing(), to: news.header, from: .identity)
        }
        guard let call = betting.takeCall(to: .wallet) else { return false }
        try wallet.step([.delivery(Delivery(peer: "betting", route: [3], header: call.header, body: call.body))])
        guard let reply = wallet.replies[call.header[.reference] ?? ""] else {
            throw WrongTurn(description: "the wallet says nothing to \(call.header[.operation] ?? "")")
        }
        try betting.step([.reply(from: .wallet, header: reply.header, body: reply.body)])
        return true
    }

    func exchangeAll() throws {
        while try exchange() {}
    }

    func bet(_ euros: String, on play: ID<Play>, of event: BettingEvent, by gambler: Statement) throws {
        _ = try hall.ask(try BettingHall.euros(euros), on: play, of: event, by: gambler)
    }

    // MARK: - Checking

    func beginCheck() throws { _ = try betting.call(RunServiceChecks.self, Nothing(), from: .audit).get() }

    private struct Told: Decodable {
        let data: ServiceCheckViolated
    }

    /// What a check finds that is made now, to its end.
    func check() throws -> [String] {
        try exchangeAll()
        let (ended, told) = (try count(ServiceCheckFinished.self), try count(ServiceCheckViolated.self))
        try beginCheck()
        try exchangeAll()
        guard try count(ServiceCheckFinished.self) == ended + 1 else {
            throw WrongTurn(description: "the check did not end")
        }
        return Array(try found().dropFirst(told)).flatMap(\.self)
    }

    /// What each check found that found something.
    func found() throws -> [[String]] {
        let bodies = try betting.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") {
            try $0.value(0, as: [UInt8].self)
        }
        let coding = WireCoding()
        return try bodies.filter { body in
            try coding.decode(EventAttributes.self, from: body).type == ServiceCheckViolated.type
        }.map { try coding.decode(Told.self, from: $0).data.found }
    }

    func count<E: Event>(_ type: E.Type) throws -> Int { try betting.events(E.type).count }

    /// Changes rows behind the back of a service.
    func edit(_ service: ServiceUnderTest, _ statements: [StaticString]) throws {
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        try database.run("PRAGMA foreign_keys = OFF")
        for statement in statements { try database.run(statement) }
    }
}
