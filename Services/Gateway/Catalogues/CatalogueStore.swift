import Messages
import Storage

/// The catalogues that services have announced, kept so that a service which is away is known to exist.
struct CatalogueStore {
    struct Entry {
        let service: ServiceName
        let digest: [UInt8]
    }

    let database: Connection
    var read: CatalogueReader = CatalogueStore.read

    static let read: CatalogueReader = { try? WireCoding().decode(Catalogue.self, from: Array($0.utf8)) }

    /// What is stored, in a fixed order.
    func entries() throws -> [Entry] {
        try database.rows("SELECT service, digest FROM catalogues ORDER BY service") {
            Entry(service: try $0.value(0), digest: try $0.value(1))
        }
    }

    func digest(of service: ServiceName) throws -> [UInt8]? {
        try database.first("SELECT digest FROM catalogues WHERE service = ?", service) { try $0.value(0) }
    }

    /// Nil where a newer build has stored what this one cannot read.
    func catalogue(of service: ServiceName) throws -> Catalogue? {
        let text = try database.first("SELECT document FROM catalogues WHERE service = ?", service) {
            try $0.value(0, as: String.self)
        }
        return text.flatMap(read)
    }

    func all() throws -> [Catalogue] { try entries().compactMap { try catalogue(of: $0.service) } }

    func store(_ document: String, digest: [UInt8], of service: ServiceName, at now: Timestamp) throws {
        try database.run(
            """
            INSERT INTO catalogues (service, digest, document, announced) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET digest = excluded.digest, document = excluded.document,
                announced = excluded.announced
            """, service, digest, document, now)
    }
}
