import Crypto
public import Messages
public import Runtime

extension AnnounceCatalogue: CommandHandler {
    /// Keeps the caller's catalogue as it came. A service announces for itself only.
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        guard case .service(let service) = context.caller else {
            throw CommonFailure.forbidden.because("only services announce what they do")
        }
        let bytes = Array(request.catalogue.utf8)
        let store = CatalogueStore(database: context.database)
        let digest = SHA256.hash(bytes)
        // What is kept was read when it came; reading it takes longest of all that a start costs.
        if try store.digest(of: service) == digest { return Nothing() }
        guard let catalogue = try? WireCoding().decode(Catalogue.self, from: bytes) else {
            throw Rejection.field("/catalogue", "invalid_format", "expected a catalogue's JSON text")
        }
        guard catalogue.service == service else {
            throw Rejection.field("/catalogue", "wrong_service", "expected the catalogue of \(service.rawValue)")
        }
        try store.store(request.catalogue, digest: digest, of: service, at: context.now)
        try context.emit(
            CatalogueAnnounced(
                service: service, build: catalogue.build, digest: Hex.encode(digest),
                operations: catalogue.operations.count))
        return Nothing()
    }
}
