import Messages
import Runtime

/// Whether the holder of a session has proved lately to be its user. What changes the ways into an account asks for it,
/// so that a session that somebody stole or found open does not let them move in.
enum FreshProof {
    /// Refuses unless the session that asks was opened, or proved anew, in the last minutes. API keys, devices and bots'
    /// sessions never have a proof.
    static func require(in context: CommandContext) throws {
        let end = try context.database.first(
            "SELECT proof_ends_at FROM sessions WHERE id = ? AND ended_at IS NULL", try context.user().session
        ) { try $0.value(0, as: Timestamp?.self) }
        guard let end = end.flatMap({ $0 }), context.now <= end else {
            throw ProofFailure.proofRequired.because(
                """
                prove first that it is still you: POST /v1/sessions/current/proof with the password, or with a code \
                where an authenticator app is enrolled; then ask again under a new key
                """)
        }
    }

    /// Notes that the holder of the session that asks has proved to be its user.
    /// - Returns: until when that is good; nil where the session is over, or can have no proof.
    static func renew(_ lifetimes: SessionLifetimes, in context: CommandContext) throws -> Timestamp? {
        let end = context.now.adding(seconds: lifetimes.proof)
        let changed = try context.database.run(
            "UPDATE sessions SET proof_ends_at = ? WHERE id = ? AND ended_at IS NULL AND chat_system IS NULL", end,
            try context.user().session)
        return changed > 0 ? end : nil
    }
}
