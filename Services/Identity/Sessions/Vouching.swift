import Crypto
import Messages
import Runtime

extension VouchForSession {
    /// How long a statement is good for: so long may a loosening lag, and so long could a stolen one be used.
    static let statementSeconds: Int64 = 5 * 60

    static func run(
        _ request: Request, signer: StatementSigner, bars: Bars, in context: QueryContext
    ) throws -> Reply {
        let refusal = CommonFailure.unauthenticated.because("this session is unknown or over; sign in again")
        guard let secret = Base64URL.decode(request.token), secret.count == Sessions.secretByteCount else {
            throw refusal
        }
        let found = try context.database.first(
            """
            SELECT s.id, s.user, s.expires_at, s.second_factor, u.state FROM sessions s JOIN users u ON u.id = s.user
            WHERE s.secret_hash = ? AND s.ended_at IS NULL AND s.expires_at > ?
            """, SHA256.hash(secret), context.now
        ) { row in
            (
                session: try row.value(0, as: ID<Session>.self), user: try row.value(1, as: ID<User>.self),
                expiry: try row.value(2, as: Timestamp.self), hasSecondFactor: try row.value(3, as: Bool.self),
                state: try row.value(4, as: UserState.self)
            )
        }
        guard let found, found.state.isAdmitted else { throw refusal }
        let expiry = min(found.expiry, context.now.adding(seconds: statementSeconds))
        var statement = Statement(
            user: found.user, session: found.session, roles: try Users.roles(of: found.user, in: context.database),
            issuedAt: context.now, expiresAt: expiry)
        (statement.kind, statement.state) = (.person, found.state)
        statement.grants = try Roles.inOrganizations(of: found.user, in: context.database)
        statement.withholdPrivileges(unless: found.hasSecondFactor)
        statement.standing = try Standing.version(of: found.user, in: context.database)
        statement.bars = try bars.of(found.user, in: context.database)
        return Reply(
            statements: try signer.sign(statement, forEachOf: ServiceName.allCases), user: found.user,
            session: found.session, expiresAt: expiry)
    }
}

extension StatementSigner {
    /// One statement for each service: what one of them has seen proves nothing to another.
    fileprivate func sign(
        _ statement: Statement, forEachOf services: [ServiceName]
    ) throws -> [VouchForSession.Vouched] {
        try services.map { service in
            var statement = statement
            statement.audience = service
            return VouchForSession.Vouched(service: service, statement: try sign(statement))
        }
    }
}
