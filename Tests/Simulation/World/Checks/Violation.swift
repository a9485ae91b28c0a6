/// A promise that was not kept.
public struct Violation: Error, Sendable, Codable, CustomStringConvertible {
    public let invariant: String
    public let detail: String

    init(_ invariant: String, _ detail: String) { (self.invariant, self.detail) = (invariant, detail) }

    public var description: String { "\(invariant): \(detail)" }
}
