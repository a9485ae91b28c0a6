import Messages
import Synchronization

/// What services' catalogues say, read once for a world: its gateway starts again hundreds of times, and reading what it
/// then finds would take a sixth of all the time.
final class CatalogueShelf: Sendable {
    private let known = Mutex<[String: Catalogue]>([:])

    func read(_ text: String) -> Catalogue? {
        known.withLock { known in
            if let catalogue = known[text] { return catalogue }
            known[text] = try? WireCoding().decode(Catalogue.self, from: Array(text.utf8))
            return known[text]
        }
    }
}
