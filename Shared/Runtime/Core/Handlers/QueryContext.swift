public import Messages
public import Storage

/// What a query has: a snapshot of the service's database, the time and the caller.
public final class QueryContext {
    public let database: Connection
    public let now: Timestamp
    public let caller: Caller
    public let client: Client
    let coding: WireCoding

    init(database: Connection, now: Timestamp, caller: Caller, client: Client, coding: WireCoding) {
        (self.database, self.now, self.caller, self.client) = (database, now, caller, client)
        self.coding = coding
    }

    func decode<Request: Decodable>(_ type: Request.Type, from body: [UInt8]) throws -> Request {
        do { return try coding.decodeInput(type, from: body) } catch { throw Rejection(error) }
    }

    /// The statement of the signed-in user who asks.
    public func user() throws -> Statement {
        guard let statement = caller.statement else {
            throw CommonFailure.unauthenticated.because("sign in and send the session's token")
        }
        return statement
    }
}
