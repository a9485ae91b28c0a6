public import Messages
public import Runtime
import Transparency

extension ProveInclusion: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let size = try StoredTree.size(in: context.database)
        guard request.size >= 1, request.size <= size else {
            throw Rejection.field("/size", "out_of_range", "expected a size that the log has had: 1 to \(size)")
        }
        guard (0..<request.size).contains(request.index) else {
            throw Rejection.field("/index", "out_of_range", "expected 0 to \(request.size - 1)")
        }
        let tree = StoredTree.tree(in: context.database)
        let proof = try tree.inclusionProof(index: request.index, size: request.size)
        return Reply(
            index: request.index, size: request.size,
            leafHash: Base64.encode(try tree.leaf(request.index)),
            rootHash: Base64.encode(try tree.root(size: request.size)), hashes: proof.map(Base64.encode))
    }
}

extension ProveConsistency: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let size = try StoredTree.size(in: context.database)
        guard (0...size).contains(request.to) else {
            throw Rejection.field("/to", "out_of_range", "expected a size that the log has had: 0 to \(size)")
        }
        guard (0...request.to).contains(request.from) else {
            throw Rejection.field("/from", "out_of_range", "expected 0 to \(request.to)")
        }
        let tree = StoredTree.tree(in: context.database)
        let proof = try tree.consistencyProof(from: request.from, to: request.to)
        return Reply(
            from: request.from, to: request.to, fromRoot: Base64.encode(try tree.root(size: request.from)),
            toRoot: Base64.encode(try tree.root(size: request.to)), hashes: proof.map(Base64.encode))
    }
}
