/// Tells when sessions, API keys and devices were last used, some seconds after the fact. Ids that are unknown are passed
/// over, and a use that is older than the one known too.
///
/// It emits no event: it is bookkeeping, not a change of what anyone may do, and would drown the log in what the gateway's
/// own log tells.
public enum NoteUses: Command {
    public struct Use: Codable, Sendable {
        /// A session's, an API key's or a device's id, as it stands in the statement.
        public let session: ID<Session>
        public let at: Timestamp
        public let address: String?
        public let agent: String?

        public init(session: ID<Session>, at: Timestamp, address: String?, agent: String?) {
            (self.session, self.at, self.address, self.agent) = (session, at, address, agent)
        }
    }
    public typealias Uses = UpTo<200, Use>

    public struct Request: Codable, Sendable {
        public let uses: Uses

        public init(uses: Uses) { self.uses = uses }
    }
    public typealias Reply = Nothing
    public static let name = "identity.note-uses"
    public static let summary = "Tell when sessions, API keys and devices were last used"
    public static let access = Access.services([.gateway])
}
