import Crypto
import Foundation
import Host
import Messages

// Makes the keys that a platform lacks: a connection pair for each service, the signing keys of identity and audit, what
// identity derives its own keys from, and on request a pair for an outside subscriber. Keys that exist are left as they are.

let arguments = Array(CommandLine.arguments.dropFirst())
guard let home = arguments.first, !home.hasPrefix("-") else {
    FileHandle.standardError.write(Data("usage: croupier-keys HOME [SUBSCRIBER …]\n".utf8))
    exit(64)
}

do {
    let folders = Home(home)
    try folders.makeFolders()
    let ring = KeyRing(folders)
    let entropy = SystemEntropy()
    for service in ServiceName.allCases { try ring.makeConnectionKeys(for: service.rawValue) }
    for signer in ["identity", "audit"] { try ring.makeSigningKeys(for: signer, seed: entropy.bytes(32)) }
    try ring.makeOwnSecret(for: "identity", bytes: entropy.bytes(32))
    for subscriber in arguments.dropFirst() {
        let isName = subscriber.utf8.allSatisfy {
            $0 == 0x2d || ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7a)
        }
        guard isName, !subscriber.isEmpty, ServiceName(rawValue: subscriber) == nil else {
            throw KeyRing.Fault(
                description: "a subscriber's name is small letters, digits and hyphens, not a service's")
        }
        try ring.makeConnectionKeys(for: subscriber)
    }
} catch {
    FileHandle.standardError.write(Data("croupier-keys: \(error)\n".utf8))
    exit(78)
}
