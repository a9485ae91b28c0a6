import Crypto
import Messages
import Runtime

extension IdentityService {
    /// Who is signed in, and the statements that say so.
    static func sessions(_ settings: IdentitySettings) throws -> Room {
        let signer = StatementSigner(key: try Ed25519SigningKey(seed: settings.signingKeySeed))
        let (lifetimes, bars) = (settings.sessionLifetimes, Bars(settings))
        let notices = try Notices(settings)
        return Room(
            operations: [
                .command(EndAllSessions.self),
                .command(EndCurrentSession.self),
                .command(EndSession.self),
                .query(GetCurrentSession.self),
                .query(GetSession.self),
                .query(ListSessions.self),
                .command(NoteUses.self),
                .command(RefreshSession.self) { try RefreshSession.run($0, lifetimes, notices, in: $1) },
                .query(VouchForSession.self) { try VouchForSession.run($0, signer: signer, bars, in: $1) },
            ],
            events: [RefreshTokenReused.self, SessionEnded.self, SessionOpened.self, SessionRefreshed.self])
    }
}
