import Messages
import SimulatedDisk
import Storage
import Transparency
import Witness

/// The log's witness over all its lives, on a disk of its own. It has nothing of the platform but a line to audit.
final class SimulatedWitness {
    static let peer = "witness"

    let disk: SimulatedDisk
    let signer: CosignatureSigner
    private let rule: WitnessRule

    private(set) var life = 0
    private(set) var witness: Witness?
    /// Of the question that it waits for an answer to.
    private(set) var reference: String?
    private var asked = 0
    /// What it is shown in this round in place of the log, if that is another one.
    var fork: ForkedLog?

    init(diskName: String, seed: UInt64, rule: WitnessRule, signer: CosignatureSigner) {
        disk = SimulatedDisk(name: diskName, seed: seed)
        (self.rule, self.signer) = (rule, signer)
    }

    func start(at time: Int64) throws {
        disk.currentTimeMilliseconds = time
        witness = try Witness(
            rule: rule, signer: signer, database: try .openWriter(at: "database", vfs: disk.vfsName))
    }

    /// The power goes.
    func crash() {
        disk.crash()
        (witness, reference, fork) = (nil, nil, nil)
        life += 1
    }

    func ask() -> String {
        asked += 1
        let name = "\(SimulatedWitness.peer)-\(life)-\(asked)"
        reference = name
        return name
    }

    func stopWaiting() { reference = nil }

    // MARK: - Its line

    static func route(life: Int) -> [UInt8] { Array("\(peer) \(life)".utf8) }

    /// Nil for a way back that leads to somebody else.
    static func life(of route: [UInt8]) -> Int? {
        let parts = String(decoding: route, as: UTF8.self).split(separator: " ")
        return parts.count == 2 && parts[0] == peer ? Int(parts[1]) : nil
    }

    /// A question as it goes over the wire.
    static func message(_ question: Witness.Question, _ reference: String) throws -> (Header, body: [UInt8]) {
        switch question {
        case .head: try message(GetTreeHead.self, Nothing(), reference)
        case .growth(let from, let to): try message(ProveConsistency.self, .init(from: from, to: to), reference)
        case .submit(let text):
            if let note = NoteText(text) {
                try message(AddCosignature.self, .init(checkpoint: note), reference)
            } else {
                throw Violation("no bug", "a witness signs what is too long")
            }
        }
    }

    private static func message<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, _ reference: String
    ) throws -> (Header, body: [UInt8]) {
        var header = Header(operation is any Command.Type ? .command : .query)
        (header[.operation], header[.reference], header[.id]) = (O.name, reference, reference)
        return (header, try WireCoding().encode(request))
    }

    /// What an answer says; nil where it says nothing.
    static func answer(_ header: Header, _ body: [UInt8], to question: Witness.Question) throws -> Witness.Answer? {
        guard let status = header.number(.status), status < 500 else { return nil }
        let coding = WireCoding()
        if status >= 300 { return .refused(try coding.decode(Problem.self, from: body).code) }
        switch question {
        case .head: return .head(try coding.decode(GetTreeHead.Reply.self, from: body).checkpoint)
        case .growth:
            return .growth(
                try coding.decode(ProveConsistency.Reply.self, from: body).hashes.map { Base64.decode($0) ?? [] })
        case .submit: return .taken
        }
    }
}
