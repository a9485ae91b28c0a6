import Messages

/// What the gateway knows of how a service is.
struct ServiceHealth {
    enum Presence { case present, quiet, away }

    let startedAt: Timestamp
    var lastHeard: Timestamp?
    var status: ServiceStatus?
    /// The newest question how it is, and when the last answer to one came.
    var poll: UInt64?
    var statusAt: Timestamp?

    init(startedAt: Timestamp) { self.startedAt = startedAt }

    func presence(at now: Timestamp, _ settings: EdgeSettings) -> Presence {
        let silence = now.milliseconds - (lastHeard ?? startedAt).milliseconds
        if lastHeard != nil, silence <= settings.quietMilliseconds { return .present }
        return silence > settings.awayMilliseconds ? .away : .quiet
    }

    func report(_ service: ServiceName, isAnnounced: Bool, at now: Timestamp, _ settings: EdgeSettings) -> ServiceReport
    {
        let state: ServiceReport.State =
            switch (statusAt, status) {
            case (let time?, let status?) where now.milliseconds - time.milliseconds <= settings.quietMilliseconds:
                status.isReady ? .ready : .notReady
            case (nil, _): .neverSeen
            default: .silent
            }
        let complaint = status.flatMap { $0.complaint.isEmpty ? nil : $0.complaint }
        return ServiceReport(
            service: service, state: state, isAnnounced: isAnnounced, build: status?.build,
            incarnation: status?.incarnation, complaint: complaint, lastSeen: lastHeard)
    }
}
