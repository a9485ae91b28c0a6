import Transparency

/// Whether a witness keeps up with the log: it must have cosigned each head, or a later one, within some time after the
/// head was first seen. So no clock of the log's is believed, nor the witness's.
public struct WitnessWatch: Sendable {
    public static let standardLagSeconds: Int64 = 60

    public let lagSeconds: Int64
    /// The latest head that carries all the cosignatures that are asked for.
    public private(set) var witnessed: SignedHead?
    public private(set) var awaited: AwaitedHead?
    private let isNeeded: Bool

    public init(
        isNeeded: Bool, lagSeconds: Int64 = WitnessWatch.standardLagSeconds, witnessed: SignedHead? = nil,
        awaited: AwaitedHead? = nil
    ) {
        (self.isNeeded, self.lagSeconds, self.witnessed, self.awaited) = (isNeeded, lagSeconds, witnessed, awaited)
    }

    /// Whether all heads that were seen are cosigned.
    public var isSettled: Bool { !isNeeded || awaited == nil }

    /// - Parameters:
    ///   - cosigned: the latest cosigned head, which was found to agree with the log.
    ///   - time: in milliseconds since 1970, by the auditor's own clock.
    /// - Returns: what is wrong, if too much time has passed.
    public mutating func see(head: SignedHead, cosigned: SignedHead?, at time: Int64) -> Finding? {
        guard isNeeded else { return nil }
        if let cosigned, cosigned.size >= witnessed?.size ?? 0 { witnessed = cosigned }
        let reached = witnessed?.size ?? -1
        if let waiting = awaited, waiting.size <= reached { awaited = nil }
        if awaited == nil, head.size > reached { awaited = AwaitedHead(size: head.size, since: time) }
        guard let waiting = awaited else { return nil }
        let seconds = (time - waiting.since) / 1000
        guard seconds > lagSeconds else { return nil }
        let last = witnessed.map { "the last cosigned head has \($0.size) events" } ?? "there is no cosigned head"
        return Finding(
            .staleCosignature,
            "the head of \(waiting.size) events waits for its cosignature for \(seconds) seconds; \(last)")
    }
}
