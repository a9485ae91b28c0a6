import Messages
import Runtime
import Transport

/// Binds a machine to the world: takes what the sockets and the mailbox have, steps the machine at the wall clock's time
/// and carries out what it gives. One thread, which owns the machine, its database and the sockets.
final class Loop {
    static let batchLimit = 1024
    /// However little happens, the machine sees the time this often.
    static let longestWait: Int64 = 500

    private let machine: any Machine
    private let service: ServiceName
    private let sockets: Sockets
    private let mailbox: Mailbox
    private let queries: Queries
    private let heavy: Workers<WorkOrder>
    private let onWeb: @Sendable (UInt64, WebResponse) -> Void
    private let onWebPart: @Sendable (UInt64, WebPart) -> Void

    init(
        machine: any Machine, service: ServiceName, sockets: Sockets, mailbox: Mailbox, queries: Queries,
        heavy: Workers<WorkOrder>, onWeb: @escaping @Sendable (UInt64, WebResponse) -> Void,
        onWebPart: @escaping @Sendable (UInt64, WebPart) -> Void
    ) {
        (self.machine, self.service, self.sockets, self.mailbox) = (machine, service, sockets, mailbox)
        (self.queries, self.heavy, self.onWeb, self.onWebPart) = (queries, heavy, onWeb, onWebPart)
    }

    /// Works until it is told to stop, and then takes in what had already arrived.
    func run(until stop: StopSign) throws {
        while !stop.isRaised { try turn(mayWait: true) }
        for _ in 0..<stop.lastTurns { try turn(mayWait: false) }
        try machine.close(at: SystemClock.now)
    }

    private func turn(mayWait: Bool) throws {
        var inbound = try collect()
        let now = SystemClock.now
        if inbound.isEmpty, machine.nextWake > now {
            let wake = min(machine.nextWake, sockets.nextTry ?? machine.nextWake)
            let pause = min(max(wake.milliseconds - now.milliseconds, 0), Loop.longestWait)
            try sockets.wait(milliseconds: mayWait ? Int(pause) : 10)
            inbound = try collect()
        }
        for message in try machine.step(inbound, at: SystemClock.now) { try carryOut(message) }
    }

    /// What has come in. What stays in the sockets' own queues is the next batch's.
    private func collect() throws -> [Inbound] {
        var (inbound, answers) = mailbox.takeAll()
        for case .reply(let route, let header, let body) in answers {
            if try !sockets.reply(to: route, header, body, isAwaited: true) { queries.letGo(route) }
        }
        for case .nothingYet(let question) in inbound { queries.letGo(question.route) }
        try sockets.receive(upTo: Loop.batchLimit, into: &inbound, at: SystemClock.now)
        return inbound
    }

    private func carryOut(_ message: Outbound) throws {
        switch message {
        case .reply(let route, let header, let body): try sockets.reply(to: route, header, body)
        case .send(let service, let header, let body): try sockets.send(to: service, header, body)
        case .nudge(let head): try sockets.nudge(service, head: head)
        case .web(let id, let response): onWeb(id, response)
        case .webPart(let id, let part): onWebPart(id, part)
        case .query(let task):
            if !queries.submit(task) { try carryOut(task.overloaded()) }
        case .work(let order):
            // The machine bounds how much of it is under way, so the queue has room for all of it.
            precondition(heavy.submit(order), "more heavy work than the machine may order")
        }
    }
}
