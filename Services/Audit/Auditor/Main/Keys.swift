import Auditor
import Crypto
import Foundation
import Glibc
import Transparency

/// Where keys come from: options and files of the auditor's, or the folder of a platform on this machine.
struct KeySource {
    static let verifierOptions = [
        Option("key", "KEY", "the log's verifier key, name+hash+key, or @FILE; more than one where it was replaced"),
        Option("witness-key", "KEY", "the verifier key of a witness that must have cosigned, or @FILE"),
        Option(
            "home", "DIR", "the folder of a platform on this machine, whose public keys are taken where none are given"),
    ]

    let arguments: Arguments

    func logKeys() throws -> LogKeys {
        var keys = try arguments.all("key").flatMap { try notes($0, "--key", .note) }
        if keys.isEmpty, let home = arguments.value("home") {
            let path = "\(home)/keys/public/audit-signing.key"
            keys = try KeySource.lines(of: path).map { line in
                guard let bytes = Hex.decode(line), let key = try? Ed25519PublicKey(bytes: bytes) else {
                    throw Unchecked("\(path) is not a public key")
                }
                return CheckpointSigner.noteKey(key)
            }
        }
        guard !keys.isEmpty else { throw UsageFault("--key says by which key the log is known") }
        return LogKeys(
            log: keys,
            witnesses: try arguments.all("witness-key").flatMap { try notes($0, "--witness-key", .cosignature) })
    }

    private func notes(_ text: String, _ option: String, _ kind: NoteKey.Kind) throws -> [NoteKey] {
        let texts = text.hasPrefix("@") ? try KeySource.lines(of: String(text.dropFirst())) : [text]
        return try texts.map { text in
            guard let key = NoteKey(text: text) else {
                throw UsageFault("\(option): \(text) is no verifier key; it looks like croupier/audit+0a1b2c3d+AbCd…")
            }
            guard key.kind == kind else {
                let names = kind == .note ? "a witness's, and a log's is wanted" : "a log's, and a witness's is wanted"
                throw UsageFault("\(option): \(key.name)'s key is \(names)")
            }
            return key
        }
    }

    static func lines(of path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Unchecked("there is no file \(path)") }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        let texts = lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard !texts.isEmpty else { throw Unchecked("the file \(path) is empty") }
        return texts
    }
}

/// A platform's folder, as far as an auditor looks into it.
struct PlatformHome {
    let path: String

    func secret(_ name: String) -> String { "\(path)/keys/\(name)-connection.secret" }

    var auditKey: String { "\(path)/keys/public/audit-connection.key" }

    /// Where audit is asked by outsiders. The folder has a short name under /tmp where its own would be too long for a socket.
    var endpoint: String {
        let folder = "\(path)/run"
        let limit = 107 - "/identity.nudge".utf8.count
        let digest = Hex.encode(Array(SHA256.hash(Array(folder.utf8)).prefix(8)))
        return "ipc://" + (folder.utf8.count <= limit ? folder : "/tmp/croupier-\(getuid())-\(digest)") + "/audit.peers"
    }
}
