import Messages
import Runtime
import Storage

/// What is known of the ledger, as it is kept.
struct TrustRow {
    enum State: String, StorageValue { case looking, sound, doubted }

    /// Up to this transaction all is as the wallet wrote it.
    let number: Int64
    let seal: [UInt8]
    let proven: [UInt8]
    /// The last transaction that is looked at, and the last account that was.
    var through: Int64 = 0
    var account: Int64 = 0
    var state = State.looking
    /// What was found.
    var problem: String?

    init(number: Int64, seal: [UInt8], proven: [UInt8]) {
        (self.number, self.seal, self.proven) = (number, seal, proven)
    }

    static func find(in database: Connection) throws -> TrustRow? {
        try database.first("SELECT number, seal, proven, through, account, state, problem FROM ledger_trust") { row in
            var found = TrustRow(number: try row.value(0), seal: try row.value(1), proven: try row.value(2))
            (found.through, found.account) = (try row.value(3), try row.value(4))
            (found.state, found.problem) = (try row.value(5), try row.value(6))
            return found
        }
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO ledger_trust (only, number, seal, proven, through, account, state, problem)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?)
            """, number, seal, proven, through, account, state, problem)
    }

    /// In words, for whoever runs the service; nil where money may leave.
    static func complaint(in database: Connection) throws -> String? {
        guard let row = try find(in: database) else { return nil }
        switch row.state {
        case .sound: return nil
        case .looking:
            return
                "the ledger is looked at after the start, up to transaction \(row.through): no withdrawal is taken or paid"
        case .doubted:
            return "the ledger is not as the wallet wrote it (\(row.problem ?? "")): no withdrawal is taken or paid "
                + "until a good copy is put back, or the wallet is started with --accept-ledger \(row.through)"
        }
    }

    /// Refuses what would have money leave, until it is known whose word that is.
    static func require(in database: Connection) throws {
        guard let state = try find(in: database)?.state, state != .sound else { return }
        throw LedgerDoubt.ledgerUnproven.because(
            state == .looking
                ? "the ledger is being looked at after the wallet's start; try again in a moment"
                : "the ledger is not as the wallet wrote it; no money leaves before its operator has looked")
    }
}
