public import Messages
public import Runtime
import Storage

extension GetPeerBet: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = PeerBetReader(try context.user())
        return try StoredPeerBet.seen(request.bet, by: reader, in: context.database).view(
            for: reader, in: context.database)
    }
}

extension ListPeerBets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let caller = try context.user()
        let (limit, shelf) = (Paging.limit(request.limit), request.show ?? .own)
        if shelf == .all, !caller.roles.contains(.admin) {
            throw CommonFailure.forbidden.because("every peer bet there is is for admins")
        }
        let place = Place(
            user: caller.user, status: request.status?.rawValue, before: try Paging.before(request.cursor),
            limit: limit + 1, now: context.now)
        let (shown, next) = Paging.page(try place.ids(on: shelf, context.database), limit: limit) { $0.text }
        let bets = try shown.map { id in
            try StoredPeerBet.existing(id, in: context.database).view(
                for: PeerBetReader(caller), isListed: true, in: context.database)
        }
        return Page(items: bets, next: next)
    }

    /// Where a list goes on. Each walks an index of its own.
    private struct Place {
        let user: ID<User>
        let status: String?
        let before: ID<PeerBet>
        let limit: Int
        let now: Timestamp

        func ids(on shelf: Shelf, _ database: Connection) throws -> [ID<PeerBet>] {
            switch shelf {
            case .own: try own(database)
            case .open: try open(database)
            case .invited: try invited(database)
            case .arbiter: try arbitrated(database)
            case .all: try all(database)
            }
        }

        private func own(_ database: Connection) throws -> [ID<PeerBet>] {
            try database.rows(
                """
                SELECT bet FROM peer_stake CROSS JOIN peer_bet ON id = bet
                WHERE user = ?1 AND place IS NOT NULL AND bet < ?2 AND (?3 IS NULL OR status = ?3)
                ORDER BY bet DESC LIMIT ?4
                """, user, before, status, limit
            ) { try $0.value(0) }
        }

        private func open(_ database: Connection) throws -> [ID<PeerBet>] {
            try database.rows(
                """
                SELECT id FROM peer_bet WHERE visibility = 'public' AND status IN ('created','joined') AND id < ?1
                    AND (?2 IS NULL OR status = ?2) AND ifnull(join_deadline, ?3 + 1) > ?3
                    AND ifnull(resolve_by, ?3 + 1) > ?3
                ORDER BY id DESC LIMIT ?4
                """, before, status, now, limit
            ) { try $0.value(0) }
        }

        private func invited(_ database: Connection) throws -> [ID<PeerBet>] {
            try database.rows(
                """
                SELECT bet FROM peer_invitation i CROSS JOIN peer_bet ON id = bet
                WHERE i.user = ?1 AND bet < ?2 AND status <> 'reserved' AND (?3 IS NULL OR status = ?3)
                ORDER BY bet DESC LIMIT ?4
                """, user, before, status, limit
            ) { try $0.value(0) }
        }

        private func arbitrated(_ database: Connection) throws -> [ID<PeerBet>] {
            try database.rows(
                """
                SELECT id FROM peer_bet WHERE arbiter = ?1 AND id < ?2 AND status <> 'reserved'
                    AND (?3 IS NULL OR status = ?3)
                ORDER BY id DESC LIMIT ?4
                """, user, before, status, limit
            ) { try $0.value(0) }
        }

        private func all(_ database: Connection) throws -> [ID<PeerBet>] {
            if let status {
                return try database.rows(
                    "SELECT id FROM peer_bet WHERE status = ? AND status <> 'reserved' AND id < ? ORDER BY id DESC LIMIT ?",
                    status, before, limit
                ) { try $0.value(0) }
            }
            return try database.rows(
                "SELECT id FROM peer_bet WHERE id < ? AND status <> 'reserved' ORDER BY id DESC LIMIT ?", before, limit
            ) { try $0.value(0) }
        }
    }
}
