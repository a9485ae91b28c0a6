import Messages
import Runtime

/// The step of a settlement that sends gamblers news: one of a person and event, of all that it brought them. Who lost
/// hears nothing.
enum SettlementNews {
    static func next(_ state: SettlementState, _ context: CommandContext) throws -> TellPeople.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let settlement = try StoredSettlement.existing(of: event.id, in: context.database)
        let isRefund = settlement.outcome == .refund
        let people: [(number: Int64, user: ID<User>, money: Amount)] = try context.database.rows(
            """
            SELECT number, user, IIF(?3, refunded - returned, paid) FROM gambler
            WHERE event = ?1 AND number > ?2 AND paid + refunded > 0 AND IIF(?3, refunded - returned, paid) > 0
            ORDER BY number LIMIT ?4
            """, event.id, settlement.told, isRefund, TellPeople.limit
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
        guard let last = people.last else { return nil }
        try context.database.run("UPDATE settlement SET told = ? WHERE event = ?", last.number, event.id)
        return TellPeople.Request(
            items: people.map { person in
                TellPeople.Item(
                    reference: "event/\(event.id)/settled/\(person.user)", user: person.user,
                    news: isRefund ? .betRefunded : .betWon, about: event.name,
                    money: Money(person.money, event.currency))
            })
    }
}
