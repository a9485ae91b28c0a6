import Messages
import Runtime

/// Who may look at what is not public, and act in an organization. The caller's own statement says it: the platform's admins,
/// operators and auditors, and those who have a role in the organization.
enum Staff {
    static let readers: [Role] = [.operator_, .admin, .auditor]

    /// Whoever works for any organization may look at what all of them live by.
    static func look(in context: QueryContext) throws {
        guard let refusal = context.caller.refusal(by: .roles(readers)) else { return }
        guard !(context.caller.statement?.grants ?? []).isEmpty else { throw refusal }
    }

    static func look(at organization: ID<Organization>?, in context: QueryContext) throws {
        guard let refusal = context.caller.refusal(by: .roles(readers)) else { return }
        guard let organization, works(context.caller.statement, for: organization) else { throw refusal }
    }

    /// Whether a caller sees all organizations, or only those that they work for.
    static func seesAll(_ caller: Caller) -> Bool { caller.refusal(by: .roles(readers)) == nil }

    static func works(
        _ statement: Statement?, for organization: ID<Organization>, as roles: [Role]? = nil
    ) -> Bool {
        (statement?.grants ?? []).contains { grant in
            grant.organization == organization && (roles.map { $0.contains(grant.role) } ?? true)
        }
    }
}
