import Gateway
import Messages

/// A stream for people who are signed in.
enum FollowHall: LiveQuery {
    struct Request: LiveRequest {
        var after: Cursor?
        let room: Text<TitleRule>?
        let waitMilliseconds: Int64?

        enum CodingKeys: String, CodingKey { case after, room, waitMilliseconds = "wait_milliseconds" }
    }
    static let name = "raffle.follow-hall"
    static let summary = "What happens in the hall"
    static let access = Access.signedIn
    static var route: Route? { .get("/v1/hall/stream") }
    static let itemTypes = ["raffle.hall-changed"]
}

/// A stream for anyone, of one thing.
enum FollowTable: LiveQuery {
    struct Request: LiveRequest {
        let tableID: ID<Table>
        var after: Cursor?
        let waitMilliseconds: Int64?

        enum CodingKeys: String, CodingKey { case tableID = "table_id", after, waitMilliseconds = "wait_milliseconds" }
    }
    static let name = "raffle.follow-table"
    static let summary = "What happens at a table"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/tables/{table_id}/stream") }
    static let itemTypes = [LiveDescription.everyEvent]
}

/// A gateway for which the raffle has streams.
func streamGateway(_ settings: EdgeSettings = EdgeSettings()) throws -> GatewayUnderTest {
    let gateway = try gateway(settings)
    try gateway.announce(
        Catalogue(
            service: .raffle, build: "1",
            operations: [try OperationDescription(FollowHall.self), try OperationDescription(FollowTable.self)],
            events: []))
    return gateway
}
