import Crypto
import Host
import Messages
import Runtime

/// People with money, and an admin, each with a statement that the identity service might have signed: the benchmark
/// holds the platform's keys.
struct Bettors {
    struct Person {
        let user: ID<User>
        /// For what they ask of the wallet themselves, and for what betting asks on their behalf.
        let toWallet: String
        let throughBetting: String
    }

    let people: [Person]
    let admin: Person
    private static let lifetimeSeconds: Int64 = 6 * 3600

    init(count: Int, keys: KeyRing) throws {
        let signer = StatementSigner(key: try Ed25519SigningKey(seed: try keys.signingSeed(of: "identity")))
        let entropy = SeededEntropy(seed: 1)
        let now = SystemClock.now
        func person(_ roles: [Role]) throws -> Person {
            let user = ID<User>(at: now, randomness: (entropy.next(), entropy.next()))
            let session = ID<Session>(at: now, randomness: (entropy.next(), entropy.next()))
            var statement = Statement(
                user: user, session: session, roles: roles, issuedAt: now,
                expiresAt: now.adding(seconds: Bettors.lifetimeSeconds))
            statement.audience = .wallet
            let toWallet = try signer.sign(statement)
            statement.audience = .betting
            return Person(user: user, toWallet: toWallet, throughBetting: try signer.sign(statement))
        }
        people = try (0..<count).map { _ in try person([.player]) }
        admin = try person([.admin])
    }
}
