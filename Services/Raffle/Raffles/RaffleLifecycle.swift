import Messages

/// From which state a raffle goes to which: there is no other way, whoever asks.
enum RaffleLifecycle {
    private static let ways: [RaffleState: [RaffleState]] = [
        .created: [.configured, .cancelled],
        .configured: [.active, .cancelled],
        .active: [.suspended, .salesClosed, .cancelled],
        .suspended: [.active, .salesClosed, .cancelled],
        .salesClosed: [.reconciling, .cancelled],
        .reconciling: [.reconciled, .cancelled],
        .reconciled: [.drawingReady, .cancelled],
        .drawingReady: [.completed, .cancelled],
    ]

    static func allows(_ from: RaffleState, to state: RaffleState) -> Bool { ways[from]?.contains(state) ?? false }

    /// From which states one is reached, in words.
    static func sources(of state: RaffleState) -> String {
        RaffleState.allCases.filter { allows($0, to: state) }.map(\.rawValue).joined(separator: " or ")
    }
}

extension RaffleState {
    /// Before anybody has been told of it.
    var isDraft: Bool { self == .created || self == .configured }
    /// Whether tickets are sold, or will be again.
    var isSelling: Bool { self == .active || self == .suspended }
}
