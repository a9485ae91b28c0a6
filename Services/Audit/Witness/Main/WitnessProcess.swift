import Crypto
import Foundation
import Host
import Storage
import Synchronization
import Transparency
import Transport
import Witness

/// The witness's process. It needs a folder with its own keys, the log's public key and audit's connection key, and the
/// address of audit; nothing else of the platform.
struct WitnessProcess: Sendable {
    private static let settings = [
        Setting("home", default: ".croupier", "the folder with data, keys and sockets"),
        Setting("peers-audit", default: "", "where outsiders ask the audit service, ipc:// or tcp://"),
        Setting("name", default: KeyRing.witness, "by which name the witness's keys are known"),
        Setting("pause-milliseconds", default: "500", "how long it waits between two looks at the log"),
        Setting("once", default: "false", "true: look once, and end with 0, 65 (refused) or 69 (no answer)"),
    ]

    private let log = Log(service: "witness")
    private let stopSign = StopSign()
    private let configuration: Configuration

    /// Reads flags and environment; prints help or what is wrong with them, and ends the process, where that is all.
    init() {
        do {
            configuration = try Configuration(
                WitnessProcess.settings, arguments: Array(CommandLine.arguments.dropFirst()),
                environment: ProcessInfo.processInfo.environment)
        } catch .helpAsked {
            let help = Configuration.help(program: "croupier-witness", WitnessProcess.settings)
            FileHandle.standardOutput.write(Data(help.utf8))
            exit(EX_OK)
        } catch {
            FileHandle.standardError.write(Data("croupier-witness: \(error); --help lists the settings\n".utf8))
            exit(EX_USAGE)
        }
    }

    /// Works until a signal says stop, or one round where that was asked for, and ends the process.
    func run() -> Never {
        do {
            let signals = SignalSet([SIGTERM, SIGINT])
            let wakeUp = try WakeUp()
            let result = Outcome()
            let thread = try JoinableThread {
                result.set(Result { try work(wakeUp) })
                // Ends the wait below, where no signal has.
                kill(getpid(), SIGTERM)
            }
            signals.wait()
            stopSign.raise()
            wakeUp.signal()
            thread.join()
            let code = try result.get()
            log.write(.info, "stopped")
            exit(code)
        } catch let fault as KeyRing.Fault {
            log.write(.error, "could not start", ["reason": "\(fault)"])
            exit(EX_CONFIG)
        } catch {
            log.write(.error, "ended by a failure", ["reason": "\(error)"])
            exit(EX_SOFTWARE)
        }
    }

    /// What the thread came to.
    private final class Outcome: Sendable {
        private let result = Mutex<Result<Int32, any Error>>(.success(EX_OK))

        func set(_ new: Result<Int32, any Error>) { result.withLock { $0 = new } }

        func get() throws -> Int32 { try result.withLock { $0 }.get() }
    }

    /// All of it on the thread that calls: the database and the socket stay where they were opened.
    private func work(_ wakeUp: WakeUp) throws -> Int32 {
        let home = Home(configuration["home"])
        try home.makeFolders()
        let (name, keys) = (configuration["name"], KeyRing(home))
        let path = home.database(named: name)
        let lock = try FileLock(path + ".lock")
        defer { lock.release() }
        let key = try Ed25519SigningKey(seed: try keys.signingSeed(of: name))
        guard let signer = CosignatureSigner(name: CosignatureSigner.keyName(of: name), key: key) else {
            throw KeyRing.Fault(description: "\(name) is no name that a signature can carry")
        }
        let logKeys = try keys.verifyingKeys(of: "audit").map {
            CheckpointSigner.noteKey(try Ed25519PublicKey(bytes: $0))
        }
        let witness = try Witness(
            rule: WitnessRule(logKeys: logKeys), signer: signer, database: try .openWriter(at: path))
        let configured = configuration["peers-audit"]
        let line = try AuditLine(
            to: configured.isEmpty ? home.peers(of: .audit) : configured, as: name, keys: keys, wakeUp: wakeUp)
        let loop = WitnessLoop(witness, line, log: log, stopSign: stopSign)
        log.write(
            .info, "started",
            [
                "build": ServiceProcess.build, "key": signer.noteKey.text,
                "cosigned_size": witness.size.map { "\($0)" } ?? "none",
            ])
        if try configuration.truth("once") {
            try loop.round()
        } else {
            try loop.run(pauseMilliseconds: max(1, try configuration.number("pause-milliseconds")))
        }
        return loop.outcome.code
    }
}
