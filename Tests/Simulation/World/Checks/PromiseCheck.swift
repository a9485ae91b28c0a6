import Messages
import Runtime
import Storage

/// Holds what clients were told against what is in the databases: nothing may be acknowledged that a crash can take.
struct PromiseCheck {
    private var checked = 0

    /// Looks at promises since the last look, of all services that are up; after a start, at all of that service.
    mutating func verifyNew(_ story: Story, _ reader: (ServiceName) -> Connection?) throws {
        guard checked < story.acknowledged.count else { return }
        for promise in story.acknowledged[checked...] {
            if let reader = reader(promise.keeper) { try PromiseCheck.verify(promise, reader) }
        }
        checked = story.acknowledged.count
    }

    func verifyAll(_ story: Story, of service: ServiceName, _ reader: Connection) throws {
        for promise in story.acknowledged where promise.keeper == service {
            try PromiseCheck.verify(promise, reader)
        }
    }

    private static func verify(_ promise: Story.Acknowledgement, _ reader: Connection) throws {
        let isKept: Bool?
        switch promise {
        case .deposit(let id):
            isKept = try reader.first(
                "SELECT status = 'approved' FROM deposits WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .withdrawal(let id, let status):
            isKept = try reader.first(
                "SELECT status = ? FROM withdrawals WHERE id = ?", status, bytes(id), read: { try $0.value(0) })
        case .bet(let id):
            isKept = try reader.first(
                "SELECT status <> 'reserved' FROM bet WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .takenBack(let id):
            isKept = try reader.first(
                "SELECT status IN ('cancelling', 'cancelled') FROM bet WHERE id = ?", bytes(id),
                read: { try $0.value(0) })
        case .entry(let id):
            isKept = try reader.first(
                "SELECT status <> 'reserved' FROM contest_entry WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .seasonEntry(let id):
            isKept = try reader.first("SELECT 1 FROM season_entry WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .event(let id):
            isKept = try reader.first("SELECT 1 FROM event WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .peerBet(let id):
            isKept = try reader.first(
                "SELECT status <> 'reserved' FROM peer_bet WHERE id = ?", bytes(id), read: { try $0.value(0) })
        case .peerStake(let bet, let user):
            isKept = try reader.first(
                "SELECT place IS NOT NULL FROM peer_stake WHERE bet = ? AND user = ?", bytes(bet), bytes(user),
                read: { try $0.value(0) })
        case .transaction(let id):
            isKept = try reader.first(
                "SELECT 1 FROM ledger_transactions WHERE id = ?", bytes(id), read: { try $0.value(0) })
        }
        guard isKept == true else { throw Violation("acknowledged", "\(promise) is not in the database") }
    }

    private static func bytes(_ text: String) -> [UInt8] { ID<User>(text)?.bytes ?? [] }
}

extension Story.Acknowledgement {
    /// The service whose database must have it.
    var keeper: ServiceName {
        switch self {
        case .deposit, .transaction, .withdrawal: .wallet
        case .bet, .entry, .event, .takenBack, .peerBet, .peerStake, .seasonEntry: .betting
        }
    }
}
