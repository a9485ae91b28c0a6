import Testing
import Transparency

@Suite("Proofs")
struct ProofTests {
    static let limit = 70
    let reference = ReferenceTree(count: limit)
    let stored = MerkleTests.Stored()
    let other = MerkleHash.leaf([99])

    init() { for leaf in reference.leaves { stored.append(leaf) } }

    func verifies(_ proof: [[UInt8]], _ leaf: [UInt8], _ index: Int, _ size: Int, _ root: [UInt8]) -> Bool {
        MerkleProof.verifiesInclusion(proof, of: leaf, index: Int64(index), size: Int64(size), root: root)
    }

    func verifies(_ proof: [[UInt8]], _ from: Int, _ old: [UInt8], _ to: Int, _ new: [UInt8]) -> Bool {
        MerkleProof.verifiesConsistency(proof, from: Int64(from), root: old, to: Int64(to), root: new)
    }

    /// What somebody might make of a proof, none of which is it.
    func spoilt(_ proof: [[UInt8]]) -> [[[UInt8]]] {
        var found = [proof + [other], [other] + proof, proof + [[]], [[]] + proof, proof + proof + [other]]
        for index in proof.indices {
            var (bent, cut, longer) = (proof, proof, proof)
            bent[index][index % 32] ^= 1
            cut[index].removeLast()
            longer[index].append(0)
            found += [bent, cut, longer]
            if index > 0, proof[index] != proof[index - 1] {
                var swapped = proof
                swapped.swapAt(index, index - 1)
                found.append(swapped)
            }
        }
        if !proof.isEmpty { found += [Array(proof.dropLast()), Array(proof.dropFirst()), []] }
        return found
    }

    @Test("of every leaf at every size are those of the standard, verify, and no changed one does")
    func everyInclusion() throws {
        for size in 1...Self.limit {
            let root = reference.root(size)
            #expect(try stored.tree.root(size: Int64(size)) == root)
            for index in 0..<size {
                let leaf = MerkleHash.leaf(reference.leaves[index])
                let proof = try stored.tree.inclusionProof(index: Int64(index), size: Int64(size))
                #expect(proof == reference.path(index, size))
                #expect(verifies(proof, leaf, index, size, root))
                #expect(!verifies(proof, other, index, size, root) && !verifies(proof, leaf, index, size, other))
                #expect(!spoilt(proof).contains { verifies($0, leaf, index, size, root) })
                for wrong in [-1, index - 1, index + 1, index ^ 2, size, size + index] where wrong != index {
                    #expect(!verifies(proof, leaf, wrong, size, root))
                }
            }
        }
    }

    @Test("of every growth are those of the standard, verify, and no changed one does")
    func everyConsistency() throws {
        for to in 0...Self.limit {
            for from in 0...to {
                let proof = try stored.tree.consistencyProof(from: Int64(from), to: Int64(to))
                let (old, new) = (reference.root(from), reference.root(to))
                #expect(proof == reference.proof(from, to))
                #expect(verifies(proof, from, old, to, new))
                #expect(!verifies(proof, from, other, to, new))
                #expect(from == 0 && to > 0 || !verifies(proof, from, old, to, other))
                #expect(!spoilt(proof).contains { verifies($0, from, old, to, new) })
                #expect(from == to || !verifies(proof, to, new, from, old))
                for wrong in [-1, from - 1, from + 1, from ^ 2] where wrong != from {
                    #expect(!verifies(proof, wrong, old, to, new))
                }
            }
        }
    }

    @Test("for places and sizes that cannot be verify nothing, and harm nothing")
    func hostile() {
        let (leaf, root) = (MerkleHash.leaf([1]), MerkleHash.leaf([1]))
        #expect(verifies([], leaf, 0, 1, root))
        for (index, size) in [(0, 0), (1, 1), (0, -1), (-1, 1), (.min, .max), (.max, .max), (.max, 0), (0, .min)] {
            #expect(!verifies([], leaf, index, size, root))
            #expect(!verifies([root], leaf, index, size, root))
            #expect(!verifies([], index, root, size, root) || index == size && index > 0)
            #expect(!verifies(Array(repeating: root, count: 200), index, root, size, root))
        }
        #expect(!verifies([], [], 0, 1, []) && !verifies([], [1], 0, 1, [1]))
        #expect(!verifies([], 1, [], 1, []) && !verifies([], 0, other, 0, other) && !verifies([], 0, other, 1, root))
        let long = Array(repeating: other, count: 63)
        #expect(!verifies(long, leaf, Int(Int64.max) - 1, Int(Int64.max), root))
        #expect(!verifies(long, Int(Int64.max) - 1, other, Int(Int64.max), root))
        #expect(MerkleProof.root(of: leaf, index: 0, size: 2, proof: [other, other]) == nil)
        #expect(MerkleProof.root(of: leaf, index: 0, size: 2, proof: [other]) == MerkleHash.node(leaf, other))
    }
}
