import Crypto
import Messages
import Runtime
import Storage

/// Screenshots lie in the database, so that each backup has them. Their names are random and say nothing.
let screenshotTables = Migration(
    name: "betting-screenshots",
    sql: """
        CREATE TABLE syndicate_screenshot (
            bet INTEGER PRIMARY KEY REFERENCES syndicate_bet (number), filename TEXT NOT NULL UNIQUE,
            media TEXT NOT NULL, digest BLOB NOT NULL, bytes BLOB NOT NULL, uploaded_at INTEGER NOT NULL
        ) STRICT;
        """)

extension UploadSyndicateScreenshot {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (bet, database) = (
            try StoredSyndicateBet.existing(request.bet, in: context.database), context.database
        )
        let season = try SeenSeason(keptByCaller: bet.season, settings, in: context).season
        try season.require(.active, or: Failure.wrongState, to: "a screenshot")
        guard let kind = ImageKind(request.body.bytes) else {
            throw Failure.notAnImage.because("expected a JPEG, PNG, GIF or WebP", at: "/body")
        }
        let old = try database.first("SELECT filename FROM syndicate_screenshot WHERE bet = ?", bet.number) {
            FileName(trusted: try $0.value(0))
        }
        let name = FileName(trusted: "\(context.newID(SyndicateScreenshot.self)).\(kind.fileExtension)")
        let digest = SHA256.hash(request.body.bytes)
        try database.run(
            """
            INSERT OR REPLACE INTO syndicate_screenshot (bet, filename, media, digest, bytes, uploaded_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, bet.number, name.text, kind.mediaType, digest, request.body.bytes, context.now)
        let screenshot = SyndicateScreenshot(
            bet: bet.id, filename: name, contentType: kind.mediaType, size: Int64(request.body.bytes.count),
            digest: Hex.encode(digest), url: "/uploads/screenshots/\(name.text)", uploadedAt: context.now)
        try context.emit(SyndicateScreenshotKept(screenshot, before: old))
        return screenshot
    }
}

extension GetSyndicateScreenshot {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let row = try context.database.first(
            """
            SELECT b.season, media, bet, length(bytes) FROM syndicate_screenshot
                JOIN syndicate_bet b ON b.number = bet WHERE filename = ?
            """, request.filename.text
        ) { row in
            (
                season: try row.value(0, as: ID<Season>.self), media: try row.value(1, as: String.self),
                bet: try row.value(2, as: Int64.self), size: try row.value(3, as: Int64.self)
            )
        }
        guard let row else { throw Rejection.notFound("screenshot") }
        do { _ = try SeenSeason(row.season, settings, in: context) } catch is Rejection {
            throw Rejection.notFound("screenshot")
        }
        let begin = try Paging.after(request.cursor)
        guard begin >= 0, begin < row.size else {
            throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
        }
        let bytes = try context.database.first(
            "SELECT substr(bytes, ?, ?) FROM syndicate_screenshot WHERE bet = ?", begin + 1,
            DocumentPage.goodSize, row.bet
        ) { try $0.value(0, as: [UInt8].self) }
        let end = begin + Int64(bytes?.count ?? 0)
        return DocumentPage(
            row.media, named: request.filename, bytes: bytes ?? [],
            next: end < row.size ? Cursor(trusted: String(end)) : nil)
    }
}
