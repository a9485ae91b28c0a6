/// A service tells the gateway what it does; from then on the gateway serves it.
public enum AnnounceCatalogue: Command {
    public struct Request: Codable, Sendable {
        /// The catalogue as JSON text: kept as it came, so that a gateway of an older build loses nothing of it.
        public let catalogue: String

        public init(catalogue: String) { self.catalogue = catalogue }
    }
    public typealias Reply = Nothing
    public static let name = "gateway.announce-catalogue"
    public static let summary = "Announce a service's operations"
    public static let access = Access.services(ServiceName.allCases)
}
