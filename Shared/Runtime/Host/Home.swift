import Crypto
import FoundationEssentials
import Glibc
public import Messages

/// Where a platform keeps its things: one folder with data, keys, sockets and logs.
public struct Home: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public func database(of service: ServiceName) -> String { "\(path)/data/\(service.rawValue).db" }

    /// Of a process that is no service.
    public func database(named name: String) -> String { "\(path)/data/\(name).db" }

    /// Whom a service has forgotten: apart from the data, so that it does not go back in time with them.
    public func forgotten(by service: ServiceName) -> String { "\(path)/forgotten/\(service.rawValue).list" }

    public func secret(_ name: String) -> String { "\(path)/keys/\(name).secret" }

    public func publicKey(_ name: String) -> String { "\(path)/keys/public/\(name).key" }

    public var publicKeys: String { "\(path)/keys/public" }

    /// Where a service is asked, unless configured otherwise.
    public func endpoint(of service: ServiceName) -> String { "ipc://\(sockets)/\(service.rawValue).sock" }

    /// Where outsiders ask it, unless configured otherwise.
    public func peers(of service: ServiceName) -> String { "ipc://\(sockets)/\(service.rawValue).peers" }

    /// Where a service tells that there are new events.
    public func nudges(of service: ServiceName) -> String { "ipc://\(sockets)/\(service.rawValue).nudge" }

    /// The folder of the sockets: `run`, or one with a short name under /tmp that stands for it, since the operating
    /// system takes a socket's path only up to 107 bytes.
    public var sockets: String {
        let folder = "\(path)/run"
        if folder.utf8.count <= Home.longestFolder { return folder }
        let digest = Hex.encode(Array(SHA256.hash(Array(folder.utf8)).prefix(8)))
        return "/tmp/croupier-\(getuid())-\(digest)"
    }

    private static let longestFolder = 107 - "/identity.nudge".utf8.count

    public func makeFolders() throws {
        for folder in ["data", "forgotten", "keys/public", "run", "logs"].map({ "\(path)/\($0)" }) + [sockets] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }
}
