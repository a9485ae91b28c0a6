/// The ways in which an operation may be refused, each a stable code that clients can act on.
public protocol DomainFailure: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// The HTTP status that goes with it.
    var status: Int { get }
}

extension DomainFailure {
    public var status: Int { 422 }
}

/// For operations that are refused for common reasons only.
public enum NoFailure: String, DomainFailure {
    /// Uninhabited enums cannot have raw values; this one case is never thrown and never documented.
    case none
}

/// The reasons that any operation may be refused for.
public enum CommonFailure: String, DomainFailure {
    case malformedRequest = "malformed_request"
    case invalidRequest = "invalid_request"
    case unauthenticated
    case forbidden
    case accountFrozen = "account_frozen"
    case secondFactorRequired = "second_factor_required"
    case notFound = "not_found"
    case idempotencyConflict = "idempotency_conflict"
    case deadlinePassed = "deadline_passed"
    case fenced
    /// Done, and answered; the answer told of a person who has been forgotten since.
    case forgotten
    case amountOverflow = "amount_overflow"
    case answerTooLarge = "answer_too_large"
    case overloaded
    case quarantined

    public var status: Int {
        switch self {
        case .malformedRequest: 400
        case .unauthenticated: 401
        case .forbidden, .accountFrozen, .secondFactorRequired: 403
        case .notFound: 404
        case .fenced: 409
        case .forgotten: 410
        // Lateness is a definite refusal: 503 and 504 would promise less than that.
        case .invalidRequest, .idempotencyConflict, .amountOverflow, .answerTooLarge, .deadlinePassed: 422
        case .quarantined: 500
        case .overloaded: 503
        }
    }
}

/// A refusal as it travels: RFC 9457's problem details with the platform's stable code.
public struct Problem: Codable, Sendable, Equatable {
    /// One field at fault, by JSON pointer.
    public struct FieldError: Codable, Sendable, Equatable {
        public let pointer: String
        public let code: String
        public let detail: String

        public init(pointer: String, code: String, detail: String) {
            (self.pointer, self.code, self.detail) = (pointer, code, detail)
        }
    }

    public let type: String
    public let title: String
    public let status: Int
    public let detail: String
    public let code: String
    public let errors: [FieldError]
    public var traceID: String?

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, code, errors, traceID = "trace_id"
    }

    public init(status: Int, code: String, detail: String, errors: [FieldError] = [], traceID: String? = nil) {
        type = "urn:croupier:problem:\(code)"
        let words = code.split(separator: "_").joined(separator: " ")
        title = words.prefix(1).uppercased() + words.dropFirst()
        (self.status, self.code, self.detail, self.errors, self.traceID) = (status, code, detail, errors, traceID)
    }

    public init(_ failure: some DomainFailure, _ detail: String, errors: [FieldError] = [], traceID: String? = nil) {
        self.init(status: failure.status, code: failure.rawValue, detail: detail, errors: errors, traceID: traceID)
    }
}
