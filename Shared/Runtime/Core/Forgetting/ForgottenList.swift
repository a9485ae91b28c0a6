public import Messages

/// Whom a service has forgotten, kept apart from its database: a database that is put back from an old copy would know them
/// again, and forgets them at its start by this.
public protocol ForgottenList: Sendable {
    func all() throws -> [ID<User>]
    /// On the disk when this returns.
    func add(_ people: [ID<User>]) throws
}
