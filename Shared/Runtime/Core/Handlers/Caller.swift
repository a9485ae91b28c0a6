public import Messages

/// Who asks. It comes from the connection's key and the signed statement, never from a field of the message.
public enum Caller: Sendable {
    case anonymous
    case user(Statement)
    case service(ServiceName)
    /// An outside subscriber, by the name its key is listed under.
    case peer(String)

    /// As it stands in events.
    public var actor: String {
        switch self {
        case .anonymous: "anonymous"
        case .user(let statement): statement.actor
        case .service(let name): "service:\(name.rawValue)"
        case .peer(let name): "peer:\(name)"
        }
    }

    public var statement: Statement? {
        if case .user(let statement) = self { statement } else { nil }
    }

    public func has(_ role: Role) -> Bool { statement?.roles.contains(role) ?? false }

    /// Nil where the caller may; otherwise why not.
    func refusal(by registration: Registration) -> Rejection? {
        if let refusal = refusal(by: registration.access) { return refusal }
        guard case .user(let statement) = self, registration.access != .anyone else { return nil }
        if let scopes = statement.scopes, registration.scope != Scope.any,
            !(registration.scope.map(scopes.contains) ?? false)
        {
            let needed = registration.scope.map { "the scope \($0)" } ?? "a session of one's own"
            return CommonFailure.forbidden.because("this needs \(needed)")
        }
        return nil
    }

    /// Nil unless the caller's account is frozen and the operation is not for such. What was submitted before that is
    /// still answered, so this is asked of new operations only.
    func frozenRefusal(by registration: Registration) -> Rejection? {
        guard statement?.state == .frozen, registration.access != .anyone, !registration.isOpenToFrozen else {
            return nil
        }
        return CommonFailure.accountFrozen.because("this account is frozen: it can look and be paid, not act")
    }

    /// Nil where the access is the caller's; for handlers whose rule goes on where this ends.
    public func refusal(by access: Access) -> Rejection? {
        switch (access, self) {
        case (.rolesAndPeers, .peer): return nil
        case (.rolesAndPeers(let roles), _): return refusal(by: .roles(roles))
        case (.anyone, _), (.subscribers, .service), (.subscribers, .peer): return nil
        case (.signedIn, .user(let statement)) where statement.kind != .device: return nil
        case (.services(let names), .service(let name)) where names.contains(name): return nil
        case (.roles(let roles), .user(let statement)) where roles.contains(where: statement.roles.contains): return nil
        case (.signedIn, .anonymous), (.roles, .anonymous):
            return CommonFailure.unauthenticated.because("sign in and send the session's token")
        case (.roles(let roles), .user(let statement)) where roles.contains(where: statement.isWithheld):
            return CommonFailure.secondFactorRequired.because(
                "this needs a session opened with a one-time code; POST /v1/me/totp enrols, and confirming it suffices")
        case (.roles(let roles), _):
            let names = roles.map(\.rawValue).joined(separator: " or ")
            return CommonFailure.forbidden.because("this needs the role \(names)")
        default:
            return CommonFailure.forbidden.because("this operation is not for this caller")
        }
    }
}

extension Statement {
    /// Who it speaks of, as it stands in events.
    public var actor: String { kind == .device ? "device:\(user)" : "user:\(user)" }

    /// By what it was known, as it stands in events; nil where the statement does not say.
    var credentialName: String? { credential.map { "\($0.rawValue)/\(session)" } }

    func isWithheld(_ role: Role) -> Bool { withheld?.contains(role) ?? false }
}

/// From where and with what a client asks, as the gateway saw it; nothing is known of who comes another way.
public struct Client: Sendable {
    public let address: String?
    public let agent: String?

    init(_ delivery: Delivery) {
        let isClient = delivery.peer == ServiceName.gateway.rawValue
        (address, agent) = isClient ? (delivery.header[.address], delivery.header[.agent]) : (nil, nil)
    }
}
