import Messages
import Runtime
import Storage
import TimeZones

/// Who is old enough.
enum Age {
    static let minimum: Int64 = 18
    /// Beyond this a birth date is a slip of the pen.
    static let maximum: Int64 = 130

    static func check(_ birthDate: Day, on today: Day, orRefuse underAge: some DomainFailure) throws {
        guard birthDate <= today, birthDate.fullYears(until: today) <= maximum else {
            throw Rejection.field("/birth_date", "out_of_range", "expected the day on which one was born")
        }
        guard birthDate.fullYears(until: today) >= minimum else {
            throw underAge.because("one must be at least \(minimum) years old", at: "/birth_date")
        }
    }
}

/// Which usernames one may take.
enum Usernames {
    /// - Parameter user: who wants it: one's own name may be written in another case.
    static func check<Failure: DomainFailure>(
        _ username: Username?, for user: ID<User>?, reserved: Failure, taken: Failure, in database: Connection
    ) throws {
        guard let username else { return }
        if ReservedNames.contains(username.text) {
            throw reserved.because("this username is reserved; choose another", at: "/username")
        }
        let owner = try Users.owner(usernameKey: username.text.lowercased(), in: database)
        if let owner, owner != user {
            throw taken.because("this username is taken; choose another", at: "/username")
        }
    }
}

extension ZoneBook {
    func check(_ zone: Change<TimeZoneName>) throws {
        if case .set(let name) = zone, self[name] == nil {
            throw Rejection.field("/time_zone", "unknown_value", "expected \(TimeZoneNameRule.expected)")
        }
    }
}

/// From where one may sign up and stake.
struct CountryGate: Sendable {
    /// Empty for from everywhere.
    let allowed: Set<CountryCode>

    func check(_ country: CountryCode?) throws {
        if allowed.isEmpty { return }
        guard let country else {
            throw Rejection.field("/country", "required", "expected \(CountryRule.expected)")
        }
        guard allowed.contains(country) else {
            throw RegisterUser.Failure.countryNotAllowed.because(
                "one cannot sign up from \(country.text)", at: "/country")
        }
    }
}

/// What configuration keeps people from for now, as it goes into their statements.
struct Bars: Sendable {
    private let settings: IdentitySettings

    init(_ settings: IdentitySettings) { self.settings = settings }

    /// Nil where there are none.
    func of(_ user: ID<User>, in database: Connection) throws -> [Statement.Bar]? {
        var bars: Set<Statement.Bar> = []
        if try !EmailVerification.isDone(by: user, in: database) {
            if !settings.unverifiedMayStake { bars.insert(.stake) }
            if !settings.unverifiedMayWithdraw { bars.insert(.withdraw) }
        }
        if try !isFromAllowedCountry(user, in: database) { bars.insert(.stake) }
        return bars.isEmpty ? nil : Statement.Bar.allCases.filter(bars.contains)
    }

    private func isFromAllowedCountry(_ user: ID<User>, in database: Connection) throws -> Bool {
        if settings.countries.isEmpty { return true }
        let country = try database.first("SELECT country FROM users WHERE id = ?", user) {
            try $0.value(0, as: String?.self)
        }
        return country?.flatMap { CountryCode($0) }.map(settings.countries.contains) ?? false
    }
}
