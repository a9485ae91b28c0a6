import Messages
import Storage
import Transparency

/// The log's head as it is shown to those who keep it: the text with all the signatures that it has.
struct SignedHead {
    let size: Int64
    let note: SignedNote

    /// The latest; with witnesses' signatures where they have seen it already.
    static func latest(in database: Connection) throws -> SignedHead {
        let size = try StoredTree.size(in: database)
        if size > 0 { return try covering(size - 1, in: database) }
        let text = try database.first("SELECT checkpoint FROM tree") { try $0.value(0, as: String.self) }
        guard let note = try text.map(StoredTree.note) else { throw StorageError(.corrupt, "the tree has no head") }
        return SignedHead(size: size, note: note)
    }

    /// The one that a leaf is proved against: a witness has seen it, if any that it has seen covers the leaf.
    static func covering(_ leaf: Int64, in database: Connection) throws -> SignedHead {
        guard let note = try StoredTree.checkpoint(covering: leaf, in: database) else {
            throw StorageError(.corrupt, "no head covers leaf \(leaf)")
        }
        guard let head = try? Checkpoint(text: note.text) else {
            throw StorageError(.corrupt, "what covers leaf \(leaf) is no checkpoint")
        }
        return SignedHead(size: head.size, note: note)
    }

    /// A proof that is whole in one text.
    func proof(of index: Int64, in tree: MerkleTree) throws -> String {
        TlogProof(index: index, hashes: try tree.inclusionProof(index: index, size: size), checkpoint: note).text
    }
}

extension StoredTree {
    /// A signed text as it was stored.
    static func note(_ text: String) throws -> SignedNote {
        guard let note = try? SignedNote(text) else { throw StorageError(.corrupt, "a head is no signed note") }
        return note
    }

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
