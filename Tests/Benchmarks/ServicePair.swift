import Betting
import Crypto
import Host
import Messages
import Runtime
import Storage
import Wallet

/// Betting and the wallet in this process, each on its database, stepped by hand: what one sends the other gets, and every
/// step of either is timed.
final class ServicePair {
    let betting: Node
    /// Nil where every question to the wallet is answered at once, so that betting alone is measured.
    let wallet: Node?
    private(set) var bettingSteps: [Int64] = []
    private(set) var walletSteps: [Int64] = []
    private let coding = WireCoding()
    private var references = 0

    init(betting path: String, wallet: String?, keys: KeyRing) throws {
        func node(_ definition: ServiceDefinition, _ path: String) throws -> Node {
            let settings = NodeSettings(
                build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"),
                sealKey: try keys.sealKey(of: definition.name))
            return try Node(
                definition, settings: settings, database: try .openWriter(at: path), entropy: SystemEntropy(),
                at: SystemClock.now)
        }
        betting = try node(BettingService.definition(), path)
        self.wallet = try wallet.map { try node(WalletService.definition(), $0) }
    }

    func close() throws {
        try betting.close(at: SystemClock.now)
        try wallet?.close(at: SystemClock.now)
    }

    /// A client's command, and the steps that it leads to at once.
    func command<C: Command>(_ command: C.Type, _ request: C.Request, by person: Bettors.Person) throws -> C.Reply {
        references += 1
        var header = Header(.command)
        header[.operation] = C.name
        header[.id] = "bench-\(references)"
        header[.reference] = "bench-\(references)"
        header[.statement] = person.throughBetting
        let delivery = Delivery(
            peer: ServiceName.gateway.rawValue, route: [1], header: header, body: try coding.encode(request))
        var found: [UInt8]?
        try turn([.delivery(delivery)]) { header, body in
            guard let status = header.number(.status), status < 300 else {
                throw BenchmarkFault("refused: \(String(decoding: body, as: UTF8.self))")
            }
            found = body
        }
        guard let found else { throw BenchmarkFault("no answer to \(C.name)") }
        return try coding.decode(C.Reply.self, from: found)
    }

    /// One step of betting, and what the wallet makes of what it sends.
    func turn(
        _ inbound: [Inbound] = [], _ reply: (Header, [UInt8]) throws -> Void = { _, _ in }
    ) throws {
        var waiting = inbound
        repeat {
            let begun = monotonicNanoseconds()
            let out = try betting.step(waiting, at: SystemClock.now)
            bettingSteps.append(monotonicNanoseconds() - begun)
            waiting = []
            for message in out {
                switch message {
                case .reply(_, let header, let body): try reply(header, body)
                case .send(let service, let header, let body) where header.kind == .call:
                    waiting.append(try answer(service, header, body))
                default: break
                }
            }
        } while !waiting.isEmpty
    }

    private func answer(_ service: ServiceName, _ header: Header, _ body: [UInt8]) throws -> Inbound {
        guard service == .wallet, let wallet else {
            var answer = Header(.reply)
            answer[.reference] = header[.reference]
            answer.set(.status, 200)
            return .reply(from: service, header: answer, body: Array("{}".utf8))
        }
        let delivery = Delivery(peer: ServiceName.betting.rawValue, route: [2], header: header, body: body)
        let begun = monotonicNanoseconds()
        let out = try wallet.step([.delivery(delivery)], at: SystemClock.now)
        walletSteps.append(monotonicNanoseconds() - begun)
        for case .reply(_, let header, let body) in out {
            guard header.number(.status) == 200 else {
                throw BenchmarkFault("the wallet refused: \(String(decoding: body, as: UTF8.self))")
            }
            return .reply(from: .wallet, header: header, body: body)
        }
        throw BenchmarkFault("the wallet did not answer")
    }

    func forgetSteps() { (bettingSteps, walletSteps) = ([], []) }
}
