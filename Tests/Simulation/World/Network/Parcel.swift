import Messages
import Runtime

/// A message on its way between two processes.
struct Parcel {
    enum Kind { case send, reply }

    let kind: Kind
    let from: ServiceName
    let to: ServiceName
    /// The life of the process that asked: an answer reaches it over the connection that the question came by, and that
    /// ends with the process.
    let life: Int
    let header: Header
    let body: [UInt8]

    /// The return address that stands for a process in one of its lives.
    static func route(_ service: ServiceName, life: Int) -> [UInt8] { Array("\(service.rawValue) \(life)".utf8) }

    static func process(of route: [UInt8]) -> (service: ServiceName, life: Int)? {
        let parts = String(decoding: route, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let service = ServiceName(rawValue: String(parts[0])), let life = Int(parts[1]) else {
            return nil
        }
        return (service, life)
    }

    /// How many times likelier a fault is for it than for others: where faults hurt most, they are to fall most.
    var weight: Int {
        switch kind {
        case .send where header[.operation] == PayFromEscrow.name: 6
        case .send where header.kind == .call && to != .gateway: 3
        case .reply where from == .wallet && to == .betting: 3
        case .send, .reply: 1
        }
    }

    var inbound: Inbound {
        switch kind {
        case .send:
            .delivery(
                Delivery(peer: from.rawValue, route: Parcel.route(from, life: life), header: header, body: body))
        case .reply: .reply(from: from, header: header, body: body)
        }
    }
}
