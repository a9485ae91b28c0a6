import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct WelcomeGrantTests {
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    private func wallet(_ grants: String) throws -> WalletUnderTest {
        let grants = try #require(WelcomeGrants(grants))
        return try WalletUnderTest { $0.welcomeGrants = grants }
    }

    /// Identity tells of people who have signed up.
    private func signUp(_ users: [Statement], at wallet: WalletUnderTest, from sequence: Int64 = 1) throws {
        let bodies = try users.enumerated().map { index, user in
            try WireCoding().encode(
                EventRecord(
                    source: "identity", incarnation: 1, sequence: sequence + Int64(index), type: UserRegistered.type,
                    version: 1, subject: Subject("user", user.user), severity: .info, time: wallet.service.now,
                    actor: "anonymous", causation: "test", traceparent: "00",
                    data: UserRegistered(user: user.user, roles: [.player], personal: .sample)))
        }
        try wallet.service.deliver(events: bodies, from: .identity)
    }

    @Test("gives each new user once what is configured, to play with")
    func gives() throws {
        let wallet = try wallet("POINTS:100, EUR:5.00")
        try signUp([ann, bob, ann], at: wallet)
        try signUp([ann], at: wallet, from: 4)
        for user in [ann, bob] {
            #expect(try wallet.buckets(of: user, "POINTS") == "0 100 0 0")
            #expect(try wallet.buckets(of: user) == "0.00 5.00 0.00 0.00")
        }
        #expect(try wallet.service.events(BonusGranted.type).count == 4)
        #expect(try wallet.violations() == [])
    }

    @Test("gives nothing where nothing is configured")
    func none() throws {
        let wallet = try wallet("")
        try signUp([ann], at: wallet)
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions") == 0)
    }

    @Test("goes on taking events in where the house cannot owe so much")
    func missed() throws {
        let wallet = try wallet("POINTS:9223372036854775807")
        try signUp([ann, bob], at: wallet)
        #expect(try wallet.buckets(of: ann, "POINTS").hasPrefix("0 9223372036854775807"))
        #expect(try wallet.service.events(WelcomeGrantMissed.type).map(\.subject) == ["user/\(bob.user)"])
        try signUp([TestUsers.statement(3)], at: wallet, from: 3)
        #expect(try wallet.service.events(WelcomeGrantMissed.type).count == 2)
        #expect(try wallet.violations() == [])
    }

    @Test("is read as it is written, and refused at the start where it cannot be given")
    func configuration() throws {
        for text in ["POINTS", "POINTS:", ":5", "POINTS:1:2", "points:5", "EUR:5,EUR:6", "EUR:x"] {
            #expect(WelcomeGrants(text) == nil, "\(text)")
        }
        for text in ["DOGE:5", "EUR:0", "EUR:-1", "POINTS:0.5"] {
            #expect(throws: Rejection.self, "\(text)") { _ = try wallet(text) }
        }
    }
}
