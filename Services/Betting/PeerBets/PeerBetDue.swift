import Messages

/// What a peer bet's deadlines have come to demand.
enum PeerBetDue: Equatable {
    case nothing
    /// Nobody may join any more.
    case lock
    /// Every stake goes back.
    case callOff
    /// Some have said how it ended and others not.
    case dispute

    /// Nobody else came in time, or nobody said in time how it ended: it is called off. Where only some did, it is not
    /// theirs to decide alone.
    init(_ status: PeerBetStatus, joinDeadline: Timestamp?, resolveBy: Timestamp?, at now: Timestamp) {
        let isResolveOver = resolveBy.map { now >= $0 } ?? false
        let isJoinOver = joinDeadline.map { now >= $0 } ?? false
        switch status {
        case .created where isJoinOver || isResolveOver: self = .callOff
        case .joined where isResolveOver: self = .callOff
        case .joined where isJoinOver: self = .lock
        case .locked where isResolveOver: self = .callOff
        case .resolving where isResolveOver: self = .dispute
        default: self = .nothing
        }
    }
}
