import Messages
import Runtime

/// What the passing on of a pool carries from step to step.
struct PassOnState: Codable, Sendable {
    let event: ID<BettingEvent>
}

/// What goes on from an event that is over to another goes at once, whatever its settlement waits for: so it is there before
/// anything that the other's settlement can ask for, since the wallet takes commands in the order in which they are made.
let passOnSaga = Saga<PassOnState>(
    "betting.pass-on", version: 1,
    steps: [.call("pass-on", .wallet, PayFromEscrow.self, request: SettlementHouse.passOn)], end: .silent)

/// The steps of a settlement that move money which is no gambler's.
enum SettlementHouse {
    /// What goes on to another event, and what came from others and has nowhere to go.
    static func passOn(_ state: PassOnState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let (event, settlement) = try found(state.event, context)
        var payments: [PayFromEscrow.Payment] = []
        if let target = settlement.rolledTo {
            payments.append(
                .init(
                    into: "event/\(target)", money: Money(settlement.rolledOut, event.currency), kind: .rollover,
                    purpose: event.escrow))
        }
        if settlement.unawarded > .zero { payments.append(event.kept(settlement.unawarded, as: .unawarded)) }
        return payments.isEmpty ? nil : PayFromEscrow.Request(escrow: event.escrow, payments: payments)
    }

    /// What the pool lacks for the minimum dividend.
    static func fund(_ state: SettlementState, _ context: CommandContext) throws -> FundEscrow.Request? {
        let (event, settlement) = try found(state.event, context)
        guard settlement.loss > .zero else { return nil }
        return FundEscrow.Request(
            escrow: event.escrow, money: Money(settlement.loss, event.currency), kind: .minusPool,
            purpose: event.escrow)
    }

    /// What the house keeps goes last: a pool that is not given out whole has kept nothing.
    static func keep(_ state: SettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let (event, settlement) = try found(state.event, context)
        let payments = [(settlement.takeout, TransactionKind.takeout), (settlement.breakage, .breakage)]
            .filter { $0.0 > .zero }.map { event.kept($0, as: $1) }
        return payments.isEmpty ? nil : PayFromEscrow.Request(escrow: event.escrow, payments: payments)
    }

    private static func found(
        _ id: ID<BettingEvent>, _ context: CommandContext
    ) throws -> (StoredEvent, StoredSettlement) {
        let event = try StoredEvent.existing(id, in: context.database)
        return (event, try StoredSettlement.existing(of: event.id, in: context.database))
    }
}

extension StoredEvent {
    /// The owner of the wallet's account that holds the pool.
    var escrow: String { "event/\(id)" }

    fileprivate func kept(_ amount: Amount, as kind: TransactionKind) -> PayFromEscrow.Payment {
        .init(house: Money(amount, currency), kind: kind, purpose: escrow)
    }
}
