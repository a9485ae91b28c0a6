public import Messages
public import Storage

/// Everything that makes a service what it is, as data. A host adds the world.
public struct ServiceDefinition: Sendable {
    public let name: ServiceName
    private(set) var migrations: [Migration]
    private(set) var operations: [String: Registration]
    private(set) var operationOrder: [String]
    public private(set) var sagas: [SagaDefinition]
    private(set) var timers: [String: TimerHandler]
    let followers: [Follower]
    private(set) var events: [@Sendable () throws -> EventDescription]
    let checks: ServiceChecks
    /// Done in a transaction of its own at every start, before anything else: what configuration asks to exist.
    let atStart: (@Sendable (CommandContext) throws -> Void)?
    /// How it forgets a person; nil for a service that keeps nothing of anybody.
    let forgetting: ForgettingRule?
    /// Why it should get no work, by its own tables; nil where it should.
    let complaint: (@Sendable (Connection) throws -> String?)?

    /// Made ahead for who starts it many times.
    private var announcement: (build: String, catalogue: [UInt8])?

    public typealias TimerHandler = @Sendable (_ state: String, CommandContext) throws -> Void

    public init(
        name: ServiceName, migrations: [Migration], operations: [Registration], sagas: [SagaDefinition] = [],
        timers: [String: TimerHandler] = [:], followers: [Follower] = [], events: [any Event.Type],
        checks: [ServiceCheck] = [], atStart: (@Sendable (CommandContext) throws -> Void)? = nil,
        forgetting: ForgettingRule? = nil, complaint: (@Sendable (Connection) throws -> String?)? = nil
    ) {
        self.name = name
        self.migrations = migrations
        let checks = ServiceChecks(items: checks)
        let forget = forgetting.map { rule in
            Registration.command(ForgetPerson.self) { request, context in
                let progress = try context.forget(request.user, by: rule)
                return ForgetPerson.Reply(isDone: progress == .done, isErased: progress != .more)
            }
        }
        let check = Registration.command(RunServiceChecks.self) { _, context in try checks.run(context) }
        let own = [.query(GetOutcomeHandler.self), .command(ProveChain.self), check] + [forget].compactMap { $0 }
        let all = operations + own
        self.operations = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
        operationOrder = operations.map(\.name).sorted()
        (self.followers, self.atStart, self.forgetting, self.complaint) = (followers, atStart, forgetting, complaint)
        self.checks = checks
        self.sagas = sagas + checks.items.map(\.saga)
        self.timers = timers.merging(checks.timers) { own, _ in own }
        let told = events + runtimeEvents + (checks.items.isEmpty ? [] : ServiceChecks.events)
        self.events = told.map { type in { try ServiceDefinition.describe(type) } }
    }

    /// A service made of rooms.
    public init(
        name: ServiceName, migrations: [Migration], rooms: [Room], followers: [Follower] = [],
        atStart: (@Sendable (CommandContext) throws -> Void)? = nil, forgetting: ForgettingRule? = nil,
        complaint: (@Sendable (Connection) throws -> String?)? = nil
    ) {
        self.init(
            name: name, migrations: migrations, operations: rooms.flatMap(\.operations), sagas: rooms.flatMap(\.sagas),
            timers: Dictionary(uniqueKeysWithValues: rooms.flatMap { $0.timers.map { ($0.key, $0.value) } }),
            followers: followers, events: rooms.flatMap(\.events), checks: rooms.flatMap(\.checks), atStart: atStart,
            forgetting: forgetting, complaint: complaint)
    }

    /// The same service with one room more: so the simulated world tries what no room of a service's own does yet.
    public func adding(_ room: Room, _ migration: Migration) -> ServiceDefinition {
        precondition(room.checks.isEmpty, "a check is begun by what the definition was made with")
        var larger = self
        larger.announcement = nil
        larger.migrations.append(migration)
        for operation in room.operations { larger.operations[operation.name] = operation }
        larger.operationOrder = (operationOrder + room.operations.map(\.name)).sorted()
        larger.sagas += room.sagas
        larger.timers.merge(room.timers) { _, added in added }
        larger.events += room.events.map { type in { try ServiceDefinition.describe(type) } }
        return larger
    }

    private static func describe<E: Event>(_ type: E.Type) throws -> EventDescription { try EventDescription(type) }

    /// What is announced; derived from the operations' and events' types.
    public func catalogue(build: String) throws -> Catalogue {
        Catalogue(
            service: name, build: build, operations: try operationOrder.compactMap { try operations[$0]?.describe() },
            events: try events.map { try $0() }.sorted { $0.type < $1.type })
    }
}

extension ServiceDefinition {
    /// The same with its catalogue made ahead: so the simulated world, where services start often, derives it once.
    public func announcing(as build: String) throws -> ServiceDefinition {
        var ready = self
        ready.announcement = (build, try encodedCatalogue(build: build))
        return ready
    }

    func encodedCatalogue(build: String) throws -> [UInt8] {
        if let announcement, announcement.build == build { return announcement.catalogue }
        return try WireCoding().encode(catalogue(build: build))
    }
}

private let runtimeEvents: [any Event.Type] = [
    AttemptRefused.self, ClockJumped.self, DatabaseRestored.self, FollowingStopped.self, HistoryAltered.self,
    HistoryLost.self, MessageQuarantined.self, SagaStuck.self, ServiceStarted.self, SourceRestored.self,
]

/// Reads another service's events, each once and in order, into this service's own transaction.
public struct Follower: Sendable {
    public let source: ServiceName
    let waitMilliseconds: Int64?
    let fault: (@Sendable (HistoryFault, CommandContext) throws -> Void)?
    let isOpen: (@Sendable (CommandContext) throws -> Bool)?
    let mayGoOn: (@Sendable (SourceLife, CommandContext) throws -> Bool)?
    let take: @Sendable (EventPage, CommandContext) throws -> Void

    /// - Parameter waitMilliseconds: how long a request may wait at the source's head, for who wants to hear more often
    ///   than the source would say on its own that there is nothing new.
    /// - Parameter fault: told when the source says that its events are not as it wrote them. The follower stays where it is
    ///   until they are.
    /// - Parameter isOpen: asked before each page. Where it says no, the page is left and asked for again after a while.
    /// - Parameter mayGoOn: asked when the source's operator has said that its database was put back from a copy, and the
    ///   source names the place from which on its events are others now. The follower goes on there where it says so.
    public init(
        _ source: ServiceName, waitMilliseconds: Int64? = nil,
        fault: (@Sendable (HistoryFault, CommandContext) throws -> Void)? = nil,
        isOpen: (@Sendable (CommandContext) throws -> Bool)? = nil,
        mayGoOn: (@Sendable (SourceLife, CommandContext) throws -> Bool)? = nil,
        _ take: @escaping @Sendable (EventPage, CommandContext) throws -> Void
    ) {
        (self.source, self.waitMilliseconds, self.fault) = (source, waitMilliseconds, fault)
        (self.isOpen, self.mayGoOn, self.take) = (isOpen, mayGoOn, take)
    }
}

/// Where the events of a source go on whose database was put back from a copy.
public struct SourceLife: Sendable, Equatable {
    /// Which life of its database it is: always a higher one.
    public let incarnation: Int64
    /// The last event that this life has in common with the one before, and its link.
    public let sequence: Int64
    public let link: [UInt8]
}

/// Some events of one source in their order, as their stored bytes.
public struct EventPage: Sendable {
    public struct Entry: Sendable {
        public let sequence: Int64
        public let link: [UInt8]
        public let body: [UInt8]

        public init(sequence: Int64, link: [UInt8], body: [UInt8]) {
            (self.sequence, self.link, self.body) = (sequence, link, body)
        }

        /// What it tells, where it is of a type in this version; nil where it is of another.
        public func data<E: Event>(_ type: E.Type) throws -> E? {
            let coding = WireCoding()
            let attributes = try EventAttributes(body, coding)
            guard attributes.type == E.type, attributes.version == E.version else { return nil }
            return try coding.decode(EventRecord<E>.self, from: body).data
        }
    }

    public let source: ServiceName
    public let entries: [Entry]
    /// The last event that the source has.
    public let head: Int64
}

/// What a node needs to know of its surroundings.
public struct NodeSettings: Sendable {
    public var build: String
    public var identityKeys: [[UInt8]]
    /// Seals the service's own events: 16 to 64 bytes that do not lie in its database.
    public var sealKey: [UInt8]
    /// How long a request for events waits at the head for more.
    public var parkMilliseconds: Int64 = 50
    /// How long an unanswered call waits before it is sent again; it doubles up to sixteen times that.
    public var resendMilliseconds: Int64 = 250
    public var callWindow = 512
    public var heavyWorkLimit = 64
    public var retentionHours: Int64 = 48
    /// Which life of its database the service is to be in; nothing where it is in that one or a later one.
    public var incarnation: Int64 = 1
    /// Where it is kept, apart from the database, who was forgotten.
    public var forgotten: (any ForgottenList)?
    /// Up to this size a database is written anew as soon as somebody is forgotten; a larger one when `largeRewrite` says.
    public var rewrittenAtOnce: Int64 = 16 << 20
    public var largeRewrite = LargeRewrite.start

    public init(build: String, identityKeys: [[UInt8]], sealKey: [UInt8]) {
        (self.build, self.identityKeys, self.sealKey) = (build, identityKeys, sealKey)
    }
}
