/// A service has told the gateway of operations that differ from those it told of before.
public struct CatalogueAnnounced: Event {
    public static let type = "gateway.catalogue-announced"
    public let service: ServiceName
    public let build: String
    /// SHA-256 of the catalogue's text, in hexadecimal.
    public let digest: String
    public let operations: Int
    public var subject: Subject { Subject("service", service.rawValue) }

    public init(service: ServiceName, build: String, digest: String, operations: Int) {
        (self.service, self.build, self.digest, self.operations) = (service, build, digest, operations)
    }
}
