import Messages
import Storage
import Transparency

/// The log's head as it is shown to those who keep it: the text with all the signatures that it has.
struct SignedHead {
    let size: Int64
    let note: SignedNote

    static func latest(in database: Connection) throws -> SignedHead {
        let head = try database.first("SELECT size, checkpoint FROM tree") {
            SignedHead(size: try $0.value(0), note: try SignedNote(try $0.value(1)))
        }
        guard let head else { throw StorageError(.corrupt, "the tree has no head") }
        return head
    }

    /// A proof that is whole in one text.
    func proof(of index: Int64, in tree: MerkleTree) throws -> String {
        TlogProof(index: index, hashes: try tree.inclusionProof(index: index, size: size), checkpoint: note).text
    }
}

extension StoredTree {
    /// The tree for a page of proofs: what neighbours have in common is read once. It is good for as long as the page.
    static func pageTree(in database: Connection) -> MerkleTree {
        let known = KnownNodes()
        return MerkleTree { place in
            if let hash = known.hashes[place] { return hash }
            let hash = try node(place, in: database)
            known.hashes[place] = hash
            return hash
        }
    }
}

private final class KnownNodes {
    var hashes: [MerklePlace: [UInt8]] = [:]
}
