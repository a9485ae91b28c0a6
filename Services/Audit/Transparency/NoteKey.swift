public import Crypto

/// A public key as signed notes name it: by a name, and by a hash over name, kind and key.
public struct NoteKey: Hashable, Sendable {
    /// What is signed with it, by the numbers that the form gives.
    public enum Kind: UInt8, Sendable {
        /// The note's text.
        case note = 1
        /// A time and the note's text: a witness's word that it has seen this checkpoint and none that contradicts it.
        case cosignature = 4
    }

    public let name: String
    public let kind: Kind
    public let key: Ed25519PublicKey

    /// Nil for a name that no note could carry.
    public init?(name: String, kind: Kind, key: Ed25519PublicKey) {
        guard NoteKey.isName(name) else { return nil }
        (self.name, self.kind, self.key) = (name, kind, key)
    }

    /// From `name+hash+key`, the form in which such keys are handed out.
    public init?(text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[2])), let first = bytes.first,
            let kind = Kind(rawValue: first), let key = try? Ed25519PublicKey(bytes: Array(bytes.dropFirst()))
        else { return nil }
        self.init(name: String(parts[0]), kind: kind, key: key)
        guard Hex.encode(hash).utf8.elementsEqual(parts[1].utf8) else { return nil }
    }

    public var text: String { "\(name)+\(Hex.encode(hash))+\(Base64.encode(typedKey))" }

    /// The four bytes that stand before each signature.
    public var hash: [UInt8] { Array(SHA256.hash(parts: Array("\(name)\n".utf8), typedKey).prefix(4)) }

    private var typedKey: [UInt8] { [kind.rawValue] + key.bytes }

    static func isName(_ name: some StringProtocol) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0 != "+" && $0.value >= 0x20 && !$0.properties.isWhitespace }
    }

    /// Whether the signature says that it is by this key.
    public func isNamed(in signature: NoteSignature) -> Bool {
        signature.name.utf8.elementsEqual(name.utf8) && signature.keyHash == hash
    }

    public func verifies(_ signature: NoteSignature, of text: String) -> Bool {
        guard isNamed(in: signature) else { return false }
        switch kind {
        case .note: return key.verifies(signature.bytes, of: Array(text.utf8))
        case .cosignature:
            guard let cosignature = Cosignature(signature) else { return false }
            return key.verifies(cosignature.signature, of: Cosignature.message(text, at: cosignature.time))
        }
    }
}
