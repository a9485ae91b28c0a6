import Messages

/// What the log itself tells of bytes that are kept no longer.
struct FreedBytes: Decodable {
    private struct Told: Decodable { let count: Int64 }

    private let type: String
    private let data: Told

    /// Of how many events an event tells that their bytes are freed; 0 for any other.
    static func told(by body: [UInt8], of source: String) -> Int64 {
        guard source == ServiceName.audit.rawValue, let event = try? WireCoding().decode(FreedBytes.self, from: body),
            event.type == AuditBodiesFreed.type
        else { return 0 }
        return max(0, event.data.count)
    }
}
