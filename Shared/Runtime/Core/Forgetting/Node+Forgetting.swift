import Messages
import Storage

extension Node {
    /// After a commit: puts who was forgotten on the list, and takes what SQLite keeps of replaced rows off the disk. What
    /// does not work out stays owed and stops nobody.
    func payForgotten(at now: Timestamp) throws -> [Outbound] {
        var out: [Outbound] = []
        if debt.again != [], debt.due <= now { out = try forgetAgain(at: now, isStarting: false) }
        try takeOffDisk(at: now, isStarting: false)
        return out
    }

    /// At the start, before anybody is served.
    func forgetAtStart(at now: Timestamp) throws {
        guard definition.forgetting != nil else { return }
        debt.again = settings.forgotten == nil ? [] : nil
        _ = try forgetAgain(at: now, isStarting: true)
        if try Forgetting.has(.erased, in: database) || Forgetting.has(.overwritten, in: database) {
            effects.hasErased = true
        }
        try takeOffDisk(at: now, isStarting: true)
    }

    // MARK: - On the disk

    private func takeOffDisk(at now: Timestamp, isStarting: Bool) throws {
        if effects.hasErased {
            effects.hasErased = false
            debt.grow()
        }
        guard !debt.isSettled, debt.due <= now else { return }
        try noteForgotten()
        do {
            try rewrite(isStarting: isStarting)
            // A log that a reader still needs is tried again, without writing all of it once more.
            if debt.isRewritten, !debt.isCut { debt.isCut = try database.cutLog() }
            if debt.isListed, debt.isCut {
                try settleForgotten(debt.leavesCopies ? .overwritten : .gone)
                debt.isSettled = true
            }
        } catch let error as StorageError where error.kind == .full || error.kind == .busy {}
        if !debt.isSettled { debt.rest(at: now) }
    }

    private func rewrite(isStarting: Bool) throws {
        guard !debt.isRewritten else { return }
        let isLarge = try database.byteCount() > settings.rewrittenAtOnce
        let isWanted =
            switch settings.largeRewrite {
            case .start: !isLarge || isStarting
            case .now: true
            case .never: !isLarge
            }
        guard isWanted else {
            (debt.isRewritten, debt.leavesCopies) = (true, true)
            return
        }
        do {
            try database.rewrite(isLarge: isLarge)
            (debt.isRewritten, debt.leavesCopies, debt.roomComplaint) = (true, false, nil)
        } catch let error as StorageError where error.kind == .full {
            debt.roomComplaint = "storage: no room to write the database anew, as it is owed to who was forgotten"
            // What waits for a start is tried once in it.
            if isLarge, settings.largeRewrite != .now { (debt.isRewritten, debt.leavesCopies) = (true, true) }
        }
    }

    private func noteForgotten() throws {
        guard !debt.isListed else { return }
        let people: [ID<User>] = try database.rows("SELECT person FROM runtime_forgotten WHERE state = 'erased'") {
            try $0.value(0)
        }
        do {
            if !people.isEmpty { try settings.forgotten?.add(people) }
            (debt.isListed, debt.listComplaint) = (true, nil)
        } catch {
            debt.listComplaint = "the list of the forgotten: \(error)"
        }
    }

    private func settleForgotten(_ state: Forgetting.State) throws {
        try database.run(
            """
            UPDATE runtime_forgotten SET state = ?1
            WHERE state = 'erased' OR (?1 = 'gone' AND state = 'overwritten')
            """, state)
    }

    // MARK: - Once more

    /// The list knows of people whom an old copy of the database has not forgotten. They are, a part at a time: at the start
    /// until all are; later, where it did not work out then, between messages.
    private func forgetAgain(at now: Timestamp, isStarting: Bool) throws -> [Outbound] {
        guard let list = settings.forgotten, let rule = definition.forgetting else { return [] }
        var out: [Outbound] = []
        do {
            if debt.again == nil { debt.again = try unforgotten(list) }
        } catch let error as StorageError {
            throw error
        } catch {
            debt.listComplaint = "the list of the forgotten: \(error)"
            debt.rest(at: now)
            return []
        }
        debt.listComplaint = nil
        do {
            while let person = debt.again?.last {
                out += try forgetSome(of: person, by: rule, at: now, isStarting: isStarting)
                if try !isUnderWay(person) { debt.again?.removeLast() }
                if !isStarting { break }
            }
        } catch let error as StorageError where error.kind == .full {
            try giveUp(error, at: now)
            debt.rest(at: now)
        }
        return out
    }

    private func unforgotten(_ list: any ForgottenList) throws -> [ID<User>] {
        try list.all().filter { person in
            let state = try Forgetting.find(person, in: database)?.state
            return state == nil || state == .tables || state == .answers
        }
    }

    private func forgetSome(
        of person: ID<User>, by rule: ForgettingRule, at now: Timestamp, isStarting: Bool
    ) throws -> [Outbound] {
        let context = ownContext(at: now, causation: "forgotten")
        if isStarting {
            try ownTransaction(at: now) { _ = try context.forget(person, by: rule) }
            return []
        }
        return try transaction(at: now) { _, _ in _ = try context.forget(person, by: rule) }
    }

    private func isUnderWay(_ person: ID<User>) throws -> Bool {
        switch try Forgetting.find(person, in: database)?.state {
        case .tables, .answers: true
        case nil, .erased, .overwritten, .gone: false
        }
    }
}
