import Messages

/// A stream on its way to a client, which has no end.
struct LiveStream {
    /// Whose it is: nobody may have all the places.
    enum Owner: Hashable {
        case user(String)
        case address(String)
    }

    /// What has been written and the client has not taken yet.
    enum Unread {
        case nothing
        /// So little that a page may follow it.
        case beat
        case page
    }

    /// By which alarms know it.
    let number: UInt64
    let ticket: Ticket
    let operation: RoutedOperation
    let service: ServiceName
    let fields: [String: JSONValue]
    /// Every page is asked for with what the token stands for by then.
    let token: Bearer?
    let client: ClientOrigin
    /// The client wants the header fields only.
    let isHead: Bool
    /// Known when it is known who asks; with it comes the place, so that nobody has one under a made-up name.
    var owner: Owner?
    /// Whom the caller's statement speaks of: news about them are looked into at once.
    var subjects: [String] = []
    /// Until when the statement is believed without a look.
    var believedUntil: Timestamp?
    /// Whether the client has been given the head of the answer: from then on nothing can be refused, only ended.
    var isBegun = false
    /// Where it goes on, and the place that the client was told of last.
    var place: Cursor?
    var toldPlace: Cursor?
    var unread = Unread.nothing
    /// When the next page is asked for, where that is not now.
    var askAt: Timestamp?
    /// When the client hears something, if nothing comes before.
    var beatAt: Timestamp
    var alarmAt: Timestamp?

    /// When it has to be looked at next.
    var due: Timestamp { [askAt, believedUntil].compactMap { $0 }.reduce(beatAt, min) }
}

/// How streams went, for the metrics.
struct StreamCounts {
    var items: Int64 = 0
    /// Ended by the platform, with a last event that says why.
    var closed: Int64 = 0
    /// Left by the client, or taken from one that did not read.
    var abandoned: Int64 = 0
}
