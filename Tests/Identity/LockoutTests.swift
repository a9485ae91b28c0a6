import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Guessing")
struct LockoutTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        _ = try desk.register(username: "Ada").get()
    }

    @Test("from one address is over after ten failures, whoever it is tried on, and not from elsewhere")
    func byAddress() throws {
        for number in 1...10 {
            let login = number % 2 == 0 ? "nobody\(number)" : "somebody\(number)@example.com"
            #expect(try desk.signIn(login, "wrong password", address: "192.0.2.1").status == 401)
        }
        let blocked = try desk.signIn("ada", address: "192.0.2.1")
        #expect(blocked.status == 429 && blocked.code == "too_many_attempts")
        let end = desk.service.now.adding(seconds: 3600)
        #expect(blocked.problem?.detail.contains(end.text) == true)
        #expect(try desk.signIn("ada", address: "192.0.2.2").status == 201)
        desk.service.now = end
        #expect(try desk.signIn("ada", address: "192.0.2.1").status == 201)
    }

    @Test("from one address is not forgiven for signing in to an account of one's own")
    func ownAccount() throws {
        for number in 1...9 { _ = try desk.signIn("nobody\(number)", "wrong password", address: "192.0.2.1") }
        #expect(try desk.signIn("ada", address: "192.0.2.1").status == 201)
        _ = try desk.signIn("nobody10", "wrong password", address: "192.0.2.1")
        #expect(try desk.signIn("ada", address: "192.0.2.1").status == 429)
    }

    @Test("from one network of IPv6 is over after ten failures, whatever address of it is used")
    func networks() throws {
        for number in 1...10 {
            let address = number.isMultiple(of: 2) ? "2001:db8:0:7::\(number)" : "2001:db8:0:7:1:2:3:\(number)"
            #expect(try desk.signIn("nobody\(number)", "wrong password", address: address).status == 401)
        }
        #expect(try desk.signIn("ada", address: "2001:db8:0:7:ffff::1").status == 429)
        #expect(try desk.signIn("ada", address: "2001:db8:0:8::1").status == 201)
        #expect(try desk.signIn("ada", address: "2001:db8::7:1:2:3:4").status == 429)
    }

    @Test("at one account is over after five failures from as many addresses")
    func byAccount() throws {
        for number in 1...5 { _ = try desk.signIn("ada", "wrong password", address: "192.0.2.\(number)") }
        #expect(try desk.signIn("ada", address: "192.0.2.9").status == 429)
        #expect(try desk.bodies().filter { $0.contains(#""blocked":true"#) }.count == 1)
    }

    @Test("at codes with the right password is counted, and asking for the code is not and forgives nothing")
    func codes() throws {
        let (app, _) = try desk.equip(try desk.signIn().get().token)
        for _ in 1...5 {
            #expect(try desk.signIn("ada").code == "totp_required")
            #expect(try desk.signIn("ada", totp: app.shows(at: desk.service.now, step: -5)).status == 401)
        }
        #expect(try desk.signIn("ada", totp: app.shows(at: desk.service.now)).status == 429)
    }

    @Test("does not learn from the answer whether the password or the code was wrong, or that one is asked for")
    func alike() throws {
        let (app, _) = try desk.equip(try desk.signIn().get().token)
        let wrongCode = try #require(try desk.signIn("ada", totp: app.shows(at: desk.service.now, step: -5)).problem)
        let wrongPassword = try #require(try desk.signIn("ada", "wrong password").problem)
        let bothWrong = try #require(try desk.signIn("ada", "wrong password", totp: "000000").problem)
        let unknown = try #require(try desk.signIn("nobody", "wrong password", totp: "000000").problem)
        let told = [wrongCode, wrongPassword, bothWrong, unknown].map { "\($0.status) \($0.code) \($0.detail)" }
        #expect(Set(told).count == 1)
    }

    @Test("leaves no address behind in the counts and the events")
    func addresses() throws {
        for _ in 1...10 { _ = try desk.signIn("ada", "wrong password", address: "192.0.2.77") }
        #expect(try !desk.bodies().contains { $0.contains("192.0.2.77") })
        let columns = try desk.service.reader().rows(
            "SELECT length(subject) FROM sign_in_failures UNION ALL SELECT length(subject) FROM sign_in_blocks"
        ) { try $0.value(0, as: Int.self) }
        #expect(!columns.isEmpty && columns.allSatisfy { $0 == 32 })
    }

    @Test("leaves no more rows than still count")
    func bounded() throws {
        for number in 1...40 {
            _ = try desk.signIn("nobody\(number)", "wrong password", address: "192.0.2.\(number)")
            desk.pass(seconds: 300)
        }
        let rows: Int? = try desk.service.reader().first("SELECT COUNT(*) FROM sign_in_failures") { try $0.value(0) }
        #expect((rows ?? 0) <= 9)
    }
}
