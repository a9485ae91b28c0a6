import Crypto
public import Messages
import Runtime

/// Who becomes the first admin of a platform that has none.
public struct BootstrapAdmin: Sendable {
    private let email: Email
    private let password: Text<NewPasswordRule>

    public init(email: Email, password: Text<NewPasswordRule>) { (self.email, self.password) = (email, password) }

    /// Makes the admin if there is none who can act. An account that already has the email address becomes it and keeps
    /// its own password, unless the address was never verified: then it may be a stranger's, and gets the configured
    /// password and nothing of what it had. The hash is computed in place: nothing else is to be done yet.
    func ensure(cost: PasswordCost, in context: CommandContext) throws {
        let database = context.database
        let hasAdmin = try database.first(
            """
            SELECT 1 FROM user_roles JOIN users ON id = user
            WHERE role = ? AND organization = x'' AND state IN ('active', 'pending_verification', 'frozen') LIMIT 1
            """, Role.admin
        ) { _ in true }
        guard hasAdmin == nil else { return }
        let user: ID<User>
        if let known = try Users.credentials(loginKey: email.text.lowercased(), in: database) {
            user = known.user
            // Was shut out as an admin, and comes back by another admin's word only.
            if try Users.roles(of: user, in: database).contains(.admin) { return }
            if try !EmailVerification.isDone(by: user, in: database) {
                try WaysIn.closeAll(of: user, reason: .passwordChanged, in: context)
                if try OneTimeCodes.isEnrolled(user, in: database) { try Factors.forget(user, in: context) }
                try Passwords.set(try hash(cost, in: context), of: user, in: context)
                try EmailVerification.settle(user, in: context)
            }
            try Roles.give(.admin, to: user, in: context)
        } else {
            let hash = try hash(cost, in: context)
            let details = PersonalDetails(
                email: email.text, username: nil, displayName: nil, birthDate: nil, country: nil)
            user = try Users.create(details, passwordHash: hash, roles: [.player, .admin], in: context)
            try EmailVerification.settle(user, in: context)
        }
        try context.emit(AdminBootstrapped(user: user))
    }

    private func hash(_ cost: PasswordCost, in context: CommandContext) throws -> String {
        try PasswordHash.hash(
            password: Array(password.text.utf8), salt: context.randomBytes(PasswordHash.saltByteCount), cost: cost)
    }
}
