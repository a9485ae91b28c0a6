/// Who tried to sign in to one's own account, newest first: all of what an export begins.
public enum ListOwnSignIns: Query {
    public typealias Request = HistoryPage
    public typealias Reply = Page<ListSignIns.Item>
    public static let name = "identity.list-own-sign-ins"
    public static let summary = "The attempts to sign in to one's own account"
    public static let access = Access.signedIn
    /// As with the export that it goes on with.
    public static let scope: String? = nil
    public static let route: Route? = .get("/v1/me/sign-ins")
}

/// One's own sessions, those that are over too, newest first: all of what an export begins.
public enum ListPastSessions: Query {
    public typealias Request = HistoryPage
    public typealias Reply = Page<PersonalExport.PastSession>
    public static let name = "identity.list-past-sessions"
    public static let summary = "One's own sessions, those that are over too"
    public static let access = Access.signedIn
    public static let scope: String? = nil
    public static let route: Route? = .get("/v1/me/sessions")
}

public struct HistoryPage: Codable, Sendable {
    public let limit: PageLimit?
    public let cursor: Cursor?

    public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
}
