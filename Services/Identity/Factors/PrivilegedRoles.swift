import Messages

/// The roles that nobody may use without a second factor.
enum PrivilegedRoles {
    static let all: Set<Role> = [.admin, .auditor]
}

extension Statement {
    /// Sets aside what its holder may do only in a session with a second factor, on the platform and in organizations.
    mutating func withholdPrivileges(unless hasSecondFactor: Bool) {
        guard !hasSecondFactor else { return }
        let held = Set(roles + (grants ?? []).map(\.role)).intersection(PrivilegedRoles.all)
        guard !held.isEmpty else { return }
        withheld = Role.allCases.filter(held.contains)
        roles.removeAll(where: held.contains)
        grants?.removeAll { held.contains($0.role) }
    }
}
