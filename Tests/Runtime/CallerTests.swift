import Messages
import Runtime
import TestSupport
import Testing

@Suite("Who asks") struct CallerTests {
    let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    private func alice(_ change: (inout Statement) -> Void) -> Statement {
        var statement = TestUsers.statement(1)
        change(&statement)
        return statement
    }

    private func add(by statement: Statement, from peer: String = "gateway") throws -> String? {
        try service.ask(AddTogether.self, .init(by: 7), by: statement, from: peer).code
    }

    private func read(by statement: Statement) throws -> String? {
        try service.ask(ReadCounter.self, .init(), by: statement).code
    }

    @Test("a statement made for another service proves nothing here")
    func audience() throws {
        #expect(try add(by: alice { $0.audience = .betting }) == "unauthenticated")
        #expect(try read(by: alice { $0.audience = .raffle }) == "unauthenticated")
        #expect(try read(by: alice { $0.audience = .wallet }) == nil)
    }

    @Test("a statement that a service has seen is of no use to it")
    func bearer() throws {
        for peer in ["betting", "audit", "somebody"] {
            #expect(try add(by: alice { $0.audience = .wallet }, from: peer) == "unauthenticated")
        }
    }

    @Test("an API key does what it was given scopes for, and no more")
    func scopes() throws {
        let reader = alice { $0.scopes = ["wallet:read", "betting:write"] }
        #expect(try read(by: reader) == nil)
        #expect(try add(by: reader) == "forbidden")
        #expect(try add(by: alice { $0.scopes = [] }) == "forbidden")
        #expect(try add(by: alice { $0.scopes = ["wallet:write"] }) == nil)
    }

    @Test("one whose account is frozen may look and not act")
    func frozen() throws {
        let frozen = alice { $0.state = .frozen }
        #expect(try read(by: frozen) == nil)
        #expect(try add(by: frozen) == "account_frozen")
    }

    @Test("a repeat is answered only to whom the operation is open now, and a refusal of access is not kept")
    func repeats() throws {
        func clear(by caller: Statement) throws -> Int? {
            try service.ask(ClearCounter.self, Nothing(), by: caller, id: "once").status
        }
        let player = TestUsers.statement(1)
        let admin = TestUsers.statement(1, roles: [.player, .admin])
        var frozen = admin
        frozen.state = .frozen
        #expect(try clear(by: player) == 403)
        #expect(try clear(by: admin) == 200)
        #expect(try clear(by: player) == 403)
        // What was done before is still told to whoever was frozen since.
        #expect(try clear(by: frozen) == 200)
        #expect(try clear(by: admin) == 200)
    }

    @Test("a device is nobody's person: it may do what is for devices")
    func device() throws {
        var device = TestUsers.statement(1, roles: [.device])
        device.kind = .device
        #expect(try read(by: device) == "forbidden")
        #expect(try service.ask(ClearCounter.self, Nothing(), by: device).code == nil)
    }

    @Test("keys and devices may ask what became of what they submitted")
    func outcomes() throws {
        var device = TestUsers.statement(1, roles: [.device])
        device.kind = .device
        for (number, caller) in [device, alice { $0.scopes = [] }, alice { $0.state = .frozen }].enumerated() {
            let request = OperationReference(id: Text(trusted: "wallet.add-together:\(number)"))
            #expect(try service.ask(GetOutcome.self, request, by: caller).code == "not_found")
            #expect(try service.ask(FenceOperation.self, request, by: caller).status == 200)
        }
    }

    private func refused() throws -> [EventAttributes] { try service.events(AttemptRefused.type) }

    @Test("who asks for what takes a role, and may not, is told of once in a minute, by who it was and for what")
    func attempts() throws {
        let admin = alice { $0.withheld = [.admin] }
        for _ in 1...5 { #expect(try service.ask(ClearCounter.self, Nothing(), by: alice { _ in }).status == 403) }
        #expect(try refused().map(\.subject) == ["operation/\(ClearCounter.name)"])
        #expect(try refused().map(\.actor) == ["user:\(TestUsers.statement(1).user)"])
        #expect(try refused().map(\.severity) == [.warning])
        #expect(try service.ask(ClearCounter.self, Nothing(), by: TestUsers.statement(2)).status == 403)
        #expect(try refused().count == 2, "another person")
        service.now = service.now.adding(seconds: 60)
        #expect(try service.ask(ClearCounter.self, Nothing(), by: admin).code == "second_factor_required")
        #expect(try refused().count == 3, "another minute")
        // Neither strangers, nor people who may not do what is for any that is signed in: they say nothing of admins.
        _ = try service.ask(ClearCounter.self, Nothing())
        _ = try read(by: alice { $0.scopes = [] })
        #expect(try refused().count == 3)
    }

    @Test("no flood of refused attempts floods the log of events")
    func manyAttempts() throws {
        for number: UInt64 in 1...300 {
            _ = try service.ask(ClearCounter.self, Nothing(), by: TestUsers.statement(number))
        }
        #expect(try refused().count == 100)
    }

    @Test("a role that waits for a second factor says so")
    func withheld() throws {
        let admin = alice { $0.withheld = [.admin] }
        #expect(try service.ask(ClearCounter.self, Nothing(), by: admin).code == "second_factor_required")
        #expect(try service.ask(ClearCounter.self, Nothing(), by: alice { _ in }).code == "forbidden")
    }
}
