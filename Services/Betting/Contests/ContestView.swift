import Messages

extension StoredContest {
    /// The contest as clients see it.
    func view() throws -> Contest {
        let commission = try ContestFigures.commission(of: pool, points: commissionPoints, promised: promised)
        let prizePool = max(try pool - commission, promised ?? .zero)
        let isEnding = has(.settling, .settled, .cancelling, .cancelled)
        return Contest(
            id: id, match: match, organizer: organizer, code: code, title: title, sport: sport, entryFee: money(fee),
            maxPlayers: maxPlayers, maxEntriesPerUser: maxPerUser, minEntries: minEntries, prizeStructure: try prizes(),
            prizeForm: prizeForm, commissionPercent: Takeout.percent(basisPoints: commissionPoints),
            joinCutoff: lastJoin, guaranteed: guaranteed.map { money($0) }, unfilledPrizes: unfilled, status: status,
            entries: entries, scored: scored, ranked: ranked, pool: money(pool), prizePool: money(prizePool),
            settlement: settlement, done: isEnding ? done : nil, cancelReason: cancelReason, createdAt: createdAt,
            closedAt: closedAt, endedAt: endedAt)
    }

    var settlement: ContestSettlement? {
        settled.map { settled in
            ContestSettlement(
                pool: money(pool), overlay: money(settled.overlay), commission: money(settled.commission),
                prizes: money(settled.awarded), unawarded: money(settled.unawarded))
        }
    }
}
