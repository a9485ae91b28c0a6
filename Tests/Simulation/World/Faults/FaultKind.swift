/// What goes wrong on purpose.
public enum FaultKind: Int, CaseIterable, Sendable {
    case drop, duplicate, delay, partition
    case crashBetweenSteps, crashInTransaction, crashBeforeSend, crashAtStart
    case failedSync, fullDisk, cleanRestart
    case lostRequest, lostAnswer, impatience

    public var name: String {
        switch self {
        case .drop: "drop"
        case .duplicate: "duplicate"
        case .delay: "delay"
        case .partition: "partition"
        case .crashBetweenSteps: "crash between steps"
        case .crashInTransaction: "crash in transaction"
        case .crashBeforeSend: "crash before send"
        case .crashAtStart: "crash at start"
        case .failedSync: "failed sync"
        case .fullDisk: "full disk"
        case .cleanRestart: "clean restart"
        case .lostRequest: "lost request"
        case .lostAnswer: "lost answer"
        case .impatience: "impatient client"
        }
    }

    /// Those that can hit a saga at one of its steps; the others happen between a client and the gateway or before
    /// anything runs.
    public static let sagaKinds: [FaultKind] = ofNetwork + ofProcesses

    static func kinds(isSent: Bool) -> [FaultKind] { isSent ? sagaKinds : ofProcesses }

    static let ofNetwork: [FaultKind] = [.drop, .duplicate, .delay, .partition]
    static let ofProcesses: [FaultKind] = [.crashBetweenSteps, .crashInTransaction, .crashBeforeSend, .fullDisk]
}
