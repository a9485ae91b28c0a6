import Crypto
import Messages
import Runtime
import Storage

/// Who a report comes from: whoever has the secret, lately, and by each signature once.
struct ReportSignature {
    let bytes: [UInt8]
    /// In seconds since 1970, by the signer's clock.
    let signedAt: Int64

    typealias Failure = ReportTransfer.Failure

    /// The signature of a report, checked. It is compared before the time is, so that who has not the secret learns
    /// nothing of clocks.
    init(of request: ReportTransfer.Request, with secret: [UInt8]?, at now: Timestamp) throws {
        guard let time = request.timestamp, let text = request.signature else {
            throw Self.refusal(
                .missingSignature, "expected the header fields X-Croupier-Timestamp and X-Croupier-Signature")
        }
        // Ten digits last beyond the year 2200.
        let isTime = (1...10).contains(time.utf8.count) && time.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard let secret, isTime, let signedAt = Int64(time), let bytes = Hex.decode(text) else {
            throw Self.refusal(.invalidSignature, Self.expected)
        }
        let right = MessageAuthentication.code(of: Array("\(time).".utf8), request.body.bytes, key: secret)
        guard constantTimeEquals(bytes, right) else { throw Self.refusal(.invalidSignature, Self.expected) }
        let age = now.milliseconds - signedAt * 1000
        guard age.magnitude <= UInt64(ReportTransfer.signatureWindow * 1000) else {
            throw Self.refusal(
                .expiredSignature,
                "signed \(age / 1000) seconds ago; at most \(ReportTransfer.signatureWindow) either way count")
        }
        (self.bytes, self.signedAt) = (bytes, signedAt)
    }

    /// Uses it up; false where it was used before. Those that would be refused for their age need not be remembered.
    func use(in context: CommandContext) throws -> Bool {
        let oldest = context.now.milliseconds / 1000 - ReportTransfer.signatureWindow - 1
        try context.database.run("DELETE FROM report_signatures WHERE signed_at < ?", oldest)
        return try context.database.run(
            "INSERT INTO report_signatures (signature, signed_at) VALUES (?, ?) ON CONFLICT DO NOTHING", bytes, signedAt
        ) == 1
    }

    private static let expected =
        "expected HMAC-SHA-256 of the timestamp in seconds, a full stop and the body, in hexadecimal"

    private static func refusal(_ failure: Failure, _ detail: String) -> Rejection {
        failure.because(detail) { try $0.emit(TransferReportRefused(code: failure.rawValue)) }
    }
}
