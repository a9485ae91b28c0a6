/// The services of the platform. The name is what a connection's key stands for, so no message can claim another.
public enum ServiceName: String, Sendable, Codable, CaseIterable, Hashable {
    case identity, wallet, betting, raffle, audit, gateway
}

/// What a person may be on the platform.
public enum Role: String, WireEnum, Hashable {
    case player, organizer, seller, operator_ = "operator", admin, auditor, device
}

/// Who may ask for an operation. There is no default: every operation decides.
public enum Access: Sendable, Equatable {
    /// Whoever reaches the platform, signed in or not.
    case anyone
    /// Any signed-in person.
    case signedIn
    /// A signed-in person with one of these roles.
    case roles([Role])
    /// A signed-in person with one of these roles, and outside subscribers whose key the operator has listed.
    case rolesAndPeers([Role])
    /// Only these services, as themselves, over a connection that their key opened.
    case services([ServiceName])
    /// Services, and outside subscribers whose key the operator has listed.
    case subscribers
}

/// What an API key may be used for.
public enum Scope {
    /// Of what every key may: to learn what became of its own operations.
    public static let any = "any"

    /// `wallet:read`, `betting:write` and the like. Changes at identity are out of a key's reach, so that a stolen key
    /// cannot make itself at home.
    static func standard<O: Operation>(of operation: O.Type) -> String? {
        let owner = operation.name.prefix { $0 != "." }
        let isCommand = operation is any Command.Type
        if isCommand, owner == ServiceName.identity.rawValue { return nil }
        return "\(owner):\(isCommand ? "write" : "read")"
    }
}

extension Access {
    /// The form in which a catalogue carries it.
    public var text: String {
        switch self {
        case .anyone: "anyone"
        case .signedIn: "signed-in"
        case .roles(let roles): "roles:" + roles.map(\.rawValue).joined(separator: ",")
        case .rolesAndPeers(let roles): "roles-and-peers:" + roles.map(\.rawValue).joined(separator: ",")
        case .services(let names): "services:" + names.map(\.rawValue).joined(separator: ",")
        case .subscribers: "subscribers"
        }
    }
}
