import Crypto
import Foundation
import Host
import Messages

// Makes the keys that a platform lacks: for each service a connection pair and what it derives keys of its own from, the
// signing keys of identity and audit, what reports of transfers are signed with, a witness's two pairs, and on request a
// pair for an outside subscriber. Keys that exist are left as they are. With --witness it makes a witness's keys and nothing
// else, for the host that it runs on. With another flag it takes one step of replacing the key with which identity signs
// statements, and nothing else.

let usage = """
    usage: croupier-keys HOME [SUBSCRIBER …]
           croupier-keys HOME --witness
           croupier-keys HOME --next-signing-key | --use-next-signing-key | --retire-old-signing-key

    """

func fail(_ text: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data(text.utf8))
    exit(status)
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard let home = arguments.first, !home.hasPrefix("-") else { fail(usage, 64) }

do {
    let folders = Home(home)
    try folders.makeFolders()
    let ring = KeyRing(folders)
    let flags = arguments.filter { $0.hasPrefix("-") }
    if flags.isEmpty {
        try makeMissing(in: ring, subscribers: arguments.dropFirst())
    } else if Array(arguments.dropFirst()) == ["--witness"] {
        try ring.makeWitnessKeys(seed: SystemEntropy().bytes(32))
    } else if arguments.count == 2, let step = Rotation(rawValue: flags[0]) {
        try step.take(in: ring)
        FileHandle.standardOutput.write(Data(step.whatNext.utf8))
    } else {
        fail(usage, 64)
    }
} catch {
    fail("croupier-keys: \(error)\n", 78)
}

func makeMissing(in ring: KeyRing, subscribers: ArraySlice<String>) throws {
    let entropy = SystemEntropy()
    for service in ServiceName.allCases {
        try ring.makeConnectionKeys(for: service.rawValue)
        try ring.makeOwnSecret(for: service.rawValue, bytes: entropy.bytes(32))
    }
    for signer in ["identity", "audit"] { try ring.makeSigningKeys(for: signer, seed: entropy.bytes(32)) }
    try ring.makeWebhookSecret(bytes: entropy.bytes(32))
    try ring.makeWitnessKeys(seed: entropy.bytes(32))
    for subscriber in subscribers {
        let isName = subscriber.utf8.allSatisfy {
            $0 == 0x2d || ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7a)
        }
        let isTaken = ServiceName(rawValue: subscriber) != nil || subscriber == KeyRing.witness
        guard isName, !subscriber.isEmpty, !isTaken else {
            throw KeyRing.Fault(
                description:
                    "a subscriber's name is small letters, digits and hyphens, not a service's or the witness's")
        }
        try ring.makeConnectionKeys(for: subscriber)
    }
}

/// The steps of replacing identity's signing key, in their order.
enum Rotation: String {
    case next = "--next-signing-key"
    case use = "--use-next-signing-key"
    case retire = "--retire-old-signing-key"

    func take(in ring: KeyRing) throws {
        switch self {
        case .next: try ring.makeNextSigningKey(for: "identity", seed: SystemEntropy().bytes(32))
        case .use: try ring.useNextSigningKey(for: "identity")
        case .retire: try ring.retireOldSigningKeys(of: "identity")
        }
    }

    var whatNext: String {
        switch self {
        case .next:
            """
            The next key is made and listed in keys/public/identity-signing.key beside the one that signs.
            1. Copy that file to every host of the platform.
            2. Restart every service, one after another, in any order: each believes both keys from then on.
            3. Only then: --use-next-signing-key

            """
        case .use:
            """
            The next key signs from identity's next start; the old one is still believed.
            1. Restart identity, and no other service.
            2. Wait ten minutes: statements by the old key live for five.
            3. Then: --retire-old-signing-key

            """
        case .retire:
            """
            Only the key that signs is listed in keys/public/identity-signing.key.
            1. Copy that file to every host of the platform.
            2. Restart every service, one after another, in any order: none believes the old key from then on.

            """
        }
    }
}
