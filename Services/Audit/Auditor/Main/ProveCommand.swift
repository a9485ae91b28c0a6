import Auditor
import Foundation
import Messages
import Transparency

extension Command {
    static let prove = Command(
        name: "prove", words: "INDEX | --consistency FROM TO",
        summary: "Fetch a proof, check it and print it",
        explanation: """
            Of an event it prints the proof in the form of C2SP's tlog-proof, which shows years later and without a server that the
            event is in the log; --event FILE keeps the event's own bytes, which the proof is of. Of two sizes it checks that the log
            of the larger one begins with the smaller one, and that the log signed today begins with both.
            """,
        options: AuditLine.options + KeySource.verifierOptions.filter { $0.name != "home" } + [
            Option("consistency", nil, "prove that the log grew from one size to another"),
            Option("event", "FILE", "write the event's bytes to a file"),
        ],
        run: runProve)

    private static func runProve(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        let keys = try KeySource(arguments: arguments).logKeys()
        if arguments.has("consistency") {
            try arguments.expect("FROM", "TO")
            let sizes = try arguments.words.map { try Arguments.number($0, "a size", 0...Int64.max) }
            guard sizes[0] <= sizes[1] else { throw UsageFault("the log grew from the smaller size to the larger one") }
            return try proveGrowth(from: sizes[0], to: sizes[1], try AuditLine(arguments), keys, output)
        }
        try arguments.expect("INDEX")
        let index = try Arguments.number(arguments.words[0], "INDEX", 0...Int64.max)
        return try proveEvent(index, try AuditLine(arguments), keys, arguments.value("event"), output)
    }

    // MARK: - An event

    private struct ProofLine: Encodable {
        let index: Int64
        let size: Int64
        let leafHash: String
        let proof: String

        enum CodingKeys: String, CodingKey { case index, size, leafHash = "leaf_hash", proof }
    }

    private static func proveEvent(
        _ index: Int64, _ line: AuditLine, _ keys: LogKeys, _ file: String?, _ output: Output
    ) throws -> ExitCode {
        let (latest, reply) = try line.head(keys)
        let head: SignedHead
        if keys.witnesses.isEmpty {
            head = latest
        } else if let cosigned = try reply.cosigned(by: keys) {
            head = cosigned
        } else {
            throw Finding(.notCosigned, "the log shows no head that is cosigned by the given key")
        }
        guard index < head.size else {
            throw Unchecked(
                "the log's \(keys.witnesses.isEmpty ? "" : "cosigned ")head has \(head.size) events, 0 to \(head.size - 1)"
            )
        }
        let event = try line.ask(GetAuditEvent.self, .init(index: index))
        let hashes = try line.ask(ProveInclusion.self, .init(index: index, size: head.size)).hashes
        let body = event.body.isEmpty ? nil : Base64.decode(event.body)
        let proof = TlogProof(index: index, hashes: hashes.map { Base64.decode($0) ?? [] }, checkpoint: head.note)
        let receipt = try Receipt(body: body, leaf: Base64.decode(event.leafHash), proof: proof.text)
        _ = try receipt.verify(keys)
        if let file {
            guard let body else { throw Unchecked("the event's bytes are not kept any more") }
            do {
                try Data(body).write(to: URL(fileURLWithPath: file))
            } catch {
                throw Unchecked("cannot write \(file)")
            }
        }
        if output.isJSON {
            try output.json(
                ProofLine(index: index, size: head.size, leafHash: Base64.encode(receipt.leaf), proof: proof.text))
        } else {
            Output.write(proof.text, to: STDOUT_FILENO)
        }
        return .verified
    }

    // MARK: - Growth

    private struct GrowthLine: Encodable {
        let from: Int64
        let to: Int64
        let fromRoot: String
        let toRoot: String
        let hashes: [String]
        let checkpoint: String

        enum CodingKeys: String, CodingKey {
            case from, to, fromRoot = "from_root", toRoot = "to_root", hashes, checkpoint
        }
    }

    private static func proveGrowth(
        from: Int64, to: Int64, _ line: AuditLine, _ keys: LogKeys, _ output: Output
    ) throws -> ExitCode {
        let head = try line.head(keys).head
        guard to <= head.size else { throw Unchecked("the log has \(head.size) events") }
        let growth = try line.growth(from: from, to: to)
        let roots = [growth.fromRoot, growth.toRoot].map { Base64.decode($0) ?? [] }
        let isGrowth = MerkleProof.verifiesConsistency(growth.proof, from: from, root: roots[0], to: to, root: roots[1])
        guard isGrowth else { throw Finding(.wrongProof, "the hashes do not lead from \(from) events to \(to)") }
        let isSigned = MerkleProof.verifiesConsistency(
            try line.growth(from: to, to: head.size).proof, from: to, root: roots[1], to: head.size, root: head.root)
        guard isSigned else {
            throw Finding(.wrongProof, "the signed log of \(head.size) events does not begin with the \(to)")
        }
        try output.result(
            "verified: the log of \(to) events begins with the \(from)\n  \(from)  \(growth.fromRoot)\n  \(to)  \(growth.toRoot)",
            GrowthLine(
                from: from, to: to, fromRoot: growth.fromRoot, toRoot: growth.toRoot, hashes: growth.hashes,
                checkpoint: head.note.note))
        return .verified
    }
}
