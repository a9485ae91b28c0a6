import CSodium

/// Randomness that a seed decides: the ChaCha20 key stream of the seed, the same on every machine.
///
/// Unpredictable as long as the seed is; not `Sendable`, because the order of its callers is part of the result.
public final class SeededEntropy: Entropy {
    private static let blockByteCount = 64
    /// Drawn at once, because a call for each small number would cost more than the number.
    private static let bufferedBlocks = 16

    private let key: [UInt8]
    private var nextBlock: UInt64 = 0
    private var buffer: [UInt8]
    private var used: Int

    /// Takes a seed of 32 bytes.
    public init(seed: [UInt8]) throws(CryptoError) {
        try CryptoError.require(seed, count: Int(crypto_stream_chacha20_KEYBYTES))
        Sodium.start()
        self.key = seed
        self.buffer = [UInt8](repeating: 0, count: Self.blockByteCount * Self.bufferedBlocks)
        self.used = buffer.count
    }

    /// Takes a small seed that a person can type: for simulation, not for secrets.
    public convenience init(seed: UInt64) {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: seed >> ($0 * 8)) }
        do {
            try self.init(seed: number + [UInt8](repeating: 0, count: 24))
        } catch {
            preconditionFailure("32 bytes are a seed")
        }
    }

    public func bytes(_ count: Int) -> [UInt8] {
        var drawn: [UInt8] = []
        drawn.reserveCapacity(count)
        while drawn.count < count {
            if used == buffer.count { refill() }
            let end = min(buffer.count, used + count - drawn.count)
            drawn.append(contentsOf: buffer[used..<end])
            used = end
        }
        return drawn
    }

    public func next() -> UInt64 {
        // Left-over bytes of the buffer join the next one's, so that the stream does not depend on the buffer's size.
        if buffer.count - used < 8 {
            return bytes(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        defer { used += 8 }
        return buffer.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: used, as: UInt64.self)) }
    }

    private func refill() {
        let zeros = [UInt8](repeating: 0, count: buffer.count)
        let nonce = [UInt8](repeating: 0, count: Int(crypto_stream_chacha20_NONCEBYTES))
        _ = crypto_stream_chacha20_xor_ic(&buffer, zeros, UInt64(zeros.count), nonce, nextBlock, key)
        nextBlock += UInt64(Self.bufferedBlocks)
        used = 0
    }
}
