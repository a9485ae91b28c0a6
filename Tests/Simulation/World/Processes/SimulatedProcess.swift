import Crypto
import Messages
import Runtime
import SimulatedDisk
import Storage

/// One service's process over all its lives: its disk stays, everything else is new in each.
final class SimulatedProcess {
    let service: ServiceName
    let disk: SimulatedDisk
    /// How far its clock is from the world's.
    let clockOffset: Int64
    private let seed: UInt64

    private(set) var life = 0
    private(set) var machine: (any Machine)?
    private(set) var queries: QueryRunner?
    /// Sees what is committed; the queries run on it, and so do the checks.
    private(set) var reader: Connection?
    /// What has come in since the last step.
    var arrived: [Inbound] = []
    /// When it will be stepped, and the ticket of that plan.
    var plannedStep: Int64?
    var ticket = 0

    init(_ service: ServiceName, diskName: String, seed: UInt64, clockOffset: Int64) {
        (self.service, self.seed, self.clockOffset) = (service, seed, clockOffset)
        disk = SimulatedDisk(name: diskName, seed: seed)
    }

    /// Whether a text lies in any of its files, as it is.
    func isOnDisk(_ text: String) -> Bool {
        ["database", "database-wal", "database-journal"].contains { disk.holds(Array(text.utf8), in: $0) }
    }

    var isUp: Bool { machine != nil }

    /// How many times likelier a fault is at its next step than at others': where faults hurt most, they are to fall most.
    var weight: Int {
        switch service {
        case .betting where arrived.isEmpty: 4
        case .betting: arrived.contains(where: \.isWalletsReply) ? 8 : 1
        case .identity: arrived.contains(where: \.isWalletsReply) ? 4 : 1
        case .wallet: arrived.contains { $0.isCall } ? 4 : 1
        case .raffle, .audit, .gateway: 1
        }
    }

    func clock(_ time: Int64) -> Timestamp { Timestamp(milliseconds: time + clockOffset) }

    /// Opens the database and begins a new life on it.
    func start(_ blueprint: Blueprint, at time: Int64) throws {
        disk.currentTimeMilliseconds = time
        let writer = try Connection.openWriter(at: "database", vfs: disk.vfsName)
        let entropy = SeededEntropy(seed: seed &+ UInt64(life) &* 0x1_0000_0001)
        let machine = try blueprint.machine(service, writer, entropy, clock(time))
        let reader = try Connection.openReader(at: "database", vfs: disk.vfsName)
        (self.machine, self.reader, queries) = (machine, reader, QueryRunner(database: reader))
    }

    /// The power goes. The disk first: a connection that is closed in peace would tidy up.
    func crash() {
        disk.crash()
        end()
    }

    /// After an orderly close.
    func end() {
        (machine, queries, reader) = (nil, nil, nil)
        arrived = []
        plannedStep = nil
        ticket += 1
        life += 1
    }
}

extension Inbound {
    fileprivate var isWalletsReply: Bool {
        if case .reply(.wallet, _, _) = self { true } else { false }
    }

    fileprivate var isCall: Bool {
        if case .delivery(let delivery) = self { delivery.header.kind == .call } else { false }
    }
}
