import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Identity

@Suite("Roles")
struct RoleTests {
    let desk: Desk
    let user: ID<User>
    private let club = ID<Organization>(high: 1, low: 1)
    private let other = ID<Organization>(high: 1, low: 2)

    init() throws {
        desk = try Desk()
        user = try desk.register().get().id
    }

    private func grant(
        _ role: Role, at organization: ID<Organization>? = nil, by statement: Statement? = nil, to: ID<User>? = nil
    ) throws -> ServiceUnderTest.Answer<UserProfile> {
        let request = GrantRole.Request(userID: to ?? user, role: role, organizationID: organization)
        return try desk.service.ask(GrantRole.self, request, by: statement ?? Desk.admin)
    }

    private func revoke(
        _ role: Role, at organization: ID<Organization>? = nil, by statement: Statement? = nil, from: ID<User>? = nil
    ) throws -> ServiceUnderTest.Answer<UserProfile> {
        let request = RevokeRole.Request(userID: from ?? user, role: role, organizationID: organization)
        return try desk.service.ask(RevokeRole.self, request, by: statement ?? Desk.admin)
    }

    private func clubAdmin(_ number: UInt64 = 8) -> Statement {
        var statement = TestUsers.statement(number)
        statement.grants = [Statement.Grant(role: .admin, organization: club)]
        return statement
    }

    @Test("within an organization are held beside those on the platform and stand in the statement")
    func organizations() throws {
        let profile = try grant(.seller, at: club).get()
        #expect(profile.roles == [.player])
        #expect(profile.grants == [Statement.Grant(role: .seller, organization: club)])
        _ = try grant(.seller, at: other).get()
        _ = try grant(.seller, at: other).get()
        #expect(try desk.service.events(RoleGranted.type).count == 2)
        let event = try desk.last(RoleGranted.self)
        #expect(event.organization == other && event.before == [] && event.after == [.seller])
        let statement = try desk.statement(try desk.signIn().get().token)
        #expect(statement.roles == [.player] && statement.grants?.count == 2)
        let left = try revoke(.seller, at: club).get()
        #expect(left.grants == [Statement.Grant(role: .seller, organization: other)])
        try desk.expectSound()
    }

    @Test("are taken away, with what there was before and is after")
    func revokes() throws {
        _ = try grant(.organizer).get()
        #expect(try revoke(.organizer).get().roles == [.player])
        let event = try desk.last(RoleRevoked.self)
        #expect(event.user == user && event.role == .organizer && event.organization == nil)
        #expect(event.before == [.player, .organizer] && event.after == [.player])
        #expect(try desk.service.events(RoleRevoked.type).map(\.severity) == [.warning])
        #expect(try revoke(.organizer).code == "not_found")
        #expect(try revoke(.seller, at: club).code == "not_found")
        #expect(try revoke(.seller, from: ID(high: 1, low: 1)).code == "not_found")
        #expect(try revoke(.player).code == "role_permanent")
        #expect(try desk.service.events(RoleRevoked.type).count == 1)
    }

    @Test("are only where they mean something")
    func places() throws {
        #expect(try grant(.device).code == "role_not_for_people")
        #expect(try grant(.device, at: club).code == "role_not_for_people")
        #expect(try grant(.player, at: club).code == "role_not_for_organizations")
        #expect(try grant(.admin, at: club).get().roles == [.player])
        #expect(try grant(.seller, to: ID(high: 1, low: 1)).code == "not_found")
        let wizard = #"{"user_id":"\#(user)","role":"wizard"}"#
        #expect(try desk.send(GrantRole.self, wizard, by: Desk.admin).problem?.errors.map(\.pointer) == ["/role"])
        let nowhere = #"{"user_id":"\#(user)","role":"seller","organization_id":"club"}"#
        let answer = try desk.send(GrantRole.self, nowhere, by: Desk.admin)
        #expect(answer.problem?.errors.map(\.pointer) == ["/organization_id"])
    }

    @Test("of an organization's staff are its own admins' to give and take, and no others")
    func organizationsOwnAdmins() throws {
        for role in [Role.seller, .operator_, .organizer] {
            #expect(try grant(role, at: club, by: clubAdmin()).status == 200)
            #expect(try revoke(role, at: club, by: clubAdmin()).status == 200)
        }
        let seen = try grant(.seller, at: club, by: clubAdmin()).get()
        #expect(seen.grants == [Statement.Grant(role: .seller, organization: club)] && seen.email.isEmpty)
        #expect(seen.birthDate == nil && seen.displayName == nil && seen.country == nil && seen.roles.isEmpty)
        for role in [Role.admin, .auditor, .player, .device] {
            #expect(try grant(role, at: club, by: clubAdmin()).code == "forbidden")
        }
        #expect(try grant(.seller, at: other, by: clubAdmin()).code == "forbidden")
        #expect(try grant(.seller, by: clubAdmin()).code == "forbidden")
        #expect(try revoke(.admin, at: club, by: clubAdmin()).code == "forbidden")
        var seller = TestUsers.statement(7)
        seller.grants = [Statement.Grant(role: .seller, organization: club)]
        #expect(try grant(.seller, at: club, by: seller).code == "forbidden")
        #expect(try desk.service.ask(GrantRole.self, .init(userID: user, role: .seller)).code == "unauthenticated")
    }

    @Test("that somebody tried to give or take and may not are told of")
    func refused() throws {
        let eve = TestUsers.statement(7)
        #expect(try grant(.admin, by: eve).status == 403)
        #expect(try revoke(.admin, at: club, by: eve).status == 403)
        let events = try desk.service.events(RoleChangeRefused.type)
        #expect(events.map(\.subject) == ["user/\(eve.user)", "user/\(eve.user)"])
        let event = try desk.last(RoleChangeRefused.self)
        #expect(event.user == user && event.role == .admin && event.organization == club)
    }

    @Test("wait for a second factor where they are withheld")
    func withheld() throws {
        var statement = TestUsers.statement(7)
        statement.withheld = [.admin]
        #expect(try grant(.seller, by: statement).code == "second_factor_required")
    }

    @Test("leave the platform one admin who can act")
    func lastAdmin() throws {
        _ = try grant(.admin).get()
        let ada = Statement(
            user: user, session: try desk.signIn().get().sessionID, roles: [.player, .admin],
            issuedAt: desk.service.now, expiresAt: desk.service.now.adding(seconds: 300))
        #expect(try revoke(.admin, by: ada).status == 409)
        #expect(try revoke(.admin, by: ada).code == "last_admin")
        #expect(try desk.leave(ada).code == "last_admin")
        let bob = try desk.person("bob@example.com").user
        // An organization's admin is none of the platform's, nor is one who cannot act.
        _ = try grant(.admin, at: club, to: bob).get()
        #expect(try revoke(.admin, by: ada).code == "last_admin")
        _ = try grant(.admin, to: bob).get()
        try desk.writer().run("UPDATE users SET state = 'suspended' WHERE id = ?", bob)
        #expect(try revoke(.admin, by: ada).code == "last_admin")
        try desk.writer().run("UPDATE users SET state = 'pending_verification' WHERE id = ?", bob)
        #expect(try revoke(.admin, by: ada).get().roles == [.player])
        #expect(try revoke(.admin, at: club, from: bob).status == 200)
        #expect(try revoke(.admin, from: bob).code == "last_admin")
        #expect(try desk.leave(ada).status == 200)
        try desk.expectSound()
    }

    @Test("are at most fifty, which fit into a message's header with the rest of a statement")
    func many() throws {
        for number in 1...49 {
            _ = try grant(.seller, at: ID(high: 2, low: UInt64(number))).get()
        }
        let full = try grant(.seller, at: ID(high: 2, low: 50))
        #expect(full.status == 422 && full.code == "too_many_roles")
        #expect(try grant(.seller, at: ID(high: 2, low: 49)).status == 200)
        let token = try desk.signIn().get().token
        let longest = try desk.vouch(token).get().statements.map(\.statement.utf8.count).max() ?? .max
        #expect(longest < Header.byteLimit - 1500)
        try desk.expectSound()
    }

    @Test("that were held before there were organizations are those on the platform")
    func migrated() throws {
        let path = desk.service.directory.appending(path: "old.db").path
        let database = try Connection.openWriter(at: path)
        try database.migrate(Array(identityMigrations.prefix(1)))
        let key = [UInt8](repeating: 1, count: 16)
        try database.run(
            """
            INSERT INTO users (id, email, email_key, state, password_hash, created_at)
            VALUES (?, 'a@x.com', 'a@x.com', 'active', 'x', 5)
            """, key)
        try database.run(
            "INSERT INTO user_roles (user, role, granted_by, granted_at) VALUES (?, 'admin', 'anonymous', 5)", key)
        try database.migrate(identityMigrations)
        let role = try database.first("SELECT role, organization, granted_at FROM user_roles") { row in
            (try row.value(0, as: Role.self), try row.value(1, as: [UInt8].self), try row.value(2, as: Int.self))
        }
        #expect(role?.0 == .admin && role?.1 == [] && role?.2 == 5)
        let updated: Int? = try database.first("SELECT updated_at FROM users") { try $0.value(0) }
        #expect(updated == 5)
    }
}
