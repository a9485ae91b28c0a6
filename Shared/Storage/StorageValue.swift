/// What a column holds. There are no floating-point numbers: money and time are integers, and reading one is an error.
public enum StoredValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A type that can be bound to a statement and read from a row.
///
/// An enumeration with a storable raw value needs only to declare the conformance.
public protocol StorageValue {
    var stored: StoredValue { get }

    /// - Throws: `StorageError.Kind.mismatch` when the stored value is none of this type.
    init(stored: StoredValue) throws
}

extension StorageValue where Self: RawRepresentable, RawValue: StorageValue {
    @inlinable public var stored: StoredValue { rawValue.stored }

    @inlinable public init(stored: StoredValue) throws {
        guard let value = Self(rawValue: try RawValue(stored: stored)) else {
            throw StorageError.mismatch(stored, expected: Self.self)
        }
        self = value
    }
}

extension StorageError {
    /// The error that `StorageValue.init(stored:)` throws. It names types only: values may be secret.
    public static func mismatch(_ found: StoredValue, expected: any StorageValue.Type) -> StorageError {
        let form =
            switch found {
            case .null: "NULL"
            case .integer: "an integer"
            case .text: "text"
            case .blob: "a blob"
            }
        return StorageError(.mismatch, "found \(form) that is no \(expected)")
    }
}
