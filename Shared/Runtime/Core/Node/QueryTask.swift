public import Messages
public import Storage

/// A query that has been admitted and waits for a reader.
public struct QueryTask: Sendable {
    let delivery: Delivery
    let caller: Caller
    let now: Timestamp
    let trace: String
    let run: @Sendable ([UInt8], Asking, QueryContext) throws -> QueryAnswer
    var asking = Asking()
    /// How much there had been touched when it was asked.
    var mark: UInt64 = 0

    /// Tells whether two tasks are copies of one message, sent again because the answer took long.
    public struct Identity: Hashable, Sendable {
        let route, header, body: [UInt8]
    }

    public var identity: Identity {
        Identity(route: delivery.route, header: delivery.header.bytes, body: delivery.body)
    }

    /// Whether somebody asks who is no service.
    public var isOfOutsider: Bool { delivery.isOfOutsider }
    public var route: [UInt8] { delivery.route }

    /// The answer where there is no reader free for it and too many wait already.
    public func overloaded() -> Outbound { reply(CommonFailure.overloaded.because("too many queries; try again")) }

    func reply(_ rejection: Rejection) -> Outbound {
        var problem = rejection.problem
        problem.traceID = String(trace.dropFirst(3).prefix(32))
        let body = (try? WireCoding().encode(problem)) ?? []
        return reply(EncodedReply(status: problem.status, location: nil, body: body))
    }

    func reply(_ reply: EncodedReply) -> Outbound {
        var header = Header(.reply)
        header[.reference] = delivery.returnAddress.reference
        header.set(.status, Int64(reply.status))
        header[.location] = reply.location
        return .reply(to: delivery.route, header: header, body: reply.body)
    }
}

/// How a stream's question is asked this time.
struct Asking: Sendable {
    /// The place that it got to when it found nothing before.
    var after: Cursor?
    /// It is answered now, whatever there is.
    var isLast = false
}

/// What a query's rule gives.
enum QueryAnswer: Sendable {
    case reply(EncodedReply)
    /// There is nothing yet: up to what place that was found, whether the stream ends there, what it waits for and how
    /// long it may.
    case nothingYet(after: Cursor, isAtEnd: Bool, topic: String, wait: Int64)
}

/// A stream's question that found nothing yet.
public struct QuestionKept: Sendable {
    let task: QueryTask
    let after: Cursor
    let isAtEnd: Bool
    let topic: String
    let wait: Int64

    public var route: [UInt8] { task.route }

    func again(isLast: Bool, mark: UInt64) -> QueryTask {
        var task = task
        task.asking = Asking(after: after, isLast: isLast)
        task.mark = mark
        return task
    }
}

/// What has become of a query.
public enum QueryOutcome: Sendable {
    case answered(Outbound)
    /// For the machine, as `Inbound.nothingYet`: it keeps the question and has it asked again.
    case nothingYet(QuestionKept)
}

/// Runs queries on a read-only connection of its own, beside the writer and never in its way.
public final class QueryRunner {
    private let database: Connection
    private let coding = WireCoding()

    public init(database: Connection) { self.database = database }

    /// Runs it, unless whoever asked has given up by now.
    public func run(_ task: QueryTask, at time: Timestamp) -> QueryOutcome {
        if let deadline = task.delivery.header.number(.deadline), time.milliseconds > deadline {
            return .answered(task.reply(CommonFailure.deadlinePassed.because("it was not begun in time")))
        }
        let context = QueryContext(
            database: database, now: task.now, caller: task.caller, client: Client(task.delivery), coding: coding)
        do {
            try database.beginRead()
            defer { try? database.endRead() }
            switch try task.run(task.delivery.body, task.asking, context) {
            case .reply(let reply): return .answered(task.reply(reply))
            case .nothingYet(let after, let isAtEnd, let topic, let wait):
                return .nothingYet(
                    QuestionKept(task: task, after: after, isAtEnd: isAtEnd, topic: topic, wait: wait))
            }
        } catch let rejection as Rejection {
            return .answered(task.reply(rejection))
        } catch is AmountOverflow {
            let detail = "the sum is more than the platform can hold"
            return .answered(task.reply(CommonFailure.amountOverflow.because(detail)))
        } catch is StorageError {
            let detail = "the service cannot read just now; try again"
            return .answered(task.reply(CommonFailure.overloaded.because(detail)))
        } catch {
            preconditionFailure("bug in a query: \(error)")
        }
    }
}
