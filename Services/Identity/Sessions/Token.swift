import Crypto
import Runtime

/// A secret of 256 bits by which its holder is known. It is kept only as a hash; its text tells what it is for.
struct Token {
    /// By what the text begins.
    enum Kind: String, CaseIterable {
        case apiKey = "crk_"
        case device = "crd_"
        case session = ""
    }

    private static let byteCount = 32

    let kind: Kind
    private let secret: [UInt8]

    init(_ kind: Kind, in context: CommandContext) {
        (self.kind, secret) = (kind, context.randomBytes(Token.byteCount))
    }

    /// Nil for a text that is none. A session's may begin like another kind's; it is shorter.
    init?(_ text: String) {
        for kind in Kind.allCases where text.hasPrefix(kind.rawValue) {
            let rest = String(text.dropFirst(kind.rawValue.count))
            if let secret = Base64URL.decode(rest), secret.count == Token.byteCount {
                (self.kind, self.secret) = (kind, secret)
                return
            }
        }
        return nil
    }

    var text: String { kind.rawValue + Base64URL.encode(secret) }
    var hash: [UInt8] { SHA256.hash(secret) }
}
