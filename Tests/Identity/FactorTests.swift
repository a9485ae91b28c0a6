import Crypto
import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("An authenticator app")
struct FactorTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("is enrolled with a secret, confirmed with its first code, and asked for from then on")
    func enrols() throws {
        let user = try desk.register().get()
        let session = try desk.signIn().get()
        #expect(session.user.hasTOTP == false)
        let enrolment = try desk.enrol(session.token)
        #expect(enrolment.status == 201)
        let uri = try enrolment.get().uri
        #expect(uri.hasPrefix("otpauth://totp/Croupier:ada%40example.com?secret=\(try enrolment.get().secret)&"))
        #expect(try desk.signIn().status == 201, "an app that is not confirmed is not asked for")
        let app = try App(try enrolment.get())
        #expect(try desk.confirm(session.token, app.shows(at: desk.service.now)).get().recoveryCodes.count == 10)
        #expect(try desk.signIn().code == "totp_required")
        #expect(try desk.signIn().status == 401)
        desk.pass(seconds: 60)
        let again = try desk.signIn(totp: app.shows(at: desk.service.now)).get()
        #expect(again.user.hasTOTP == true)
        let types = [TOTPEnrolled.type, TOTPConfirmed.type]
        #expect(try desk.service.events().filter { types.contains($0.type) }.map(\.type) == types)
        for type in types { #expect(try desk.service.events(type).map(\.subject) == ["user/\(user.id)"]) }
        try desk.expectSound()
    }

    @Test("has a secret that lies nowhere in the clear")
    func sealed() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        let secret = try desk.enrol(token).get().secret
        let bytes = try #require(Base32.decode(secret))
        let stored: [UInt8] = try #require(
            try desk.service.reader().first("SELECT secret FROM totp_enrolments") { try $0.value(0) })
        #expect(stored.count > bytes.count && !stored.indices.contains { stored[$0...].starts(with: bytes) })
        let replies = try desk.service.reader().rows("SELECT reply FROM runtime_inbox") {
            String(decoding: try $0.value(0, as: [UInt8]?.self) ?? [], as: UTF8.self)
        }
        #expect(!(replies + (try desk.bodies())).contains { $0.contains(secret) })
    }

    @Test(
        "takes the code of the step before and after as well, and of none further",
        arguments: -3...3 as ClosedRange<Int64>)
    func skew(step: Int64) throws {
        let (app, _, _) = try desk.equippedAda()
        desk.pass(seconds: 60)
        let answer = try desk.signIn(totp: app.shows(at: desk.service.now, step: step))
        #expect(answer.status == (abs(step) <= 1 ? 201 : 401))
    }

    @Test("has codes that work once, and none from before the last one that did")
    func replay() throws {
        let (app, _, _) = try desk.equippedAda()
        let late = app.shows(at: desk.service.now, step: -1)
        let code = app.shows(at: desk.service.now)
        #expect(try desk.signIn(totp: code).status == 201)
        #expect(try desk.signIn(totp: code).code == "invalid_credentials")
        #expect(try desk.signIn(totp: late).code == "invalid_credentials")
        #expect(try desk.signIn(totp: app.shows(at: desk.service.now, step: 1)).status == 201)
    }

    @Test("has used up the code that confirmed it")
    func confirmationCode() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        let app = try App(try desk.enrol(token).get())
        let code = app.shows(at: desk.service.now)
        _ = try desk.confirm(token, code).get()
        #expect(try desk.signIn(totp: code).code == "invalid_credentials")
    }

    @Test("takes a code that was used in the one place for used in the other")
    func oneStepForAll() throws {
        let (app, _, token) = try desk.equippedAda()
        let code = app.shows(at: desk.service.now)
        _ = try desk.enrol(token, code: code).get()
        #expect(try desk.signIn(totp: code).code == "invalid_credentials")
        #expect(try desk.enrol(token, code: code).code == "wrong_code")
    }

    @Test("can be done without by recovery codes, each of which works once, however it is typed")
    func recovery() throws {
        let (_, codes, _) = try desk.equippedAda()
        #expect(codes.count == 10 && Set(codes).count == 10)
        #expect(try desk.signIn(recoveryCode: codes[0]).status == 201)
        #expect(try desk.signIn(recoveryCode: codes[0]).code == "invalid_credentials")
        #expect(try desk.signIn(recoveryCode: codes[1].lowercased().filter { $0 != "-" }).status == 201)
        let used = try desk.service.events(RecoveryCodeUsed.type)
        #expect(used.map(\.severity) == [.warning, .warning])
        #expect(try desk.bodies().filter { $0.contains(#""left":8"#) }.count == 1)
        for code in codes { #expect(try !desk.bodies().contains { $0.contains(code) }) }
        try desk.expectSound()
    }

    @Test("is asked for together with a recovery code by nobody")
    func notBoth() throws {
        let (app, codes, _) = try desk.equippedAda()
        let answer = try desk.signIn(totp: app.shows(at: desk.service.now), recoveryCode: codes[0])
        #expect(answer.problem?.errors.map(\.pointer) == ["/recovery_code"])
    }

    @Test("is replaced against a code or a recovery code, and the old one counts until the new one is confirmed")
    func replaces() throws {
        let (old, codes, token) = try desk.equippedAda()
        #expect(try desk.enrol(token).code == "second_factor_required")
        #expect(try desk.enrol(token, code: "000000").code == "wrong_code")
        #expect(try desk.enrol(token, recoveryCode: "AAAA-AAAA-AAAA-AAAA").code == "wrong_code")
        let new = try App(try desk.enrol(token, recoveryCode: codes[0]).get())
        #expect(try desk.signIn(totp: old.shows(at: desk.service.now)).status == 201)
        desk.pass(seconds: 60)
        let renewed = try desk.confirm(token, new.shows(at: desk.service.now)).get().recoveryCodes
        desk.pass(seconds: 60)
        #expect(try desk.signIn(totp: old.shows(at: desk.service.now)).code == "invalid_credentials")
        #expect(try desk.signIn(recoveryCode: codes[1]).code == "invalid_credentials")
        #expect(try desk.signIn(totp: new.shows(at: desk.service.now)).status == 201)
        #expect(try desk.signIn(recoveryCode: renewed[1]).status == 201)
    }

    @Test("is confirmed only while an enrolment waits, and by its code")
    func confirmation() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        #expect(try desk.confirm(token, "123456").code == "nothing_to_confirm")
        let first = try App(try desk.enrol(token).get())
        let second = try App(try desk.enrol(token).get())
        #expect(try desk.confirm(token, first.shows(at: desk.service.now)).code == "wrong_code")
        #expect(try desk.confirm(token, second.shows(at: desk.service.now, step: -2)).code == "wrong_code")
        #expect(try desk.confirm(token, second.shows(at: desk.service.now)).status == 200)
        #expect(try desk.confirm(token, second.shows(at: desk.service.now)).code == "nothing_to_confirm")
        #expect(try desk.service.events(ProofFailed.type).map(\.severity) == [.warning, .warning])
    }

    @Test("cannot be guessed: five wrong codes block the right one too, and not signing in")
    func guessing() throws {
        _ = try desk.register().get()
        let token = try desk.signIn().get().token
        let app = try App(try desk.enrol(token).get())
        for _ in 1...5 {
            #expect(try desk.confirm(token, app.shows(at: desk.service.now, step: -9)).code == "wrong_code")
        }
        #expect(try desk.confirm(token, app.shows(at: desk.service.now)).code == "too_many_attempts")
        #expect(try desk.signIn().status == 201)
    }

    @Test("is removed in a session that was opened with it, and the password is enough then")
    func removes() throws {
        _ = try desk.register().get()
        let plain = try desk.signIn().get().token
        #expect(try desk.removeTOTP(plain).code == "not_enrolled")
        let (app, _) = try desk.equip(try desk.signIn().get().token)
        #expect(try desk.removeTOTP(plain).code == "second_factor_required")
        let token = try desk.signIn(totp: app.shows(at: desk.service.now)).get().token
        #expect(try desk.removeTOTP(token).status == 200)
        #expect(try desk.signIn().get().user.hasTOTP == false)
        #expect(try desk.removeTOTP(token).code == "not_enrolled")
        #expect(try desk.service.events(TOTPRemoved.type).count == 1)
        try desk.expectSound()
    }

    @Test("asks nobody for anything but six digits", arguments: ["12345", "1234567", "12345a", "１２３４５６", "12 345"])
    func digits(code: String) { #expect(OneTimeCode(code) == nil) }
}
