public import Crypto
public import Messages
public import Storage

/// One service at work: takes batches of messages, changes its database in one transaction a batch, and lets nothing
/// leave before the commit. The same in the real and in the simulated world.
public final class Node: Machine {
    let definition: ServiceDefinition
    let settings: NodeSettings
    let database: Connection
    let effects: Effects
    let sagas: SagaBook
    let verifier: StatementVerifier
    var inbox: Inbox
    var received: ReceivedCalls
    var outbox: Outbox
    var following: Following
    var parking: Parking
    var liveQueries = LiveQueries()
    var refusedAttempts = RefusedAttempts()
    var crashGuard: CrashGuard
    var clock: NodeClock
    /// Who waits for an operation that a saga is still deciding, by the operation's number.
    var waiters: [Int64: [ReturnAddress]] = [:]
    /// The commands whose heavy work is under way, by their identities.
    var heavyWork: Set<[UInt8]> = []
    var nextTimer: Timestamp?
    var statistics = Statistics()
    let catalogueDigest: String
    /// After a full disk: until then nothing is begun by the service itself.
    var restUntil = Timestamp(milliseconds: 0)
    var debt = ForgettingDebt()
    static let restMilliseconds: Int64 = 1000
    /// Why the service should get no work, if it should not.
    var storageComplaint: String?
    var clockComplaint: String?
    var quarantineComplaint: String?
    var replyComplaint: String?

    struct Statistics {
        var batches: Int64 = 0
        var messages: Int64 = 0
    }

    /// - Throws: `StorageError` where the database cannot be used; a rejected `atStart` is an error in configuration.
    public init(
        _ definition: ServiceDefinition, settings: NodeSettings, database: Connection, entropy: any Entropy,
        at now: Timestamp
    ) throws {
        (self.definition, self.settings, self.database) = (definition, settings, database)
        try database.migrate(runtimeMigrations, definition.migrations)
        let wasClean = try Node.prepare(database, entropy: entropy)
        effects = Effects(
            service: definition.name, database: database, entropy: entropy, sealKey: settings.sealKey)
        sagas = SagaBook(definition.sagas)
        verifier = StatementVerifier(keys: try settings.identityKeys.map { try Ed25519PublicKey(bytes: $0) })
        let key: [UInt8] = try database.first("SELECT fingerprint_key FROM runtime_self") { try $0.value(0) } ?? []
        inbox = Inbox(database: database, key: key)
        let catalogue = try definition.encodedCatalogue(build: settings.build)
        catalogueDigest = Hex.encode(SHA256.hash(catalogue))
        crashGuard = try CrashGuard(database: database, isCareful: !wasClean)
        clock = try NodeClock(database: database)
        (received, outbox, following, parking) = try Node.parts(database, effects.history, definition, settings)
        try reload()
        let now = clock.observe(now).time
        try start(catalogue: catalogue, wasClean: wasClean, at: now)
        try forgetAtStart(at: now)
    }

    static func parts(
        _ database: Connection, _ history: EventHistory, _ definition: ServiceDefinition, _ settings: NodeSettings
    ) throws -> (ReceivedCalls, Outbox, Following, Parking) {
        (
            try ReceivedCalls(database: database),
            try Outbox(database: database, window: settings.callWindow, firstPause: settings.resendMilliseconds),
            try Following(database: database, followers: definition.followers, park: settings.parkMilliseconds),
            Parking(history: history, park: settings.parkMilliseconds)
        )
    }

    /// Makes the memory what the database says: at the start, and after a batch that was given up.
    func reload() throws {
        try effects.reload()
        (received, outbox, following, parking) = try Node.parts(database, effects.history, definition, settings)
        try reloadTimer()
    }

    func reloadTimer() throws {
        nextTimer = try database.first("SELECT due FROM runtime_timers ORDER BY due LIMIT 1") { try $0.value(0) }
    }

    public var name: ServiceName { definition.name }

    public var nextWake: Timestamp {
        let wakes = [
            nextTimer.map { max($0, restUntil) }, outbox.nextResend, following.nextAsk, parking.nextExpiry,
            liveQueries.nextWake, debt.isOwed ? debt.due : nil,
            parking.news.isEmpty && refusedAttempts.isEmpty ? nil : Timestamp(milliseconds: 0),
        ]
        return wakes.compactMap { $0 }.min() ?? Timestamp(milliseconds: .max)
    }

    /// A context for work that no client or neighbour asked for.
    func ownContext(at now: Timestamp, causation: String) -> CommandContext {
        CommandContext(
            effects: effects, sagas: sagas, now: now, caller: .service(name), causation: causation,
            trace: Trace.fresh(effects.entropy))
    }
}
