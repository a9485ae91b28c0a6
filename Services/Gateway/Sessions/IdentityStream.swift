import Messages
import Runtime

/// Watches the node follow identity's events: whom they are about, up to which of them all is known, and how fresh the
/// knowledge is that there are no more.
struct IdentityStream {
    struct News {
        /// Users and sessions, as events name them.
        var subjects: [String] = []
        /// An event could not be read, so it may be about anybody.
        var isUnclear = false
        /// The last event that is known with this.
        var position: Int64
        /// The time at which there was nothing beyond this page; nil where there is more to come.
        var isCompleteAsOf: Timestamp?
    }

    private struct Pull {
        let reference: String
        let after: Int64
        let sentAt: Timestamp
    }

    private struct About: Decodable { let subject: String }

    private let coding = WireCoding()
    private var pull: Pull?
    private var completeAsOf: Timestamp?
    private(set) var position: Int64 = 0

    func isFresh(at now: Timestamp, within limit: Int64) -> Bool {
        completeAsOf.map { now.milliseconds - $0.milliseconds <= limit } ?? false
    }

    /// Remembers what the node asks for. An answer tells how things were when it was asked, not when it arrived. Where it asks
    /// from an earlier place than all is known to, identity was put back from a copy: what was told of anybody may be
    /// otherwise now.
    mutating func note(_ out: [Outbound], at now: Timestamp) -> News? {
        var news: News?
        for case .send(.identity, let header, let body) in out where header[.operation] == PullEvents.name {
            guard let reference = header[.reference],
                let request = try? coding.decode(PullEvents.Request.self, from: body)
            else { continue }
            pull = Pull(reference: reference, after: request.after, sentAt: now)
            guard request.after < position else { continue }
            (position, completeAsOf) = (request.after, nil)
            news = News(isUnclear: true, position: request.after)
        }
        return news
    }

    /// What an answer to the newest of these requests tells; nil for any other reply.
    func read(_ header: Header, _ body: [UInt8]) -> News? {
        guard let pull, header[.reference] == pull.reference, header.number(.status) == 200,
            let head = header.number(.head)
        else { return nil }
        let lines = body.split(separator: 10)
        var news = News(position: pull.after + Int64(lines.count))
        for line in lines {
            guard let about = try? coding.decode(About.self, from: Array(line)) else {
                news.isUnclear = true
                continue
            }
            if Subject.isOfCaller(about.subject) { news.subjects.append(about.subject) }
        }
        if news.position >= head { news.isCompleteAsOf = pull.sentAt }
        return news
    }

    mutating func take(_ news: News) {
        position = max(position, news.position)
        if let time = news.isCompleteAsOf { completeAsOf = max(time, completeAsOf ?? time) }
    }
}

extension Subject {
    /// What events name whose change may change what identity vouches for: a user, and the session, API key or device
    /// by which one is known. Identity keeps to this; no type of event is known here.
    static func ofCaller(_ user: ID<User>, _ session: ID<Session>) -> [String] {
        [Subject("user", user).text, Subject("session", session).text]
    }

    static func isOfCaller(_ text: String) -> Bool { text.hasPrefix("user/") || text.hasPrefix("session/") }
}
