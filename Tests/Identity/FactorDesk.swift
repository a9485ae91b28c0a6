import Crypto
import Identity
import Messages
import Runtime
import TestSupport
import Testing

/// An authenticator app, as it stands beside the person who signs in.
struct App {
    let code: OneTimePassword

    init(_ enrolment: TOTPEnrolment) throws {
        code = try OneTimePassword(secret: try #require(Base32.decode(enrolment.secret)))
    }

    /// What it shows, or would show some steps away from now.
    func shows(at time: Timestamp, step: Int64 = 0) -> String {
        code.code(step: OneTimePassword.step(milliseconds: time.milliseconds) + step)
    }
}

extension Desk {
    static let day: Int64 = 86_400

    func pass(seconds: Int64) { service.now = service.now.adding(seconds: seconds) }

    func enrol(
        _ token: String, code: String? = nil, recoveryCode: String? = nil
    ) throws -> ServiceUnderTest.Answer<TOTPEnrolment> {
        let request = EnrolTOTP.Request(
            code: try code.map { try #require(Text($0)) }, recoveryCode: try recoveryCode.map { try #require(Text($0)) }
        )
        return try service.ask(EnrolTOTP.self, request, by: try statement(token))
    }

    func confirm(
        _ token: String, _ code: String, address: String? = nil
    ) throws -> ServiceUnderTest.Answer<RecoveryCodes> {
        let request = ConfirmTOTP.Request(code: try #require(OneTimeCode(code)))
        return try service.ask(ConfirmTOTP.self, request, by: try statement(token), address: address)
    }

    func confirmSignUp(
        _ user: ID<User>, _ code: String, address: String? = nil
    ) throws -> ServiceUnderTest.Answer<RecoveryCodes> {
        let request = ConfirmSignUp.Request(userID: user, code: try #require(OneTimeCode(code)))
        return try service.ask(ConfirmSignUp.self, request, address: address)
    }

    func removeTOTP(_ token: String) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(RemoveTOTP.self, Nothing(), by: try statement(token))
    }

    func changePassword(
        _ token: String, from current: String?, to password: String
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        let request = ChangePassword.Request(
            currentPassword: try current.map { try #require(Text($0)) },
            password: try #require(Text<NewPasswordRule>(password)))
        return try service.ask(ChangePassword.self, request, by: try statement(token))
    }

    /// Enrols and confirms an app for whoever has signed in, and lets its first code's time pass.
    func equip(_ token: String) throws -> (app: App, recoveryCodes: [String]) {
        let app = try App(try enrol(token).get())
        let codes = try confirm(token, app.shows(at: service.now)).get().recoveryCodes
        pass(seconds: 60)
        return (app, codes)
    }

    /// Ada with an app, and nobody signed in but in the session in which she got it.
    func equippedAda() throws -> (app: App, recoveryCodes: [String], token: String) {
        _ = try register(username: "Ada").get()
        let token = try signIn().get().token
        let (app, codes) = try equip(token)
        return (app, codes, token)
    }

    func bodies() throws -> [String] {
        try service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
    }
}
