extension Int64: StorageValue {
    @inlinable public var stored: StoredValue { .integer(self) }

    @inlinable public init(stored: StoredValue) throws {
        guard case .integer(let value) = stored else { throw StorageError.mismatch(stored, expected: Self.self) }
        self = value
    }
}

extension Int: StorageValue {
    @inlinable public var stored: StoredValue { .integer(Int64(self)) }

    @inlinable public init(stored: StoredValue) throws {
        guard case .integer(let value) = stored, let exact = Int(exactly: value) else {
            throw StorageError.mismatch(stored, expected: Self.self)
        }
        self = exact
    }
}

extension Bool: StorageValue {
    @inlinable public var stored: StoredValue { .integer(self ? 1 : 0) }

    @inlinable public init(stored: StoredValue) throws {
        switch stored {
        case .integer(0): self = false
        case .integer(1): self = true
        default: throw StorageError.mismatch(stored, expected: Self.self)
        }
    }
}

extension String: StorageValue {
    @inlinable public var stored: StoredValue { .text(self) }

    @inlinable public init(stored: StoredValue) throws {
        guard case .text(let value) = stored else { throw StorageError.mismatch(stored, expected: Self.self) }
        self = value
    }
}

extension [UInt8]: StorageValue {
    @inlinable public var stored: StoredValue { .blob(self) }

    @inlinable public init(stored: StoredValue) throws {
        guard case .blob(let value) = stored else { throw StorageError.mismatch(stored, expected: Self.self) }
        self = value
    }
}

extension Optional: StorageValue where Wrapped: StorageValue {
    @inlinable public var stored: StoredValue { self?.stored ?? .null }

    @inlinable public init(stored: StoredValue) throws {
        self = if case .null = stored { nil } else { try Wrapped(stored: stored) }
    }
}
