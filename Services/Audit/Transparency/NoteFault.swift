/// Why a text from elsewhere is not the note, checkpoint or proof that it should be.
public enum NoteFault: String, Error, CaseIterable, CustomStringConvertible {
    case tooLong = "it is longer than any that would be read"
    case notPlainText = "it has a control character in it, or does not end with its last line"
    case noSignatures = "it has no signatures after an empty line"
    case tooManySignatures = "it has more signatures than would be read"
    case malformedSignature = "a line after the text is no signature"
    case malformedCheckpoint = "its text is not origin, size and root"
    case malformedSource = "a line after the root is not a source's name, incarnation, sequence and link, in order"
    case malformedProof = "it is not a proof's first line, its index, its hashes and a checkpoint"
    case notSigned = "it is not signed by the key that it should be signed by"
    case otherLog = "it is of another log"
    case notIncluded = "the hashes do not lead from the leaf to the checkpoint's root"

    public var description: String { rawValue }
}
