/// Has a service forget a person: what lies in its own tables, what clients were answered that tells of them, and what its
/// database has left of that on the disk. Each call does a part of it; it is asked again until nothing is left.
public enum ForgetPerson: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>

        public init(user: ID<User>) { self.user = user }
    }
    public struct Reply: Codable, Sendable {
        public let isDone: Bool
        /// Whether all is erased but what is left between the rows and in the log, which goes by itself: it is enough to ask
        /// again now and then.
        public let isErased: Bool?

        enum CodingKeys: String, CodingKey { case isDone = "done", isErased = "erased" }

        public init(isDone: Bool, isErased: Bool? = nil) { (self.isDone, self.isErased) = (isDone, isErased) }
    }
    public static let name = "runtime.forget-person"
    public static let summary = "Forget a person, a part at a time"
    public static let access = Access.services([.identity])
}
