import Messages
import Runtime
import Storage

/// How what nobody won in one event goes on to another.
enum RollOver {
    /// Why the pool of an event cannot go on to that one now, in words; nil where it can.
    static func fault(
        from event: StoredEvent, to target: ID<BettingEvent>, at now: Timestamp, in database: Connection
    ) throws -> String? {
        guard target != event.id else { return "a pool cannot go on to its own event" }
        guard let next = try StoredEvent.find(target, in: database) else { return "there is no such event" }
        guard next.organizer == event.organizer else { return "the event is another organizer's" }
        guard next.currency == event.currency else { return "the event is in \(next.currency.code)" }
        guard next.has(.scheduled, .open), !next.hasStarted(at: now) else {
            return "a pool goes on to an event that has not started; that one is \(next.status)"
        }
        return nil
    }

    /// Where so much of an event's money goes on to, by its policy and as things stand now.
    static func target(
        of event: StoredEvent, _ rules: PoolRules, for amount: Amount, in context: CommandContext
    ) throws -> StoredEvent? {
        guard amount > .zero, rules.noWinner == .rollOver, let target = rules.rollOverTo,
            try fault(from: event, to: target, at: context.now, in: context.database) == nil
        else { return nil }
        let next = try StoredEvent.existing(target, in: context.database)
        guard let sum = try? next.rolledIn + amount else { return nil }
        let fits = PoolBound.holds(
            stakes: next.pool, rolledIn: sum, rules: try .find(of: target, in: context.database))
        return fits ? next : nil
    }

    /// The target counts it from here on. The money follows with the first command to the wallet, before any that the
    /// target's own settlement can make: commands arrive in the order in which they are made.
    static func make(
        _ amount: Amount, from event: StoredEvent, to target: StoredEvent, in context: CommandContext
    ) throws {
        let after = try target.rolledIn + amount
        try context.database.run(
            "INSERT INTO rollover (source, target, amount, made_at) VALUES (?, ?, ?, ?)", event.id, target.id, amount,
            context.now)
        try context.database.run("UPDATE event SET rolled_in = ? WHERE id = ?", after, target.id)
        context.touch(target.topic)
        let currency = event.currency
        try context.emit(
            PoolRolledOver(
                event: target.id, from: event.id, money: Money(amount, currency),
                before: Money(target.rolledIn, currency), after: Money(after, currency)))
    }
}
