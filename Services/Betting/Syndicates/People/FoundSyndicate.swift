import Messages
import Runtime
import Storage
import TimeZones

extension CreateSyndicate {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (founder, database) = (try context.user(), context.database)
        let code = request.currency ?? CurrencyCode(trusted: "EUR")
        guard let currency = try CurrencyTable.find(code, in: database) else {
            throw Failure.unknownCurrency.because("there is no currency \(code.text) on this platform", at: "/currency")
        }
        let zone = request.timeZone ?? TimeZoneName(trusted: "UTC")
        guard settings.zones[zone] != nil else {
            throw Failure.unknownTimeZone.because("there is no time zone \(zone.text)", at: "/time_zone")
        }
        try SyndicateMembership.refuseTooMany(of: founder.user, Failure.tooManySyndicates, in: database)
        let id = context.newID(Syndicate.self)
        try database.run(
            """
            INSERT INTO syndicate (id, name, description, currency, time_zone, founder, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, id, request.name.text, request.description?.text, currency.code, zone.text, founder.user, context.now)
        try database.run(
            """
            INSERT INTO syndicate_member (syndicate, user, role, invited_at, joined_at)
            VALUES (?1, ?2, 'treasurer', ?3, ?3)
            """, id, founder.user, context.now)
        try context.emit(
            SyndicateCreated(
                syndicate: id, treasurer: founder.user, currency: CurrencyCode(trusted: currency.code), timeZone: zone))
        return try SeenSyndicate(id, by: founder, in: database).view
    }
}

extension ChangeSyndicate {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let caller = try context.user()
        let old = try SeenSyndicate(keptBy: caller, request.syndicate, in: context.database).syndicate
        let zone = request.timeZone ?? old.timeZone
        guard settings.zones[zone] != nil else {
            throw Failure.unknownTimeZone.because("there is no time zone \(zone.text)", at: "/time_zone")
        }
        let name = request.name?.text ?? old.name
        let description = request.description.applied(to: old.description.map(Note.init(trusted:)))?.text
        try context.database.run(
            "UPDATE syndicate SET name = ?, description = ?, time_zone = ? WHERE id = ?", name, description, zone.text,
            old.id)
        let changes = [
            ("name", name != old.name), ("description", description != old.description),
            ("time_zone", zone != old.timeZone),
        ]
        let fields = changes.filter { $0.1 }.map { $0.0 }
        if !fields.isEmpty { try context.emit(SyndicateChanged(syndicate: old.id, fields: fields)) }
        return try SeenSyndicate(old.id, by: caller, in: context.database).view
    }
}
