import Testing

@testable import Lots

@Suite("Public entropy") struct PublicEntropyTests {
    private let randomness = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    private let signature = String(repeating: "A", count: 85) + "g=="

    @Test("has one form for each source")
    func forms() throws {
        _ = try PublicEntropy(source: .drandQuicknet, round: 1000, value: randomness)
        _ = try PublicEntropy(source: .drandDefault, round: 1, value: randomness)
        _ = try PublicEntropy(source: .witness, round: nil, value: signature)
        _ = try PublicEntropy(source: .numbers, round: nil, value: "9319./2.5.8.10.12./9.18.26.34.41.45./")
    }

    @Test("is refused in any other form, for what is wrong with it")
    func refusals() throws {
        typealias Fault = PublicEntropy.Fault
        let wrong: [(PublicEntropy.Source, UInt64?, String, Fault)] = [
            (.drandQuicknet, nil, randomness, .roundMissing), (.drandQuicknet, 0, randomness, .roundMissing),
            (.drandDefault, 1 << 40, randomness, .roundMissing), (.witness, 1, signature, .roundNotAllowed),
            (.numbers, 1, "1./", .roundNotAllowed), (.drandDefault, 1, randomness.uppercased(), .badRandomness),
            (.drandDefault, 1, String(randomness.dropLast(2)), .badRandomness),
            (.drandDefault, 1, randomness + "00", .badRandomness), (.drandDefault, 1, "", .badRandomness),
            (.drandQuicknet, 1, "g" + randomness.dropFirst(), .badRandomness),
            (.witness, nil, "", .badSignature), (.witness, nil, String(signature.dropLast()), .badSignature),
            (.witness, nil, String(repeating: "A", count: 88), .badSignature),
            (.witness, nil, String(repeating: "A", count: 85) + "h==", .badSignature),
            (.witness, nil, String(repeating: "-", count: 85) + "g==", .badSignature),
        ]
        for (source, round, value, fault) in wrong {
            #expect(throws: fault) { try PublicEntropy(source: source, round: round, value: value) }
        }
        for value in [
            "", "/", "1", "1.", "1/", "./", "01./", "2.1./", "1..2./", "1.//", "1./2", "a./", "-1./", "6\n./",
        ] {
            #expect(throws: Fault.badNumbers) { try PublicEntropy(source: .numbers, round: nil, value: value) }
        }
        #expect(Fault.allCases.allSatisfy { !$0.detail.isEmpty })
    }

    @Test("of a beacon has its time, and the first round after another time is the next there is")
    func beacons() throws {
        // Published by drand: quicknet's first round at 2023-08-23T15:09:27Z, and one every three seconds.
        let beacon = try #require(PublicEntropy.Source.drandQuicknet.beacon)
        #expect(beacon.time(of: 1) == 1_692_803_367_000)
        #expect(beacon.time(of: 1_000_001) == 1_695_803_367_000)
        let known = try PublicEntropy(source: .drandDefault, round: 3, value: randomness).knownAt
        #expect(known == 1_595_431_110_000)
        #expect(try PublicEntropy(source: .witness, round: nil, value: signature).knownAt == nil)
        for beacon in [beacon, Beacon(genesis: 1_595_431_050, period: 30)] {
            for time in [0, 1_692_803_366_999, 1_692_803_367_000, 1_692_803_367_001, 1_700_000_000_000] as [Int64] {
                let first = beacon.firstRound(after: time)
                #expect(beacon.time(of: first) > time)
                #expect(first == 1 || beacon.time(of: first - 1) <= time)
            }
        }
    }
}
