import Crypto
import Testing
import Transparency

@Suite("The Merkle tree")
struct MerkleTests {
    // The test tree of the Certificate Transparency implementations: eight leaves and the root of each size.
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// A tree that keeps its complete subtrees in memory.
    final class Stored {
        var frontier = MerkleFrontier()
        var nodes: [MerklePlace: [UInt8]] = [:]
        var tree: MerkleTree { MerkleTree { try #require(self.nodes[$0]) } }

        func append(_ leaf: [UInt8]) { frontier.append(leaf: MerkleHash.leaf(leaf)) { nodes[$0] = $1 } }
    }

    static func published() throws -> Stored {
        let stored = Stored()
        for leaf in leaves { stored.append(try #require(Hex.decode(leaf))) }
        return stored
    }

    @Test("has the published root at each size, growing and looking back")
    func publishedRoots() throws {
        let stored = Stored()
        #expect(Hex.encode(stored.frontier.root) == Self.roots[0])
        for (index, leaf) in Self.leaves.enumerated() {
            stored.append(try #require(Hex.decode(leaf)))
            #expect(Hex.encode(stored.frontier.root) == Self.roots[index + 1])
        }
        for (size, root) in Self.roots.enumerated() {
            #expect(Hex.encode(try stored.tree.root(size: Int64(size))) == root)
        }
    }

    @Test(
        "gives the published inclusion proofs",
        arguments: [
            (0, 1, []),
            (
                0, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                5, 8,
                [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
            (
                1, 5,
                [
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ] as [(Int64, Int64, [String])])
    func publishedInclusion(index: Int64, size: Int64, proof: [String]) throws {
        #expect(try Self.published().tree.inclusionProof(index: index, size: size).map(Hex.encode) == proof)
    }

    @Test(
        "gives the published consistency proofs",
        arguments: [
            (1, 1, []),
            (
                1, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                6, 8,
                [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                2, 5,
                [
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
            (
                6, 7,
                [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
        ] as [(Int64, Int64, [String])])
    func publishedConsistency(from: Int64, to: Int64, proof: [String]) throws {
        #expect(try Self.published().tree.consistencyProof(from: from, to: to).map(Hex.encode) == proof)
    }

    @Test("is not made from a right edge that does not fit its size")
    func brokenFrontier() {
        #expect(MerkleFrontier(size: 3, peaks: [MerkleHash.empty]) == nil)
        #expect(MerkleFrontier(size: 1, peaks: [[1, 2, 3]]) == nil)
    }

    @Test("takes a number of stored hashes for a proof that grows with the logarithm of the size")
    func cost() throws {
        var asked = 0
        let tree = MerkleTree { place in
            asked += 1
            return MerkleHash.leaf(Array("\(place.level)/\(place.position)".utf8))
        }
        for size in [10_000_000, 16_777_215, 16_777_217, Int64.max] {
            for index in [0, 1, size / 3, size / 2, size - 2, size - 1] {
                asked = 0
                let (proof, root) = (try tree.inclusionProof(index: index, size: size), try tree.root(size: size))
                #expect(proof.count <= 63 && asked <= 4 * 63)
                // The hashes above are not one tree's, but the way of a proof through it is known from its length.
                #expect(root.count == MerkleHash.byteCount)
                asked = 0
                #expect(try tree.consistencyProof(from: index, to: size).count <= 64 && asked <= 2 * 63)
            }
        }
    }
}
