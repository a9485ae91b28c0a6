import Crypto
import Host
import Messages
import Runtime
import Storage
import Wallet

/// The wallet service in this process, stepped by hand: what it does with a batch of one, and how the databases that are
/// measured on come to have people with money in them.
final class WalletInProcess {
    let node: Node
    let coding = WireCoding()

    init(database path: String, keys: KeyRing) throws {
        let settings = NodeSettings(
            build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"),
            sealKey: try keys.sealKey(of: .wallet))
        node = try Node(
            WalletService.definition(), settings: settings, database: try .openWriter(at: path),
            entropy: SystemEntropy(), at: SystemClock.now)
    }

    func close() throws { try node.close(at: SystemClock.now) }

    // MARK: - Preparing

    /// Gives everybody money by way of deposits that the admin approves.
    func fund(_ bettors: Bettors) throws {
        let amount = Money(Amount(1_000_000_000), Currency(code: "EUR", scale: 2))
        for (number, person) in bettors.people.enumerated() {
            let claim = RequestDeposit.Request(
                amount: amount, txHash: TransferHash(trusted: "transfer-\(number)"), chain: OutsideKey(trusted: "bank"))
            let deposit = try command(RequestDeposit.self, claim, by: person, id: "claim-\(number)")
            let approval = ApproveDeposit.Request(depositID: deposit.id)
            _ = try command(ApproveDeposit.self, approval, by: bettors.admin, id: "approval-\(number)")
        }
    }

    private func command<C: Command>(
        _ command: C.Type, _ request: C.Request, by person: Bettors.Person, id: String
    ) throws -> C.Reply {
        var header = Header(.command)
        header[.operation] = C.name
        header[.id] = id
        header[.reference] = id
        header[.statement] = person.toWallet
        let delivery = Delivery(
            peer: ServiceName.gateway.rawValue, route: [1], header: header, body: try coding.encode(request))
        return try coding.decode(C.Reply.self, from: try answer(delivery))
    }

    // MARK: - One commit each

    func place(_ call: HoldCalls.Call, header bytes: [UInt8]) throws {
        guard let header = Header(bytes: bytes) else { throw BenchmarkFault("the benchmark's header is none") }
        let peer = ServiceName.betting.rawValue
        _ = try answer(Delivery(peer: peer, route: [2], header: header, body: call.body))
    }

    // MARK: - Many a commit

    /// Has the calls done, so many in one transaction.
    func run(_ calls: [HoldCalls.Call], of book: HoldCalls, batch size: Int) throws {
        for start in stride(from: 0, to: calls.count, by: size) {
            let batch = calls[start..<min(start + size, calls.count)]
            let deliveries = try batch.map { call in
                guard let header = Header(bytes: book.header(of: call, floor: batch[start].sequence)) else {
                    throw BenchmarkFault("the benchmark's header is none")
                }
                let peer = ServiceName.betting.rawValue
                return Inbound.delivery(Delivery(peer: peer, route: [2], header: header, body: call.body))
            }
            var answers = 0
            for case .reply(_, let header, let body) in try node.step(deliveries, at: SystemClock.now) {
                guard let status = header.number(.status), status < 300 else {
                    throw BenchmarkFault("refused: \(String(decoding: body, as: UTF8.self))")
                }
                answers += 1
            }
            guard answers == batch.count else { throw BenchmarkFault("\(answers) answers to \(batch.count) calls") }
        }
    }

    // MARK: - Its own work

    /// Has it check its books, as audit asks for it: the numbered time.
    func beginProof(_ number: Int64) throws {
        var header = Header(.call)
        header[.operation] = RunProof.name
        header[.reference] = "1:\(number)"
        header.set(.sequence, number)
        header.set(.floor, number)
        header.set(.incarnation, 1)
        _ = try answer(
            Delivery(peer: ServiceName.audit.rawValue, route: [3], header: header, body: Array("{}".utf8)))
    }

    /// One turn of the loop in which nothing came.
    func turn() throws { _ = try node.step([], at: SystemClock.now) }

    private func answer(_ delivery: Delivery) throws -> [UInt8] {
        for case .reply(_, let header, let body) in try node.step([.delivery(delivery)], at: SystemClock.now) {
            guard let status = header.number(.status), status < 300 else {
                throw BenchmarkFault("refused: \(String(decoding: body, as: UTF8.self))")
            }
            return body
        }
        throw BenchmarkFault("no answer to \(delivery.header[.operation] ?? "nothing")")
    }
}

/// The benchmark itself went wrong, so that its figures would mean nothing.
struct BenchmarkFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
