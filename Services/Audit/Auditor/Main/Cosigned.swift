import Auditor
import Messages

extension GetTreeHead.Reply {
    /// The latest head that carries the cosignatures of all known witnesses; nil where there is none yet.
    func cosigned(by keys: LogKeys, _ head: SignedHead) throws(Finding) -> SignedHead? {
        keys.missingWitness(of: head) == nil ? head : nil
    }
}
