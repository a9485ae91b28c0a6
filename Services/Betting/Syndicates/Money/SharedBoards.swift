import Crypto
public import Messages
public import Runtime
import Storage

extension ShareSyndicate: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let syndicate = try SeenSyndicate(keptBy: context.user(), request.syndicate, in: context.database).syndicate
        let token = ShareToken.text(context.randomBytes(32))
        try context.database.run(
            "UPDATE syndicate SET share_digest = ? WHERE id = ?", SHA256.hash(Array(token.utf8)), syndicate.id)
        try context.emit(SyndicateShared(syndicate: syndicate.id, wasShared: syndicate.isShared))
        return Reply(token: token, path: "/v1/shared-boards/\(token)")
    }
}

extension UnshareSyndicate: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let syndicate = try SeenSyndicate(keptBy: context.user(), request.syndicate, in: context.database).syndicate
        guard syndicate.isShared else { return Nothing() }
        try context.database.run("UPDATE syndicate SET share_digest = NULL WHERE id = ?", syndicate.id)
        try context.emit(SyndicateUnshared(syndicate: syndicate.id))
        return Nothing()
    }
}

extension GetSharedBoard {
    /// The current season's, or where there is none the latest's that has begun: what is being prepared is nobody else's. Who guesses learns nothing from how long it takes: the token is
    /// looked up by its hash.
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let id = try context.database.first(
            """
            SELECT season.id FROM syndicate JOIN season ON season.syndicate = syndicate.id
            WHERE share_digest = ? AND season.status <> 'draft' ORDER BY season.status = 'active' DESC, season.id DESC LIMIT 1
            """, SHA256.hash(Array(request.token.text.utf8))
        ) { try $0.value(0, as: ID<Season>.self) }
        guard let id, let season = try StoredSeason.find(id, settings.zones, at: context.now, in: context.database)
        else { throw Rejection.notFound("shared board") }
        return try season.board(isShared: true, in: context.database)
    }
}

/// The secret of a shared link, in base64url without padding.
enum ShareToken {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    static func text(_ bytes: [UInt8]) -> String {
        var (text, bits, count) = ("", 0, 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | Int(byte), count + 8)
            while count >= 6 {
                count -= 6
                text.append(alphabet[bits >> count & 63])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[bits << (6 - count) & 63]) }
        return text
    }
}
