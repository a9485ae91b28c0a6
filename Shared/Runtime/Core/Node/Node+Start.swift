import Crypto
public import Messages
import Storage

extension Node {
    static let purgeTimer = "runtime.purge-inbox"

    /// Makes the row that says who this database is; true where its last process ended by its own will.
    static func prepare(_ database: Connection, entropy: any Entropy) throws -> Bool {
        let clean = try database.first("SELECT clean FROM runtime_self") { try $0.value(0, as: Bool.self) }
        if let clean {
            try database.run("UPDATE runtime_self SET clean = 0")
            return clean
        }
        try database.run(
            "INSERT INTO runtime_self (only, incarnation, last_time, clean, fingerprint_key) VALUES (1, 1, 0, 0, ?)",
            entropy.bytes(32))
        return true
    }

    /// The first transaction of a run: what configuration asks for, the announcement, and the event that says so.
    func start(catalogue: [UInt8], wasClean: Bool, at now: Timestamp) throws {
        let context = ownContext(at: now, causation: "start")
        try ownTransaction(at: now) {
            let end = try effects.history.end()
            if settings.incarnation > effects.incarnation {
                let former = effects.incarnation
                try effects.begin(life: settings.incarnation, at: now)
                try context.emit(DatabaseRestored(service: name, former: former, after: end.head.sequence))
            }
            if let fault = end.fault {
                try effects.history.setAside(after: end.head.sequence, at: now)
                try context.emit(HistoryAltered(fault))
            }
            try context.emit(
                ServiceStarted(
                    service: name, build: settings.build, afterCleanStop: wasClean,
                    sealedFrom: end.isFirst ? end.head.sealedFrom : nil, checks: definition.checks.names))
            try definition.atStart?(context)
            try definition.checks.prepare(context)
            let announcement = AnnounceCatalogue.Request(catalogue: String(decoding: catalogue, as: UTF8.self))
            try context.call(.gateway, AnnounceCatalogue.self, announcement)
            let purges = try database.first("SELECT COUNT(*) FROM runtime_timers WHERE handler = ?", Node.purgeTimer) {
                try $0.value(0, as: Int.self)
            }
            if purges == 0 { try context.schedule(Node.purgeTimer, at: now) }
        }
    }

    /// What a service does before anybody is served. What is made in it is sent by the first step, which finds it
    /// unanswered.
    func ownTransaction(at now: Timestamp, _ body: () throws -> Void) throws {
        try database.begin()
        do {
            try body()
            try storeAnswers()
            try clock.write(now)
            try effects.writeHead()
            try database.commit()
        } catch {
            if database.isInTransaction { try database.rollback() }
            throw error
        }
        try reload()
    }

    public func close(at time: Timestamp) throws {
        try database.run("UPDATE runtime_self SET clean = 1")
        _ = try database.checkpoint()
    }

    /// Runs a timer's handler: the runtime's own, or the service's.
    func fire(_ handler: String, _ state: String, _ context: CommandContext) throws {
        switch handler {
        case sagaTimer: try advanceSaga(state, context)
        case sagaPatienceTimer: try answerSagaEarly(state, context)
        case Node.purgeTimer: try purge(context)
        default:
            guard let run = definition.timers[handler] else { preconditionFailure("no timer handler \(handler)") }
            try run(state, context)
        }
    }

    private func purge(_ context: CommandContext) throws {
        let oldest = context.now.adding(seconds: -settings.retentionHours * 3600)
        let hasMore = try inbox.forget(before: oldest)
        try context.schedule(Node.purgeTimer, at: context.now.adding(seconds: hasMore ? 1 : 600))
    }

    func advanceSaga(_ state: String, _ context: CommandContext) throws {
        guard let number = Int64(state), var row = try SagaRow.find(number, in: database) else { return }
        try sagas.definition(of: row).advance(&row, context.resuming(row))
    }

    /// Nothing where the saga is over, or another has been given its number since.
    private func answerSagaEarly(_ state: String, _ context: CommandContext) throws {
        let numbers = state.split(separator: ":").compactMap { Int64($0) }
        guard numbers.count == 2, var row = try SagaRow.find(numbers[0], in: database), row.origin == numbers[1] else {
            return
        }
        try sagas.definition(of: row).answerEarly(&row, context.resuming(row))
    }
}
