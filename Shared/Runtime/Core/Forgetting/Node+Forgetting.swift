import Messages
import Storage

extension Node {
    /// Up to this size a database is written anew as soon as somebody is forgotten; a larger one at its next start, which
    /// takes the time for it.
    static let rewrittenAtOnce: Int64 = 16 << 20
    private static let retryMilliseconds: Int64 = 20

    /// After a commit: puts who was forgotten on the list, and takes what SQLite keeps of replaced rows off the disk. A log
    /// that a reader still needs is tried again soon.
    func overwrite(at now: Timestamp) throws {
        guard effects.hasErased else { return }
        guard overwriteAt <= now else { return }
        do {
            try noteForgotten()
            let isSmall = try database.byteCount() <= Node.rewrittenAtOnce
            if isSmall { try database.rewrite() }
            guard try database.cutLog() else {
                overwriteAt = now.adding(milliseconds: Node.retryMilliseconds)
                return
            }
            try settleForgotten(isSmall ? .gone : .overwritten)
            effects.hasErased = false
        } catch let error as StorageError where error.kind == .full || error.kind == .busy {
            overwriteAt = now.adding(milliseconds: Node.restMilliseconds)
        }
    }

    /// At the start, before anybody is served.
    func forgetAtStart(at now: Timestamp) throws {
        guard definition.forgetting != nil else { return }
        try forgetAgain(at: now)
        let isOwed = try Forgetting.has(.erased, in: database) || Forgetting.has(.overwritten, in: database)
        guard isOwed else { return }
        try noteForgotten()
        try database.rewrite(isLarge: try database.byteCount() > Node.rewrittenAtOnce)
        // Nobody reads yet who could keep the log.
        if try database.cutLog() {
            try settleForgotten(.gone)
        } else {
            effects.hasErased = true
        }
    }

    /// The list knows of people whom an old copy of the database has not forgotten.
    private func forgetAgain(at now: Timestamp) throws {
        guard let list = settings.forgotten, let rule = definition.forgetting else { return }
        let people = try list.all().filter { try Forgetting.find($0, in: database) == nil }
        guard !people.isEmpty else { return }
        let context = ownContext(at: now, causation: "forgotten")
        try ownTransaction(at: now) {
            for person in people {
                repeat { _ = try context.forget(person, by: rule) } while try isUnderWay(person)
            }
        }
    }

    private func isUnderWay(_ person: ID<User>) throws -> Bool {
        switch try Forgetting.find(person, in: database)?.state {
        case .tables, .answers: true
        case nil, .erased, .overwritten, .gone: false
        }
    }

    private func noteForgotten() throws {
        let people: [ID<User>] = try database.rows("SELECT person FROM runtime_forgotten WHERE state = 'erased'") {
            try $0.value(0)
        }
        if !people.isEmpty { try settings.forgotten?.add(people) }
    }

    private func settleForgotten(_ state: Forgetting.State) throws {
        try database.run(
            """
            UPDATE runtime_forgotten SET state = ?1
            WHERE state = 'erased' OR (?1 = 'gone' AND state = 'overwritten')
            """, state)
    }
}
