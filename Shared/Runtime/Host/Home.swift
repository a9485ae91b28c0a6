import FoundationEssentials
public import Messages

/// Where a platform keeps its things: one folder with data, keys, sockets and logs.
public struct Home: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public func database(of service: ServiceName) -> String { "\(path)/data/\(service.rawValue).db" }

    public func secret(_ name: String) -> String { "\(path)/keys/\(name).secret" }

    public func publicKey(_ name: String) -> String { "\(path)/keys/public/\(name).key" }

    public var publicKeys: String { "\(path)/keys/public" }

    /// Where a service is asked, unless configured otherwise.
    public func endpoint(of service: ServiceName) -> String { "ipc://\(path)/run/\(service.rawValue).sock" }

    /// Where a service tells that there are new events.
    public func nudges(of service: ServiceName) -> String { "ipc://\(path)/run/\(service.rawValue).nudge" }

    public func makeFolders() throws {
        for folder in ["data", "keys/public", "run", "logs"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }
}
