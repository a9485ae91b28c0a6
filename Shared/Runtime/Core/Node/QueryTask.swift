public import Messages
public import Storage

/// A query that has been admitted and waits for a reader.
public struct QueryTask: Sendable {
    let delivery: Delivery
    let caller: Caller
    let now: Timestamp
    let trace: String
    let run: @Sendable ([UInt8], QueryContext) throws -> EncodedReply

    /// Tells whether two tasks are copies of one message, sent again because the answer took long.
    public struct Identity: Hashable, Sendable {
        let route, header, body: [UInt8]
    }

    public var identity: Identity {
        Identity(route: delivery.route, header: delivery.header.bytes, body: delivery.body)
    }

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

/// Runs queries on a read-only connection of its own, beside the writer and never in its way.
public final class QueryRunner {
    private let database: Connection
    private let coding = WireCoding()

    public init(database: Connection) { self.database = database }

    /// Runs it, unless whoever asked has given up by now.
    public func run(_ task: QueryTask, at time: Timestamp) -> Outbound {
        if let deadline = task.delivery.header.number(.deadline), time.milliseconds > deadline {
            return task.reply(CommonFailure.deadlinePassed.because("it was not begun in time"))
        }
        let context = QueryContext(
            database: database, now: task.now, caller: task.caller, client: Client(task.delivery), coding: coding)
        do {
            try database.beginRead()
            defer { try? database.endRead() }
            return task.reply(try task.run(task.delivery.body, context))
        } catch let rejection as Rejection {
            return task.reply(rejection)
        } catch is AmountOverflow {
            return task.reply(CommonFailure.amountOverflow.because("the sum is more than the platform can hold"))
        } catch is StorageError {
            return task.reply(CommonFailure.overloaded.because("the service cannot read just now; try again"))
        } catch {
            preconditionFailure("bug in a query: \(error)")
        }
    }
}
