public import Crypto
public import Messages
public import Runtime
public import Storage

/// The gateway as its host drives it: a node, which keeps what services announce, and beside it the edge, which serves
/// clients. Both are stepped together, so that what a batch commits is known to the edge before anything leaves.
public final class GatewayMachine: Machine {
    private let node: Node
    private let edge: Edge
    private var clock: SteadyClock

    public init(
        settings: NodeSettings, edge edgeSettings: EdgeSettings = EdgeSettings(), database: Connection,
        entropy: any Entropy, at now: Timestamp
    ) throws {
        clock = SteadyClock(from: now)
        node = try Node(
            GatewayService.definition(streamWaitMilliseconds: edgeSettings.streamWaitMilliseconds), settings: settings,
            database: database, entropy: entropy, at: now)
        edge = try Edge(
            edgeSettings, catalogues: CatalogueStore(database: database, read: edgeSettings.readCatalogue),
            entropy: entropy, at: now)
    }

    public var nextWake: Timestamp { min(node.nextWake, edge.nextWake) }

    public func close(at time: Timestamp) throws { try node.close(at: time) }

    public func step(_ inbound: [Inbound], at time: Timestamp) throws -> [Outbound] {
        edge.now = clock.observe(time)
        var (forNode, forEdge): ([Inbound], [Inbound]) = ([], [])
        var news: [IdentityStream.News] = []
        var isAnnouncement = false
        for message in inbound {
            switch message {
            case .web, .webDrained, .webAbandoned: forEdge.append(message)
            case .reply(_, let header, _) where header[.reference]?.hasPrefix(Edge.referencePrefix) ?? false:
                forEdge.append(message)
            case .reply(let service, let header, let body):
                edge.heard(service)
                if service == .identity, let told = edge.stream.read(header, body) { news.append(told) }
                forNode.append(message)
            case .delivery(let delivery):
                isAnnouncement = isAnnouncement || delivery.header[.operation] == AnnounceCatalogue.name
                forNode.append(message)
            case .workDone, .nothingYet: forNode.append(message)
            }
        }
        let out = try node.step(forNode, at: time)
        if let told = edge.stream.note(out, at: edge.now) { news.append(told) }
        if isAnnouncement { try edge.reloadCatalogues() }
        for told in news { edge.take(told) }
        for message in forEdge { edge.take(message) }
        edge.tick()
        return out + edge.drain()
    }
}

extension Edge {
    fileprivate func take(_ message: Inbound) {
        switch message {
        case .web(let request): accept(request)
        case .webDrained(let web):
            drained(web)
            streamDrained(web)
        case .webAbandoned(let web): abandon(web)
        case .reply(let service, let header, let body):
            heard(service)
            take(from: service, header, body)
        case .delivery, .workDone, .nothingYet: break
        }
    }
}
