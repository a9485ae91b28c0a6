import Crypto
import Messages
import Runtime

extension IdentityService {
    /// Who is signed in, and the statements that say so.
    static func sessions(_ settings: IdentitySettings) throws -> Room {
        let signer = StatementSigner(key: try Ed25519SigningKey(seed: settings.signingKeySeed))
        let bars = Bars(settings)
        return Room(
            operations: [
                .command(EndCurrentSession.self),
                .query(ListSessions.self),
                .query(VouchForSession.self) { try VouchForSession.run($0, signer: signer, bars: bars, in: $1) },
            ],
            events: [SessionEnded.self, SessionOpened.self])
    }
}
