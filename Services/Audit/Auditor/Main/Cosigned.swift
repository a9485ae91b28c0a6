import Auditor
import Messages
import Transparency

extension GetTreeHead.Reply {
    /// The latest head that carries the cosignatures of all known witnesses; nil where there is none yet.
    func cosigned(by keys: LogKeys) throws(Finding) -> SignedHead? {
        var latest: SignedHead?
        for text in [checkpoint] + witnessed.map(\.checkpoint) {
            let head = try keys.head(text)
            guard keys.missingWitness(of: head) == nil, head.size >= latest?.size ?? 0 else { continue }
            latest = head
        }
        return latest
    }
}
