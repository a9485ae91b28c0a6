import CNettle

/// MD5 (RFC 1321), for the one method that is published with it (RFC 3797). It keeps nothing secret and proves nothing:
/// whoever wants two texts of one hash can have them. For all else there is `SHA256`.
public enum MD5 {
    /// The length of a hash in bytes.
    public static let byteCount = Int(MD5_DIGEST_SIZE)

    /// The hash of the bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var state = md5_ctx()
        nettle_md5_init(&state)
        nettle_md5_update(&state, bytes.count, bytes)
        return Sodium.filled(byteCount) { nettle_md5_digest(&state, byteCount, $0) }
    }
}
