import Crypto
import Gateway
import Glibc
import Host
import Messages
import Runtime
import Storage

/// What the gateway's machine spends on knowing who asks: requests with a token that it remembers beside the same without
/// one, in turns. Time stands still, so nothing but the requests is at work.
struct SessionBenchmark {
    static let sessions = 1000
    static let requests = 20_000
    static let aimMicroseconds = 20.0

    let home: Home
    var rounds = 3

    func run() throws {
        let gateway = try GatewayInProcess(home: home)
        let tokens = try (0..<SessionBenchmark.sessions).map { try gateway.signIn(number: UInt64($0)) }
        _ = try measure(gateway, tokens)
        var (without, with): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            without.append(try measure(gateway, []))
            with.append(try measure(gateway, tokens))
        }
        let (bare, checked) = (without.sorted()[rounds / 2], with.sorted()[rounds / 2])
        Report.title("A request at the gateway, its processor time (the middle of \(rounds) rounds)")
        Report.microseconds("without a token", bare)
        Report.microseconds("with a token that is remembered", checked)
        Report.microseconds("the session check", checked - bare, aim: SessionBenchmark.aimMicroseconds)
        Report.say(Report.padded("with a token / without", 44) + Report.decimals(checked / bare))
    }

    /// Microseconds of processor time a request.
    private func measure(_ gateway: GatewayInProcess, _ tokens: [String]) throws -> Double {
        let began = processorNanoseconds()
        for number in 0..<SessionBenchmark.requests {
            try gateway.ask(token: tokens.isEmpty ? nil : tokens[number % tokens.count])
        }
        return Double(processorNanoseconds() - began) / Double(SessionBenchmark.requests) / 1000
    }

    private func processorNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// The gateway in this process, stepped by hand, with the wallet and identity played.
final class GatewayInProcess {
    private let machine: GatewayMachine
    private let signer: StatementSigner
    private let coding = WireCoding()
    private let entropy = SeededEntropy(seed: 3)
    private let now = SystemClock.now
    private var lastWeb: UInt64 = 0

    init(home: Home) throws {
        let keys = KeyRing(home)
        signer = StatementSigner(key: try Ed25519SigningKey(seed: try keys.signingSeed(of: "identity")))
        let settings = NodeSettings(
            build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"),
            sealKey: try keys.sealKey(of: .gateway))
        machine = try GatewayMachine(
            settings: settings, database: try .openWriter(at: home.database(of: .gateway) + ".bench"),
            entropy: entropy, at: now)
        try hearOfServices()
    }

    /// The wallet announces what it does, services say that they live, and identity that there is no news.
    private func hearOfServices() throws {
        let catalogue = try coding.encode(
            Catalogue(
                service: .wallet, build: "bench", operations: [try OperationDescription(ListCurrencies.self)],
                events: []))
        var header = Header(.call)
        (header[.operation], header[.reference]) = (AnnounceCatalogue.name, "1")
        for field in [Header.Field.sequence, .floor, .incarnation] { header.set(field, 1) }
        let request = AnnounceCatalogue.Request(catalogue: String(decoding: catalogue, as: UTF8.self))
        let announcement = Delivery(
            peer: ServiceName.wallet.rawValue, route: [1], header: header, body: try coding.encode(request))
        for case .send(let service, let header, _) in try machine.step([.delivery(announcement)], at: now) {
            guard header.kind == .query else { continue }
            _ = try machine.step([reply(to: header, from: service, [])], at: now)
        }
    }

    /// Has identity vouch for a session; gives its token.
    func signIn(number: UInt64) throws -> String {
        let token = Base64URL.encode(entropy.bytes(32))
        let user = ID<User>(high: 1, low: number)
        let session = ID<Session>(high: 2, low: number)
        var statement = Statement(
            user: user, session: session, roles: [.player], issuedAt: now, expiresAt: now.adding(seconds: 300))
        statement.audience = .wallet
        let vouched = VouchForSession.Reply(
            statements: [.init(service: .wallet, statement: try signer.sign(statement))], user: user,
            session: session, expiresAt: statement.expiresAt)
        let question = try single(try machine.step([request(token)], at: now), to: .identity)
        let answer = reply(to: question, from: .identity, try coding.encode(vouched))
        let passedOn = try single(try machine.step([answer], at: now), to: .wallet)
        _ = try machine.step([reply(to: passedOn, from: .wallet, [])], at: now)
        return token
    }

    /// One request, there and back, with nothing asked of identity.
    func ask(token: String?) throws {
        let message = try single(try machine.step([request(token)], at: now), to: .wallet)
        guard (message[.statement] != nil) == (token != nil) else { throw BenchmarkFault("not vouched for") }
        for case .web(_, let response) in try machine.step([reply(to: message, from: .wallet, [])], at: now) {
            if response.status == 200 { return }
        }
        throw BenchmarkFault("the gateway did not answer")
    }

    private func request(_ token: String?) -> Inbound {
        lastWeb += 1
        let authorization = token.map { [(name: "authorization", value: "Bearer \($0)")] } ?? []
        return .web(
            WebRequest(
                id: lastWeb, method: "GET", path: "/v1/currencies", query: [],
                headers: [("host", "localhost"), ("user-agent", "bench/1"), ("accept", "*/*")] + authorization,
                body: [], remoteAddress: "127.0.0.1"))
    }

    private func single(_ out: [Outbound], to service: ServiceName) throws -> Header {
        guard out.count == 1, case .send(service, let header, _) = out[0] else {
            throw BenchmarkFault("expected one message, to \(service)")
        }
        return header
    }

    private func reply(to header: Header, from service: ServiceName, _ body: [UInt8]) -> Inbound {
        var answer = Header(.reply)
        answer[.reference] = header[.reference]
        answer.set(.status, 200)
        answer.set(.head, 0)
        return .reply(from: service, header: answer, body: body)
    }
}
