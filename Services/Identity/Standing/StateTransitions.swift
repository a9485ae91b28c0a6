import Messages

/// From which states an action leads to which.
struct StateTransition {
    enum Target {
        case state(UserState)
        /// Where an account is that nothing is held against.
        case normal
    }

    let from: [UserState]
    let to: Target
    /// Whether whoever is signed in is signed out.
    let endsSessions: Bool

    static func of(_ action: StateAction) -> StateTransition {
        switch action {
        case .freeze: .init(from: [.pendingVerification, .active], to: .state(.frozen), endsSessions: false)
        case .unfreeze: .init(from: [.frozen], to: .normal, endsSessions: false)
        case .suspend:
            .init(from: [.pendingVerification, .active, .frozen], to: .state(.suspended), endsSessions: true)
        case .reactivate: .init(from: [.suspended, .disabled], to: .normal, endsSessions: false)
        case .disable:
            .init(
                from: [.pendingVerification, .active, .frozen, .suspended], to: .state(.disabled), endsSessions: true)
        }
    }
}
