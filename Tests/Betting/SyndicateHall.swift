import Messages
import Runtime
import Storage
import TestSupport

@testable import Betting

/// The betting service with a group of friends; it is Friday, 15 January 2027.
final class SyndicateHall {
    let service: ServiceUnderTest
    let admin = TestUsers.statement(2, roles: [.player, .admin])
    let treasurer = TestUsers.statement(3)
    let bob = TestUsers.statement(4)
    let carol = TestUsers.statement(5)
    let stranger = TestUsers.statement(6)

    init(_ settings: BettingSettings = BettingSettings()) throws {
        service = try ServiceUnderTest(BettingService.definition(settings))
        let writer = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        for person in [admin, treasurer, bob, carol, stranger] { try KnownUsers.note(person.user, in: writer) }
    }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw WrongTurn(description: "\(text) is no day") }
        return day
    }

    func ask<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<O.Reply> {
        try service.ask(operation, request, by: caller ?? treasurer)
    }

    func founded() throws -> Syndicate {
        try ask(CreateSyndicate.self, .init(name: Title(trusted: "The Shed"))).get()
    }

    func season(
        of syndicate: Syndicate, _ name: String = "2026-2027", from start: String = "2027-01-01",
        to end: String? = nil, active: Bool = true
    ) throws -> Season {
        let season = try ask(
            CreateSeason.self,
            .init(
                syndicate: syndicate.id, name: PlayerName(trusted: name), startDate: try Self.day(start),
                endDate: try end.map { try Self.day($0) })
        ).get()
        return active ? try ask(ActivateSeason.self, .init(season: season.id)).get() : season
    }

    func player(
        _ name: String, of syndicate: Syndicate, user: Statement? = nil
    ) throws -> SyndicatePlayer {
        try ask(
            AddSyndicatePlayer.self,
            .init(syndicate: syndicate.id, name: PlayerName(trusted: name), user: user?.user)
        ).get()
    }

    func joined(_ player: SyndicatePlayer, _ season: Season, on day: String? = nil) throws {
        _ = try ask(
            AddSeasonPlayer.self,
            .init(season: season.id, player: player.id, joinedDate: try day.map { try Self.day($0) })
        ).get()
    }

    /// An active season with players of these names, all there from its start.
    func playing(
        _ names: [String], from start: String = "2027-01-01", to end: String? = nil
    ) throws -> (season: Season, players: [SyndicatePlayer]) {
        let syndicate = try founded()
        let season = try season(of: syndicate, from: start, to: end)
        let players = try names.map { try player($0, of: syndicate) }
        for player in players { try joined(player, season) }
        return (season, players)
    }

    func violations() throws -> [String] { try BettingInvariants.violations(in: try service.reader()) }
}
