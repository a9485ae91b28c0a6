internal import Crypto

/// The organizer's part in the chance of a draw: thirty-two secret bytes, chosen and committed to before the first sale and
/// told after the last.
public struct Seed: Hashable, Sendable {
    public static let byteCount = 32
    public let bytes: [UInt8]

    /// Takes 32 bytes; nil for any other number of them.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Takes what `hex` wrote.
    public init?(hex: String) {
        guard let bytes = Hex.decode(hex), Hex.encode(bytes) == hex else { return nil }
        self.init(bytes)
    }

    public var hex: String { Hex.encode(bytes) }

    /// What is published of it before the first sale: the SHA-256, in hexadecimal, of the lines
    /// `croupier/raffle/commitment/1`, raffle, draw, seed in hexadecimal. Nobody can tell the seed by it, and nobody can find
    /// another seed that fits it.
    public func commitment(for draw: DrawIdentity) -> String {
        Hex.encode(CanonicalText.hash("commitment", draw.lines + [hex]))
    }
}

extension Seed: CustomStringConvertible {
    /// Says nothing of the seed, so that it does not reach a log by accident before its time.
    public var description: String { "Seed" }
}
