import Messages
import Runtime

/// What betting forgets of a person: what syndicates call them, and their address. Who looks after a syndicate can do the same for
/// a player who is no user, by another name.
enum SyndicateForgetting {
    /// Nobody is in so many syndicates that it takes long.
    static func forget(_ user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "UPDATE syndicate_player SET name = 'forgotten', email = NULL WHERE user = ?", user)
        try context.database.run("DELETE FROM syndicate_member WHERE user = ? AND joined_at IS NULL", user)
    }
}
