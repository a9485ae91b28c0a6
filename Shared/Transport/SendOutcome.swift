/// What became of a message that was handed to a socket.
public enum SendOutcome: Sendable, Equatable {
    /// It waits in the queue for the peer. Whether the peer gets it, only the peer's answer tells.
    case sent
    /// The queue for the peer is full, and nothing of the message was taken: try again later, or refuse the work.
    case full
    /// No such peer is connected any more, and nothing of the message was taken.
    case gone
}
