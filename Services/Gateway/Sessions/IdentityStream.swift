import Messages
import Runtime

/// Watches the node follow identity's events: which sessions they end, and how fresh the knowledge of it is.
struct IdentityStream {
    struct News {
        var ended: [ID<Session>] = []
        /// An end was told in words that this build cannot read, so it may be anybody's.
        var isUnclear = false
        /// The time at which there was nothing beyond this page; nil where there is more to come.
        var isCompleteAsOf: Timestamp?
    }

    private struct Pull {
        let reference: String
        let after: Int64
        let sentAt: Timestamp
    }

    private struct Kind: Decodable { let type: String }
    private struct Ended: Decodable { let data: SessionEnded }

    private let coding = WireCoding()
    private var pull: Pull?
    private var completeAsOf: Timestamp?

    func isFresh(at now: Timestamp, within limit: Int64) -> Bool {
        completeAsOf.map { now.milliseconds - $0.milliseconds <= limit } ?? false
    }

    /// Remembers what the node asks for. An answer tells how things were when it was asked, not when it arrived.
    mutating func note(_ out: [Outbound], at now: Timestamp) {
        for case .send(.identity, let header, let body) in out where header[.operation] == PullEvents.name {
            guard let reference = header[.reference],
                let request = try? coding.decode(PullEvents.Request.self, from: body)
            else { continue }
            pull = Pull(reference: reference, after: request.after, sentAt: now)
        }
    }

    /// What an answer to the newest of these requests tells; nil for any other reply.
    func read(_ header: Header, _ body: [UInt8]) -> News? {
        guard let pull, header[.reference] == pull.reference, header.number(.status) == 200,
            let head = header.number(.head)
        else { return nil }
        var news = News()
        let lines = body.split(separator: 10)
        for line in lines {
            let bytes = Array(line)
            guard (try? coding.decode(Kind.self, from: bytes))?.type == SessionEnded.type else { continue }
            if let record = try? coding.decode(Ended.self, from: bytes) {
                news.ended.append(record.data.session)
            } else {
                news.isUnclear = true
            }
        }
        if pull.after + Int64(lines.count) >= head { news.isCompleteAsOf = pull.sentAt }
        return news
    }

    mutating func take(_ news: News) {
        if let time = news.isCompleteAsOf { completeAsOf = max(time, completeAsOf ?? time) }
    }
}
