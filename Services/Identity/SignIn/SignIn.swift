import Crypto
import Messages
import Runtime

/// Opening a session: who fails learns nothing from the answer, nor from the time it took.
struct SignIn: Sendable {
    private let cost: PasswordCost
    private let hopelessHash: String
    /// Keys the hashes by which attempts on logins that are nobody's are counted.
    private let accountKey: [UInt8]

    init(cost: PasswordCost, secret: [UInt8]) throws {
        self.cost = cost
        hopelessHash = PasswordWork.hopelessHash(cost: cost)
        accountKey = try KeyedHash.hash(Array("croupier sign-in accounts 1".utf8), key: secret)
    }

    func run(_ request: OpenSession.Request, in context: CommandContext) throws -> OpenSession.Reply {
        let login = request.login.text.lowercased()
        let found = try Users.credentials(loginKey: login, in: context.database)
        let attempt = Attempt(user: found?.user, account: try account(found?.user, login))
        // Counted for nobody's logins too: being blocked must not tell that there is such an account.
        if let end = try attempt.blockedUntil(in: context) {
            throw OpenSession.Failure.tooManyAttempts.because("too many failed attempts; try again after \(end.text)")
        }
        let verdict = try PasswordWork.verify(
            request.password.text, against: found?.passwordHash ?? hopelessHash, cost: cost, in: context)
        guard let found, case .right(let renewed) = verdict else {
            throw OpenSession.Failure.invalidCredentials.because(
                "no account has this login and password", recording: { try attempt.recordFailure(in: $0) })
        }
        guard found.state == .active else {
            throw OpenSession.Failure.accountNotActive.because("this account is \(found.state.rawValue)")
        }
        if let renewed {
            try context.database.run("UPDATE users SET password_hash = ? WHERE id = ?", renewed, found.user)
        }
        try attempt.forgetFailures(in: context)
        return try Sessions.open(for: found.user, in: context)
    }

    private func account(_ user: ID<User>?, _ login: String) throws -> [UInt8] {
        let name = user.map { "user\n\($0)" } ?? "login\n\(login)"
        return try KeyedHash.hash(Array(name.utf8), key: accountKey)
    }
}
