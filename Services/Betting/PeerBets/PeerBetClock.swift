import Messages
import Runtime

/// What happens to peer bets by themselves.
enum PeerBetClock {
    static let timer = "betting.peer-bet-deadline"

    /// At each deadline; it may have been overtaken by what people did.
    static func fire(_ state: String, in context: CommandContext) throws {
        guard let id = ID<PeerBet>(state), let bet = try StoredPeerBet.find(id, in: context.database) else { return }
        switch bet.due(at: context.now) {
        case .nothing: break
        case .lock: try bet.lock(because: .deadline, in: context)
        case .callOff: try bet.callOff(because: .deadline, in: context)
        case .dispute: try bet.dispute(by: nil, in: context)
        }
    }
}
