import Audit
import Betting
import Crypto
import Foundation
import Gateway
import Identity
import Messages
import Raffle
import Testing
import Wallet

@testable import Runtime

@Suite("Released messages") struct ReleasedTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Released")

    static func definitions() throws -> [ServiceDefinition] {
        let seed = [UInt8](repeating: 1, count: 32)
        return [
            try AuditService.definition(signingKeySeed: seed), BettingService.definition(),
            GatewayService.definition(),
            try IdentityService.definition(
                IdentitySettings(signingKeySeed: seed, secret: seed, passwordCost: .minimal)),
            RaffleService.definition(), WalletService.definition(),
        ]
    }

    /// The catalogues that were released lie beside this file; `scripts/release-schemas` writes them anew.
    @Test("are still understood by today's services")
    func compatible() throws {
        for definition in try Self.definitions() {
            let file = Self.folder.appending(path: "\(definition.name.rawValue).json")
            let current = try definition.catalogue(build: "released")
            if ProcessInfo.processInfo.environment["CROUPIER_RELEASE_SCHEMAS"] == "1" {
                try Data(try WireCoding().encode(current) + [10]).write(to: file)
            }
            let released = try WireCoding().decode(Catalogue.self, from: [UInt8](try Data(contentsOf: file)))
            #expect(Compatibility(released: released, current: current).breaks == [])
        }
    }

    @Test("need no scope that an API key cannot be given")
    func scopes() throws {
        for definition in try Self.definitions() {
            for operation in definition.operations.values where operation.access.isForPeople {
                guard let scope = operation.scope, scope != Scope.any else { continue }
                #expect(APIScope(rawValue: scope) != nil, "\(operation.name) needs \(scope)")
            }
        }
    }

    @Test("have names of their owner, and no two the same route")
    func names() throws {
        var routes: Set<String> = []
        for definition in try Self.definitions() {
            let catalogue = try definition.catalogue(build: "current")
            for operation in catalogue.operations {
                #expect(operation.name.hasPrefix("\(definition.name.rawValue)."))
                guard let route = operation.route else { continue }
                // A document stands beside the query that it is another form of.
                let form = operation.documents == nil ? "" : " as a document"
                let isNew = routes.insert("\(route.method.rawValue) \(route.path)\(form)").inserted
                #expect(isNew, "\(route)")
            }
            for event in catalogue.events {
                let isOwn = event.type.hasPrefix("\(definition.name.rawValue).") || event.type.hasPrefix("runtime.")
                #expect(isOwn, "\(event.type)")
            }
        }
        #expect(routes.count > 30)
    }
}

extension Access {
    fileprivate var isForPeople: Bool {
        switch self {
        case .anyone, .services, .subscribers: false
        case .signedIn, .roles, .rolesAndPeers: true
        }
    }
}
