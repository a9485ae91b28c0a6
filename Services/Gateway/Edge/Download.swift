import Messages

/// A document on its way to a client, page by page.
struct Download {
    /// Whose it is: nobody may have all the places.
    enum Owner: Hashable {
        case token(TokenHash)
        case address(String)
    }

    let ticket: Ticket
    let owner: Owner
    let operation: RoutedOperation
    let service: ServiceName
    let fields: [String: JSONValue]
    /// Every page is asked for with what the token stands for by then.
    let token: Bearer?
    let client: ClientOrigin
    /// The client wants the header fields only.
    let isHead: Bool
    /// Whether the client has been given the first page: from then on nothing can be refused, only broken off.
    var isBegun = false
    /// Where the next page begins.
    var next: Cursor?
}

/// How documents ended, for the metrics.
struct DownloadCounts {
    var whole: Int64 = 0
    var cut: Int64 = 0
    var abandoned: Int64 = 0
}
