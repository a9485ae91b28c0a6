import Messages
import Testing

@testable import Runtime

@Suite("What creates") struct CreationTests {
    /// What is created there is read nowhere else, since it holds a secret.
    private static let withoutPlace: Set = ["identity.enrol-totp"]

    @Test("says where what it created is read")
    func places() throws {
        for definition in try ReleasedTests.definitions() {
            let reads = try definition.catalogue(build: "current").operations.compactMap(\.route)
                .filter { $0.method == .get }.map { $0.path.split(separator: "/") }
            for (name, operation) in definition.operations where definition.name == .betting {
                guard try operation.describe().route?.success == 201, !Self.withoutPlace.contains(name) else {
                    continue
                }
                let place = try #require(try operation.exampleLocation(), "\(name) has no Location")
                let parts = place.split(separator: "/")
                let isRead = reads.contains { path in
                    path.count == parts.count
                        && zip(path, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
                }
                #expect(isRead, "nothing is read at \(place), where \(name) puts it")
            }
        }
    }
}
