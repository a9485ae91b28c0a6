/// A screenshot of a bet's slip, as it is kept.
public struct SyndicateScreenshot: Codable, Sendable, Equatable {
    public let bet: ID<SyndicateBet>
    public let filename: FileName
    /// Recognized by its content.
    public let contentType: String
    public let size: Int64
    /// SHA-256 of its bytes, in hexadecimal.
    public let digest: String
    public let url: String
    public let uploadedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case bet = "bet_id", filename, contentType = "content_type", size, digest = "sha256", url
        case uploadedAt = "uploaded_at"
    }

    public init(
        bet: ID<SyndicateBet>, filename: FileName, contentType: String, size: Int64, digest: String, url: String,
        uploadedAt: Timestamp
    ) {
        (self.bet, self.filename, self.contentType, self.size) = (bet, filename, contentType, size)
        (self.digest, self.url, self.uploadedAt) = (digest, url, uploadedAt)
    }
}

public enum UploadSyndicateScreenshot: Command {
    public enum Body: RawBodyRule {
        public static let contentTypes = [
            "image/jpeg", "image/png", "image/gif", "image/webp", "application/octet-stream",
        ]
        public static let byteLimit = 700_000
        public static var sample: [UInt8] { [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0, 0, 0, 0x3b] }
    }

    public struct Request: RawRequest {
        public let bet: ID<SyndicateBet>
        public let body: RawBody<Body>

        enum CodingKeys: String, CodingKey { case bet = "bet_id", body }

        public init(bet: ID<SyndicateBet>, body: RawBody<Body>) { (self.bet, self.body) = (bet, body) }
    }
    public typealias Reply = SyndicateScreenshot
    public enum Failure: String, DomainFailure {
        /// Whatever it is called, it is no JPEG, PNG, GIF or WebP.
        case notAnImage = "not_an_image"
        case wrongState = "wrong_state"
        public var status: Int { self == .wrongState ? 409 : 422 }
    }
    public static let name = "betting.upload-syndicate-screenshot"
    public static let summary = "Keep a screenshot of a bet's slip, in place of the one before; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .put("/v1/syndicate-bets/{bet_id}/screenshot")
}

public enum GetSyndicateScreenshot: DocumentQuery {
    public struct Request: DocumentRequest {
        public let filename: FileName
        public let cursor: Cursor?

        public init(filename: FileName, cursor: Cursor? = nil) { (self.filename, self.cursor) = (filename, cursor) }
    }
    public typealias Reply = DocumentPage
    public static let mediaTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"]
    public static let name = "betting.get-syndicate-screenshot"
    public static let summary = "A screenshot of a bet's slip, for those in its syndicate"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/uploads/screenshots/{filename}")
}

public struct SyndicateScreenshotKept: Event {
    public static let type = "betting.syndicate-screenshot-kept"
    public let bet: ID<SyndicateBet>
    public let filename: FileName
    public let digest: String
    public let size: Int64
    /// The file that it took the place of.
    public let before: FileName?
    public var subject: Subject { Subject("syndicate-bet", bet) }
    public init(_ screenshot: SyndicateScreenshot, before: FileName?) {
        (bet, filename, digest) = (screenshot.bet, screenshot.filename, screenshot.digest)
        (size, self.before) = (screenshot.size, before)
    }
}
