import Messages
import Runtime

extension CommandContext {
    /// The service that calls. Holds and escrow belong to it, and no other service moves them.
    func callingService() throws -> ServiceName {
        if case .service(let name) = caller { return name }
        throw CommonFailure.forbidden.because("only services ask for this")
    }
}

/// What an entity is called between services, checked: `kind/id`.
func entity(_ text: String, at pointer: String) throws -> String {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    let isVisible = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    guard text.utf8.count <= 200, isVisible, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw Rejection.field(pointer, "invalid_format", "expected kind/id in at most 200 visible characters")
    }
    return text
}

extension TransactionKind {
    /// Whether a service may move its holds and escrow under this name. The others say what only the wallet does.
    var isForServices: Bool {
        switch self {
        case .deposit, .withdrawal, .bonus, .adjustment, .hold, .release, .reversal, .unknown: false
        case .fee, .commission, .contribution, .prize, .takeout, .betPlaced, .betPayout, .betRefund, .betVoid,
            .contestEntry, .syndicateBet, .syndicateWinnings, .syndicatePayout, .raffleSale, .raffleRefund,
            .rafflePrize, .contestRefund, .peerStake, .peerPayout, .peerRefund, .breakage, .unawarded, .rollover:
            true
        case .overlay, .minusPool: false
        }
    }

    /// Whether it brings winnings: money that was not its receiver's before, and that may be withdrawn.
    var isWinnings: Bool {
        switch self {
        case .betPayout, .prize, .syndicateWinnings, .syndicatePayout, .rafflePrize, .peerPayout: true
        case .deposit, .withdrawal, .bonus, .adjustment, .hold, .release, .reversal, .unknown, .fee, .commission,
            .contribution, .takeout, .betPlaced, .betRefund, .betVoid, .contestEntry, .syndicateBet, .raffleSale,
            .raffleRefund, .contestRefund, .peerStake, .peerRefund, .breakage, .unawarded, .rollover, .overlay,
            .minusPool:
            false
        }
    }

    /// Whether the house puts something into an escrow under this name.
    var isFunding: Bool { self == .overlay || self == .minusPool }
}
