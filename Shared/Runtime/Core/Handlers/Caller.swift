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
        case .user(let statement): "user:\(statement.user)"
        case .service(let name): "service:\(name.rawValue)"
        case .peer(let name): "peer:\(name)"
        }
    }

    public var statement: Statement? {
        if case .user(let statement) = self { statement } else { nil }
    }

    public func has(_ role: Role) -> Bool { statement?.roles.contains(role) ?? false }

    /// Nil where the caller may; otherwise why not.
    func refusal(by access: Access) -> Rejection? {
        switch (access, self) {
        case (.anyone, _), (.signedIn, .user), (.subscribers, .service), (.subscribers, .peer): return nil
        case (.services(let names), .service(let name)) where names.contains(name): return nil
        case (.roles(let roles), .user(let statement)) where roles.contains(where: statement.roles.contains): return nil
        case (.signedIn, .anonymous), (.roles, .anonymous):
            return CommonFailure.unauthenticated.because("sign in and send the session's token")
        case (.roles(let roles), _):
            let names = roles.map(\.rawValue).joined(separator: " or ")
            return CommonFailure.forbidden.because("this needs the role \(names)")
        default:
            return CommonFailure.forbidden.because("this operation is not for this caller")
        }
    }
}
