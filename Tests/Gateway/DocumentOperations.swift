import Gateway
import Messages

enum ListDishes: Query {
    struct Request: Codable, Sendable {
        let name: Text<TitleRule>?
        let limit: PageLimit?
    }
    typealias Reply = Page<TableReply>
    static let name = "raffle.list-dishes"
    static let summary = "The dishes"
    static let access = Access.signedIn
    static var route: Route? { .get("/v1/dishes") }
}

/// The same list as a document, at the same place.
enum ExportDishes: DocumentQuery {
    struct Request: DocumentRequest {
        let name: Text<TitleRule>?
        let format: TableFormat
        let cursor: Cursor?
    }
    static let name = "raffle.export-dishes"
    static let summary = "The dishes as a file"
    static let access = Access.signedIn
    static var route: Route? { .get("/v1/dishes") }
    static let mediaTypes = TableFormat.mediaTypes
}

/// Answers with nothing but a document.
enum ShowPoster: DocumentQuery {
    struct Request: DocumentRequest {
        let tableID: ID<Table>
        let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case tableID = "table_id", cursor }
    }
    static let name = "raffle.show-poster"
    static let summary = "A poster"
    static let access = Access.anyone
    static var route: Route? { .get("/v1/tables/{table_id}/poster") }
    static let mediaTypes = ["image/png"]
}

/// A gateway for which the raffle has documents.
func documentGateway(_ settings: EdgeSettings = EdgeSettings()) throws -> GatewayUnderTest {
    let gateway = try gateway(settings)
    try gateway.announce(
        Catalogue(
            service: .raffle, build: "1",
            operations: [
                try OperationDescription(ExportDishes.self), try OperationDescription(ListDishes.self),
                try OperationDescription(ShowPoster.self),
            ], events: []))
    return gateway
}
