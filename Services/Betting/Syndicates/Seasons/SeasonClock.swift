import Messages
import Runtime
import TimeZones

/// Tells when a season is frozen. That it is follows from the day alone, whenever this comes to say so.
enum SeasonClock {
    static let timer = "betting.season-freezes"

    /// Has it told once the day after the season's end begins there.
    static func wind(_ season: StoredSeason, _ zones: ZoneBook, in context: CommandContext) throws {
        guard season.stage == .active, let end = season.rules.end else { return }
        let due = zones.rules(of: season.timeZone).startOfDay(end.adding(days: 1))
        try context.schedule(timer, at: max(due, context.now), state: season.id.text)
    }

    /// It may have been given another end meanwhile, or been told of by another timer.
    static func strike(_ state: String, _ zones: ZoneBook, in context: CommandContext) throws {
        guard let id = ID<Season>(state),
            let season = try StoredSeason.find(id, zones, at: context.now, in: context.database),
            season.status == .frozen, let end = season.rules.end
        else { return }
        let isNew = try context.database.run(
            "UPDATE season SET frozen_told = ? WHERE id = ? AND frozen_told IS NOT ?", end.daysSince1970, id,
            end.daysSince1970)
        if isNew > 0 { try context.emit(SeasonFrozen(season: id, endDate: end)) }
    }
}
