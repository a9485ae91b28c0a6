import Crypto
import Identity
import Messages
import Runtime
import TestSupport
import Testing

/// An identity service with the least costly passwords, and short words for what tests ask of it.
struct Desk {
    static let seed = [UInt8](repeating: 42, count: 32)
    static let secret = [UInt8](repeating: 43, count: 32)
    let service: ServiceUnderTest

    init(
        admin: BootstrapAdmin? = nil, forgotten: (any ForgottenList)? = nil,
        configure: (inout IdentitySettings) -> Void = { _ in }
    ) throws {
        var settings = IdentitySettings(
            signingKeySeed: Desk.seed, secret: Desk.secret, passwordCost: .minimal, bootstrapAdmin: admin)
        configure(&settings)
        service = try ServiceUnderTest(IdentityService.definition(settings), forgotten: forgotten)
    }

    func register(
        _ email: String = "ada@example.com", username: String? = nil, password: String? = "correct horse",
        born: String = "1990-01-31", id: String? = nil
    ) throws -> ServiceUnderTest.Answer<RegisterUser.Reply> {
        try service.ask(
            RegisterUser.self,
            RegisterUser.Request(
                email: try #require(Email(email)), password: try password.map { try #require(Text($0)) },
                username: username.map { Username(trusted: $0) }, displayName: Text("Ada"),
                birthDate: try #require(Day(born)), country: Text("IE")), id: id)
    }

    func signIn(
        _ login: String = "ada@example.com", _ password: String? = "correct horse", totp: String? = nil,
        recoveryCode: String? = nil, address: String? = nil, id: String? = nil
    ) throws -> ServiceUnderTest.Answer<OpenSession.Reply> {
        try service.ask(
            OpenSession.self,
            OpenSession.Request(
                login: try #require(Text(login)), password: try password.map { try #require(Text($0)) },
                totp: try totp.map { try #require(Text($0)) },
                recoveryCode: try recoveryCode.map { try #require(Text($0)) }), address: address, id: id)
    }

    func vouch(_ token: String, from peer: String = "gateway") throws -> ServiceUnderTest.Answer<VouchForSession.Reply>
    {
        try service.ask(VouchForSession.self, VouchForSession.Request(token: token), from: peer)
    }

    /// The statement that the service signs for a session, as another service reads it.
    func statement(_ token: String) throws -> Statement {
        let key = try Ed25519SigningKey(seed: Desk.seed).publicKey.bytes
        let own = try #require(try vouch(token).get().statements.first { $0.service == .identity })
        return try StatementVerifier(keys: [try Ed25519PublicKey(bytes: key)])
            .verify(own.statement, for: .identity, at: service.now)
    }

    func expectSound(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try IdentityInvariants.violations(in: service.reader()) == [], sourceLocation: location)
    }
}
