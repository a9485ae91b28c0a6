import Messages
import Runtime
import Storage

/// A raffle's row.
struct StoredRaffle {
    var view: RaffleView
    let currency: Currency
    /// What closes its sales by the clock.
    var closeTimer: Int64?

    var id: ID<Raffle> { view.id }

    static func find(_ id: ID<Raffle>, in database: Connection) throws -> StoredRaffle? {
        try database.first(
            """
            SELECT id, name, description, event_identifier, organization_id, venue_id, state, currency, scale,
                max_tickets, configured_tickets, number_order, sales_start_time, sales_end_time, draw_time, jackpot_seed,
                revenue_calculation_method, fee_points, tax_points, allows_online_sales, distinct_winners,
                suspension_reason, cancellation_reason, reconciliation_confirmed_at, reconciliation_confirmed_by,
                activated_at, sales_closed_at, created_at, created_by, updated_at, updated_by, close_timer
            FROM raffles WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredRaffle {
        let currency = Currency(code: try row.value(7), scale: try row.value(8))
        let view = RaffleView(
            id: try row.value(0), name: try row.value(1), description: try row.value(2),
            eventIdentifier: try row.value(3), organizationID: try row.value(4), venueID: try row.value(5),
            state: try row.value(6), currency: CurrencyCode(trusted: currency.code),
            maxTickets: try row.value(9, as: Int64?.self).map { TicketCount(trusted: $0) },
            configuredTickets: try row.value(10), numberOrder: try row.value(11), salesStartTime: try row.value(12),
            salesEndTime: try row.value(13), drawTime: try row.value(14),
            jackpotSeed: Money(try row.value(15), currency),
            revenueCalculationMethod: try row.value(16), feePercent: BasisPoints.percent(try row.value(17)),
            taxPercent: BasisPoints.percent(try row.value(18)), allowsOnlineSales: try row.value(19),
            distinctWinners: try row.value(20), suspensionReason: try row.value(21),
            cancellationReason: try row.value(22), reconciliationConfirmedAt: try row.value(23),
            reconciliationConfirmedBy: try row.value(24), activatedAt: try row.value(25),
            salesClosedAt: try row.value(26), createdAt: try row.value(27), createdBy: try row.value(28),
            updatedAt: try row.value(29), updatedBy: try row.value(30))
        return StoredRaffle(view: view, currency: currency, closeTimer: try row.value(31))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO raffles (id, name, description, event_identifier, organization_id, venue_id, state, currency,
                scale, max_tickets, configured_tickets, number_order, sales_start_time, sales_end_time, draw_time,
                jackpot_seed, revenue_calculation_method, fee_points, tax_points, allows_online_sales, distinct_winners,
                suspension_reason, cancellation_reason, reconciliation_confirmed_at, reconciliation_confirmed_by,
                activated_at, sales_closed_at, created_at, created_by, updated_at, updated_by, close_timer)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                event_identifier = excluded.event_identifier, organization_id = excluded.organization_id,
                venue_id = excluded.venue_id, state = excluded.state, max_tickets = excluded.max_tickets,
                configured_tickets = excluded.configured_tickets, number_order = excluded.number_order,
                sales_start_time = excluded.sales_start_time, sales_end_time = excluded.sales_end_time,
                draw_time = excluded.draw_time, jackpot_seed = excluded.jackpot_seed,
                revenue_calculation_method = excluded.revenue_calculation_method, fee_points = excluded.fee_points,
                tax_points = excluded.tax_points, allows_online_sales = excluded.allows_online_sales,
                distinct_winners = excluded.distinct_winners, suspension_reason = excluded.suspension_reason,
                cancellation_reason = excluded.cancellation_reason,
                reconciliation_confirmed_at = excluded.reconciliation_confirmed_at,
                reconciliation_confirmed_by = excluded.reconciliation_confirmed_by,
                activated_at = excluded.activated_at, sales_closed_at = excluded.sales_closed_at,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by, close_timer = excluded.close_timer
            """, view.id, view.name, view.description, view.eventIdentifier, view.organizationID, view.venueID,
            view.state, currency.code, currency.scale, view.maxTickets?.count, view.configuredTickets, view.numberOrder,
            view.salesStartTime, view.salesEndTime, view.drawTime,
            try view.jackpotSeed.amount.units(scale: currency.scale),
            view.revenueCalculationMethod, try view.feePercent.units(scale: 2), try view.taxPercent.units(scale: 2),
            view.allowsOnlineSales, view.distinctWinners, view.suspensionReason, view.cancellationReason,
            view.reconciliationConfirmedAt, view.reconciliationConfirmedBy, view.activatedAt, view.salesClosedAt,
            view.createdAt, view.createdBy, view.updatedAt, view.updatedBy, closeTimer)
    }
}

extension StoredRaffle {
    static func existing(_ id: ID<Raffle>, in database: Connection) throws -> StoredRaffle {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("raffle") }
        return found
    }

    /// What waits for news of it.
    var topic: String { "raffle/\(id)" }

    /// Keeps what it has become, and tells where that is another than it was.
    mutating func keep(insteadOf former: StoredRaffle, in context: CommandContext) throws {
        guard view != former.view else { return }
        view.updatedAt = context.now
        if let user = context.caller.statement?.user { view.updatedBy = user }
        try store(in: context.database)
        try ElementHistory.tell(
            RaffleChanged(before: former.view, after: view), of: .raffle, id, in: context)
        context.touch(topic)
    }

    /// Goes on to another state, if there is a way, and tells.
    mutating func move(
        to state: RaffleState, because reason: String? = nil, in context: CommandContext,
        _ change: (inout StoredRaffle) throws -> Void = { _ in }
    ) throws {
        let from = view.state
        try requireWay(to: state)
        try change(&self)
        view.state = state
        view.updatedAt = context.now
        if let user = context.caller.statement?.user { view.updatedBy = user }
        if !state.isSelling, let timer = closeTimer {
            try context.revoke(timer: timer)
            closeTimer = nil
        }
        try store(in: context.database)
        try ElementHistory.tell(
            RaffleMoved(raffle: id, from: from, to: state, reason: reason), of: .raffle, id, in: context)
        context.touch(topic)
    }

    func requireWay(to state: RaffleState) throws {
        guard RaffleLifecycle.allows(view.state, to: state) else {
            throw RaffleFailure.wrongState.because(
                "a raffle becomes \(state.rawValue) from \(RaffleLifecycle.sources(of: state)); this is "
                    + view.state.rawValue)
        }
    }
}
