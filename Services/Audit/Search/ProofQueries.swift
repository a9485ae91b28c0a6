public import Messages
public import Runtime
import Transparency

extension ProveInclusion: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let size = try StoredTree.size(in: context.database)
        guard request.size >= 1, request.size <= size else {
            throw Failure.sizeOutOfRange.because("expected a size that the log has had: 1 to \(size)", at: "/size")
        }
        guard (0..<request.size).contains(request.index) else {
            throw Failure.indexOutOfRange.because("expected 0 to \(request.size - 1)", at: "/index")
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
        for (pointer, number) in [("/to", request.to), ("/from", request.from)] where !(0...size).contains(number) {
            throw Failure.sizeOutOfRange.because("expected a size that the log has had: 0 to \(size)", at: pointer)
        }
        guard request.from <= request.to else {
            throw Failure.crossedRange.because("a log only grows: expected 0 to \(request.to)", at: "/from")
        }
        let tree = StoredTree.tree(in: context.database)
        let proof = try tree.consistencyProof(from: request.from, to: request.to)
        return Reply(
            from: request.from, to: request.to, fromRoot: Base64.encode(try tree.root(size: request.from)),
            toRoot: Base64.encode(try tree.root(size: request.to)), hashes: proof.map(Base64.encode))
    }
}
