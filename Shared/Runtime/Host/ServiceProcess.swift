import Crypto
import FoundationEssentials
import Glibc
public import Messages
public import Runtime
public import Storage
import Transport

/// The whole shape of a service's process: read the configuration, run until a signal says stop, end in order.
public struct ServiceProcess: Sendable {
    public static let build = "0.1.0"

    let service: ServiceName
    let settings: [Setting]
    public let configuration: Configuration
    public let home: Home
    public let log: Log

    /// Reads flags and environment; prints help or what is wrong with them, and ends the process, where that is all.
    public init(_ service: ServiceName, settings own: [Setting] = []) {
        self.service = service
        settings = ServiceProcess.commonSettings + own
        log = Log(service: service.rawValue)
        let program = "croupier-\(service.rawValue)"
        do {
            configuration = try Configuration(
                settings, arguments: Array(CommandLine.arguments.dropFirst()),
                environment: ProcessInfo.processInfo.environment)
        } catch .helpAsked {
            ServiceProcess.say(Configuration.help(program: program, settings), to: STDOUT_FILENO)
            exit(EX_OK)
        } catch {
            ServiceProcess.say("\(program): \(error); --help lists the settings\n", to: STDERR_FILENO)
            exit(EX_USAGE)
        }
        home = Home(configuration["home"])
    }

    private static var commonSettings: [Setting] {
        [
            Setting("home", default: ".croupier", "the folder with data, keys, sockets and logs"),
            Setting(
                "rewrite-large", default: LargeRewrite.start.rawValue,
                "when a database above 16 MiB is written anew for people who were forgotten: start, now or never"),
            Setting(
                "incarnation", default: "1",
                "which life of its database it is: one more each time when it is put back from a copy"),
        ]
            + ServiceName.allCases.flatMap { name in
                [
                    Setting(
                        "endpoint-\(name)", default: "", "where services ask the \(name) service, ipc:// or tcp://"),
                    Setting("peers-\(name)", default: "", "where outside subscribers and witnesses ask it"),
                    Setting("nudges-\(name)", default: "", "where it tells of new events"),
                ]
            }
    }

    private static func say(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// The settings of a node, with the keys that vouch for users.
    public func nodeSettings() throws -> NodeSettings {
        let keys = KeyRing(home)
        var settings = NodeSettings(
            build: ServiceProcess.build, identityKeys: try keys.verifyingKeys(of: "identity"),
            sealKey: try keys.sealKey(of: service))
        settings.forgotten = ForgottenFile(home.forgotten(by: service))
        guard let rewrite = LargeRewrite(rawValue: configuration["rewrite-large"]) else {
            throw KeyRing.Fault(description: "--rewrite-large is none of start, now and never")
        }
        settings.largeRewrite = rewrite
        guard let incarnation = Int32(configuration["incarnation"]), incarnation > 0 else {
            throw Configuration.Problem.notANumber("incarnation")
        }
        settings.incarnation = Int64(incarnation)
        return settings
    }

    public func parts(
        makeMachine: @escaping @Sendable (Connection) throws -> any Machine
    ) -> RunningService.Parts {
        let endpoints = ServiceName.allCases.map { name in
            let configured = configuration["endpoint-\(name)"]
            return (name, configured.isEmpty ? home.endpoint(of: name) : configured)
        }
        let nudges = configuration["nudges-\(service)"]
        var parts = RunningService.Parts(
            service: service, home: home, endpoints: Dictionary(uniqueKeysWithValues: endpoints),
            nudges: nudges.isEmpty ? home.nudges(of: service) : nudges, makeMachine: makeMachine)
        let peers = configuration["peers-\(service)"]
        if !peers.isEmpty { parts.peers = peers }
        return parts
    }

    /// Runs a service that is a node and nothing else.
    public func run(_ definition: @escaping @Sendable (KeyRing) throws -> ServiceDefinition) -> Never {
        let keys = KeyRing(home)
        run(
            parts { [self] database in
                try Node(
                    try definition(keys), settings: try nodeSettings(), database: database, entropy: SystemEntropy(),
                    at: SystemClock.now)
            })
    }

    /// Runs the service until SIGTERM or SIGINT, or until it fails; ends the process. `attach` starts what feeds the
    /// service from outside and gives what stops that again.
    public func run(
        _ parts: RunningService.Parts, attach: (RunningService) throws -> () -> Void = { _ in {} }
    ) -> Never {
        do {
            let signals = SignalSet([SIGTERM, SIGINT])
            try home.makeFolders()
            let failure = FailureFlag()
            let running = try RunningService(parts) { reason in
                guard let reason else { return }
                failure.set(reason)
                kill(getpid(), SIGTERM)
            }
            let detach = try attach(running)
            log.write(.info, "started", ["build": ServiceProcess.build])
            signals.wait()
            detach()
            running.stop()
            if let reason = failure.reason {
                log.write(.error, "ended by a failure", ["reason": reason])
                exit(EX_SOFTWARE)
            }
            log.write(.info, "stopped")
            exit(EX_OK)
        } catch {
            log.write(.error, "could not start", ["reason": "\(error)"])
            exit(EX_CONFIG)
        }
    }
}
