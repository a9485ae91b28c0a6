import Crypto
import Host
import Messages
import Transparency
import Transport
import Witness

/// The witness's connection to the audit service. It asks one thing at a time, as any peer does.
final class AuditLine {
    /// How long an answer is waited for, in milliseconds.
    private static let patience = 3000

    private var dealer: DealerSocket
    private var poller: Poller
    private let wakeUp: WakeUp
    private let coding = WireCoding()
    private let entropy = SystemEntropy()

    init(to endpoint: String, as name: String, keys: KeyRing, wakeUp: WakeUp) throws {
        self.wakeUp = wakeUp
        dealer = try DealerSocket(
            in: try MessagingContext(), keys: try keys.connectionKeys(of: name),
            serverKey: try keys.connectionKey(of: .audit))
        poller = Poller([wakeUp.pollable, dealer.pollable])
        try dealer.connect(to: endpoint)
    }

    /// Nil where no answer came in time, or where the process is to end.
    func answer(to question: Witness.Question, unless isStopping: () -> Bool) throws -> Witness.Answer? {
        switch question {
        case .head:
            return try ask(GetTreeHead.self, Nothing(), isStopping) { .head($0.checkpoint) }
        case .growth(let from, let to):
            return try ask(ProveConsistency.self, .init(from: from, to: to), isStopping) { reply in
                // What is no hash leads nowhere, which is for the witness's rule to say.
                .growth(reply.hashes.map { Base64.decode($0) ?? [] })
            }
        case .submit(let note):
            guard let checkpoint = NoteText(note) else { return .refused("too_long") }
            return try ask(AddCosignature.self, .init(checkpoint: checkpoint), isStopping) { _ in .taken }
        }
    }

    private func ask<O: Operation>(
        _ operation: O.Type, _ request: O.Request, _ isStopping: () -> Bool, read: (O.Reply) -> Witness.Answer
    ) throws -> Witness.Answer? {
        var header = Header(operation is any Command.Type ? .command : .query)
        header[.operation] = O.name
        // Each time another: asked again after an answer that is lost, it is a new question with the same answer.
        let reference = Hex.encode(entropy.bytes(16))
        (header[.reference], header[.id]) = (reference, reference)
        guard try dealer.send(header: header.bytes, body: try coding.encode(request)) == .sent else { return nil }
        let deadline = SystemClock.now.adding(milliseconds: Int64(AuditLine.patience))
        while !isStopping() {
            while let message = try dealer.receive() {
                guard let header = Header(bytes: message.header), header[.reference] == reference else { continue }
                return answer(header, message.body, read)
            }
            let left = deadline.milliseconds - SystemClock.now.milliseconds
            guard left > 0 else { return nil }
            try poller.wait(milliseconds: min(Int(left), AuditLine.patience))
        }
        return nil
    }

    private func answer<Reply: Decodable>(
        _ header: Header, _ body: [UInt8], _ read: (Reply) -> Witness.Answer
    ) -> Witness.Answer? {
        guard let status = header.number(.status) else { return nil }
        if status >= 500 { return nil }
        if status >= 300 { return .refused((try? coding.decode(Problem.self, from: body))?.code ?? "\(status)") }
        guard let reply = try? coding.decode(Reply.self, from: body) else { return .refused("unreadable") }
        return read(reply)
    }

    /// Waits until the time is over or somebody rings.
    func rest(milliseconds: Int) throws {
        var bell = Poller([wakeUp.pollable])
        try bell.wait(milliseconds: milliseconds)
    }
}
