import Messages

enum Table {}

enum Mood: String, WireEnum { case calm, lively }

struct TableReply: Codable, Sendable {
    let tableID: ID<Table>
    let price: Money

    enum CodingKeys: String, CodingKey { case tableID = "table_id", price }
}

enum SeatFailure: String, DomainFailure {
    case full = "table_full"
    case gone = "table_gone"
    var status: Int { self == .gone ? 409 : 422 }
}

enum BookSeats: Command {
    struct Guest: Codable, Sendable {
        let name: Text<TitleRule>
        let age: Int64?
    }
    struct Request: Codable, Sendable {
        let tableID: ID<Table>
        let limit: PageLimit
        let price: Money
        let mood: Mood?
        let isQuiet: Bool?
        let guests: [Guest]

        enum CodingKeys: String, CodingKey {
            case tableID = "table_id", limit, price, mood, isQuiet = "quiet", guests
        }
    }
    typealias Reply = TableReply
    typealias Failure = SeatFailure
    static let name = "betting.book-seats"
    static let summary = "Book seats at a table"
    static let access = Access.signedIn
    static var route: Route? { .create("/v1/tables/{table_id}/seats") }
}

enum ListTables: Query {
    struct Request: Codable, Sendable {
        let limit: PageLimit?
        let isOpen: Bool?
        let name: Text<TitleRule>?

        enum CodingKeys: String, CodingKey { case limit, isOpen = "open", name }
    }
    typealias Reply = Page<TableReply>
    static let name = "betting.list-tables"
    static let summary = "The tables"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/tables") }
}

struct TableRequest: Codable, Sendable {
    let tableID: ID<Table>

    enum CodingKeys: String, CodingKey { case tableID = "table_id" }
}

enum GetTable: Query {
    typealias Request = TableRequest
    typealias Reply = TableReply
    static let name = "betting.get-table"
    static let summary = "One table"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/tables/{table_id}") }
}

enum TopTables: Query {
    typealias Request = Nothing
    typealias Reply = Page<TableReply>
    static let name = "betting.top-tables"
    static let summary = "The best tables"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/tables/top") }
}

enum RemoveTable: Command {
    typealias Request = TableRequest
    typealias Reply = Nothing
    static let name = "betting.remove-table"
    static let summary = "Take a table away"
    static let access = Access.roles([.organizer, .admin])
    static var route: Route? { .delete("/v1/tables/{table_id}") }
}

/// Wants a path that a table's seats already have.
enum StealSeats: Command {
    typealias Request = TableRequest
    typealias Reply = Nothing
    static let name = "raffle.steal-seats"
    static let summary = "Take another's path"
    static let access = Access.anyone
    static var route: Route? { .act("/v1/tables/{table_id}/seats") }
}

enum ShowHall: Query {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "raffle.show-hall"
    static let summary = "The hall"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/hall") }
}

func bettingCatalogue() throws -> Catalogue {
    Catalogue(
        service: .betting, build: "b1",
        operations: [
            try OperationDescription(BookSeats.self), try OperationDescription(ListTables.self),
            try OperationDescription(GetTable.self), try OperationDescription(TopTables.self),
            try OperationDescription(RemoveTable.self),
        ], events: [try EventDescription(CatalogueAnnounced.self)])
}

func raffleCatalogue() throws -> Catalogue {
    Catalogue(
        service: .raffle, build: "r1",
        operations: [try OperationDescription(StealSeats.self), try OperationDescription(ShowHall.self)], events: [])
}

/// Changes something of the caller's own at identity.
enum LeaveHouse: Command {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "identity.leave-house"
    static let summary = "Leave"
    static let access = Access.signedIn
    static var route: Route? { .delete("/v1/house") }
}

enum SeeHouse: Query {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "identity.see-house"
    static let summary = "The house"
    static let access = Access.signedIn
    static var route: Route? { .get("/v1/house") }
}

/// A gateway for which identity too has operations.
func houseGateway() throws -> GatewayUnderTest {
    let gateway = try gateway()
    try gateway.announce(
        Catalogue(
            service: .identity, build: "1",
            operations: [try OperationDescription(LeaveHouse.self), try OperationDescription(SeeHouse.self)],
            events: []))
    return gateway
}
