import Crypto
public import Messages
import Runtime

/// Who becomes the first admin of a platform that has none.
public struct BootstrapAdmin: Sendable {
    private let email: Email
    private let password: Text<NewPasswordRule>

    public init(email: Email, password: Text<NewPasswordRule>) { (self.email, self.password) = (email, password) }

    /// Makes the admin if there is none yet. An account that already has the email address becomes it and keeps its own
    /// password. The hash is computed in place: nothing else is to be done yet.
    func ensure(cost: PasswordCost, in context: CommandContext) throws {
        let database = context.database
        let hasAdmin = try database.first(
            "SELECT 1 FROM user_roles WHERE role = ? AND organization = x'' LIMIT 1", Role.admin
        ) { _ in true }
        guard hasAdmin == nil else { return }
        let user: ID<User>
        if let known = try Users.credentials(loginKey: email.text.lowercased(), in: database) {
            user = known.user
            try Roles.give(.admin, to: user, in: context)
        } else {
            let hash = try PasswordHash.hash(
                password: Array(password.text.utf8), salt: context.randomBytes(PasswordHash.saltByteCount), cost: cost)
            let details = PersonalDetails(
                email: email.text, username: nil, displayName: nil, birthDate: nil, country: nil)
            user = try Users.create(details, passwordHash: hash, roles: [.player, .admin], in: context)
            try EmailVerification.settle(user, in: context)
        }
        try context.emit(AdminBootstrapped(user: user))
    }
}
