import Crypto
import Messages

/// What a peer bet's words come to in the audit log: a hash that proves them to who has them, and tells nobody else
/// anything, since it is salted and the salt is forgotten with them.
enum PeerTerms {
    static let saltByteCount = 16

    private struct Words: Encodable {
        let outcomes: [OutcomeName]
        let terms: Note?
        let title: Title
    }

    static func digest(of request: CreatePeerBet.Request, salt: [UInt8]) throws -> [UInt8] {
        let words = Words(outcomes: request.outcomes.names, terms: request.terms, title: request.title)
        return SHA256.hash(parts: salt, try WireCoding().encode(words))
    }
}
