import FoundationEssentials
import Messages
import Runtime

/// One client of the platform: does what its script says, one thing at a time, asks again when an answer was lost, and
/// holds every answer against those that it had before.
final class Client {
    /// What it is doing, and what to do when that ends.
    enum Task {
        case submit(Submission, then: ((Answer) throws -> Void)?)
        case read(Call, tries: Int, then: (Answer?) throws -> Void)
        case follow(Call, after: String?, then: (Answer?) throws -> Void)
        /// Asks with the key of a concluded operation and another body.
        case conflict(Submission)
        case outcome(Submission)
        case fence(Submission)
        case attempt(Submission, then: (Answer) throws -> Void)
        case probe(String, tries: Int)
        /// With the step of its one-time code, if it has one.
        case signIn(Submission, step: Int64?)
    }

    let index: Int
    private(set) var person: Person
    let script: any Script
    let story: Story
    var dice: Dice
    var session: SignedIn?
    var tasks: [Task] = []
    var submissions: [Submission] = []
    var isDone = false
    /// The exchange under way.
    var exchange: UInt64?
    /// What was held against its user when that began.
    private(set) var sanction: Sanctions.Sanction?
    private var keys = 0
    /// The concluded submissions whose outcomes were looked up at the end.
    var looked = 0
    var isTakingStock = false
    /// Whether its user may have left without its knowing.
    var isLeaving = false
    private(set) var hasLeft = false

    init(index: Int, person: Person, script: any Script, story: Story, seed: UInt64) {
        (self.index, self.person, self.script, self.story) = (index, person, script, story)
        dice = Dice.forked(from: seed, 1000 + UInt64(index))
    }

    var token: String? { session?.token }

    var isFollowing: Bool { if case .follow = tasks.last { true } else { false } }

    /// Forgets a session that is over, unless it has another by now.
    func leave(_ old: SignedIn) {
        if session?.sessionID == old.sessionID { session = nil }
    }

    /// Its user has left: nobody tells any more what became of what they did.
    func leaveForGood() {
        (session, isLeaving, hasLeft, looked) = (nil, false, true, submissions.count)
        tasks.removeAll()
    }

    func become(_ other: Person) { (person, hasLeft) = (other, false) }

    func newSubmission(_ call: Call, isAnonymous: Bool = false) -> Submission {
        keys += 1
        let submission = Submission(call, key: "c\(index)-\(keys)", isAnonymous: isAnonymous || token == nil)
        submissions.append(submission)
        return submission
    }

    /// The HTTP request for the task at hand.
    func request(_ id: UInt64) -> WebRequest? {
        sanction = story.sanctions[session?.user.id]
        switch tasks.last {
        case .submit(let submission, _)?, .signIn(let submission, _)?, .attempt(let submission, _)?:
            submission.attempts += 1
            return web(id, submission.call, key: submission.key, bearer: submission.isAnonymous ? nil : token)
        case .conflict(let submission)?:
            return web(id, submission.call.withOtherBody, key: submission.key, bearer: token)
        case .read(let call, _, _)?: return web(id, call, key: nil, bearer: token)
        case .follow(let call, let place, _)?: return web(id, call, key: nil, bearer: token, place: place)
        case .probe(let token, _)?: return web(id, .get("/v1/me"), key: nil, bearer: token)
        case .outcome(let submission)?:
            return web(id, .get("/v1/operations/\(submission.id)"), key: nil, bearer: token)
        case .fence(let submission)?:
            submission.isFencing = true
            let call = Call.post("", "/v1/operations/\(submission.id)/fence")
            return web(id, call, key: nil, bearer: token)
        case nil: return nil
        }
    }

    private func web(
        _ id: UInt64, _ call: Call, key: String?, bearer: String?, place: String? = nil
    ) -> WebRequest {
        var headers = [(name: "accept", value: "application/json")]
        if !call.body.isEmpty { headers.append((name: "content-type", value: "application/json")) }
        if let key { headers.append((name: "idempotency-key", value: key)) }
        headers.append((name: "traceparent", value: trace(call, key)))
        if let place { headers.append((name: "last-event-id", value: place)) }
        if let bearer { headers.append((name: "authorization", value: "Bearer \(bearer)")) }
        let parts = call.path.split(separator: "?", maxSplits: 1)
        let pairs = parts.count < 2 ? [] : parts[1].split(separator: "&")
        let query: [(name: String, value: String)] = pairs.map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1)
            return (name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
        }
        return WebRequest(
            id: id, method: call.method, path: String(parts[0]), query: query, headers: headers,
            body: Array(call.body.utf8), remoteAddress: person.address)
    }

    /// The same for every attempt at one operation, as a client would pass it on; so even a refusal that is not stored
    /// is the same each time.
    private func trace(_ call: Call, _ key: String?) -> String {
        let number = Int64(key?.split(separator: "-").last ?? "") ?? 0
        let text = String(UInt64(index + 1) << 32 | UInt64(number), radix: 16)
        let padded = String(repeating: "0", count: 16 - text.count) + text
        return "00-\(padded)\(padded)-\(padded)-01"
    }
}
