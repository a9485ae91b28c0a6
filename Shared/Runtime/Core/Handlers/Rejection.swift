public import Messages

/// An expected refusal: typed, told to the caller, and leaving nothing behind but what it records on purpose.
public struct Rejection: Error {
    public var problem: Problem
    /// What survives the refusal, written after the rollback: a failed sign-in's counter, a security event.
    let recording: (@Sendable (CommandContext) throws -> Void)?

    public init(_ problem: Problem, recording: (@Sendable (CommandContext) throws -> Void)? = nil) {
        (self.problem, self.recording) = (problem, recording)
    }
}

extension DomainFailure {
    /// The refusal for this reason; `detail` says what was wrong and what would be right.
    public func because(
        _ detail: String, at pointer: String? = nil,
        recording: (@Sendable (CommandContext) throws -> Void)? = nil
    ) -> Rejection {
        let errors = pointer.map { [Problem.FieldError(pointer: $0, code: rawValue, detail: detail)] } ?? []
        return Rejection(Problem(self, detail, errors: errors), recording: recording)
    }
}

extension Rejection {
    /// The refusal of one field's value.
    public static func field(_ pointer: String, _ code: String, _ detail: String) -> Rejection {
        let error = Problem.FieldError(pointer: pointer, code: code, detail: detail)
        return Rejection(Problem(CommonFailure.invalidRequest, "\(pointer): \(detail)", errors: [error]))
    }

    public static func notFound(_ thing: String) -> Rejection {
        CommonFailure.notFound.because("there is no such \(thing)")
    }

    init(_ fault: InputFault) {
        switch fault {
        case .notJSON: self = CommonFailure.malformedRequest.because("the body is not a JSON object")
        case .field(let error): self = .field(error.pointer, error.code, error.detail)
        }
    }
}

extension Money {
    /// The exact positive amount in a currency, or the refusal that names the field.
    public func positive(in currency: Currency, at pointer: String) throws -> Amount {
        do {
            return try positive(in: currency)
        } catch {
            switch error {
            case .wrongCurrency:
                throw Rejection.field(pointer + "/currency", error.rawValue, "expected \(currency.code)")
            case .tooManyDecimals:
                throw Rejection.field(
                    pointer + "/amount", error.rawValue, "\(currency.code) has \(currency.scale) decimals")
            case .notPositive:
                throw Rejection.field(pointer + "/amount", error.rawValue, "expected more than zero")
            case .tooLarge:
                throw Rejection.field(pointer + "/amount", error.rawValue, "more than the platform can hold")
            }
        }
    }
}
