/// One request and its answer, from the request line to the end of the answer. The library holds the one reference that
/// keeps it alive, taken when the request line is known and released when the request is completed.
///
/// Unchecked: all but the last group is touched by the library's thread only; that group only under the core's lock.
final class Exchange: @unchecked Sendable {
    enum Stage {
        case head
        case body
        case handedOut
    }

    enum Outcome {
        case answered(HTTPResponse)
        /// The first of an answer that is written part by part.
        case opened(HTTPResponse)
        case abandoned
    }

    let peer: Peer
    let target: [UInt8]
    /// Where the library keeps the target, for ``HeadLayout``.
    let targetAddress: UInt
    var stage = Stage.head
    var head: RequestHead?
    var body: [UInt8] = []
    /// Known from the time it is handed out.
    var id: UInt64 = 0
    /// HTTP/1.0, which does not know chunks.
    var isOldProtocol = false

    var outcome: Outcome?
    /// Set while the library leaves the connection alone; whoever sets the outcome then resumes it.
    var suspended: OpaquePointer?
    /// What is still to be sent of an answer that is written part by part.
    var open: OpenBody?
    /// Among the unfinished ones.
    var isCounted = false

    init(peer: Peer, target: [UInt8], targetAddress: UInt) {
        self.peer = peer
        self.target = target
        self.targetAddress = targetAddress
    }
}
