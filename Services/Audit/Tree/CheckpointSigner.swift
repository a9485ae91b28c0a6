public import Crypto
import FoundationEssentials

/// Signs tree heads as C2SP checkpoints: a signed note of three lines.
public struct CheckpointSigner: Sendable {
    /// The log's name, which is also the key's.
    public static let origin = "croupier/audit"

    private let key: Ed25519SigningKey

    public init(key: Ed25519SigningKey) { self.key = key }

    public func sign(size: Int64, root: [UInt8]) -> String {
        let text = "\(CheckpointSigner.origin)\n\(size)\n\(Base64.encode(root))\n"
        let signature = keyHash + key.sign(Array(text.utf8))
        return text + "\n\u{2014} \(CheckpointSigner.origin) \(Base64.encode(signature))\n"
    }

    /// The public key as signed notes name it.
    public var verifierKey: String {
        "\(CheckpointSigner.origin)+\(Hex.encode(keyHash))+\(Base64.encode(typedKey))"
    }

    /// Ed25519 is algorithm 1 there.
    private var typedKey: [UInt8] { [1] + key.publicKey.bytes }

    private var keyHash: [UInt8] {
        Array(SHA256.hash(parts: Array("\(CheckpointSigner.origin)\n".utf8), typedKey).prefix(4))
    }
}

/// Base64 with padding, as the formats of transparency logs have it.
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    public static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}
