import Messages
import Runtime

extension VouchForSession {
    static func run(
        _ request: Request, signer: StatementSigner, _ bars: Bars, in context: QueryContext
    ) throws -> Reply {
        guard let token = Token(request.token), let holder = try Holder.find(token, in: context) else {
            throw CommonFailure.unauthenticated.because("this session is unknown or over; sign in again")
        }
        let statement = try holder.statement(bars, in: context)
        return Reply(
            statements: try signer.sign(statement, forEachOf: ServiceName.allCases), user: statement.user,
            session: statement.session, expiresAt: statement.expiresAt)
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
