public import Messages
public import Storage

// How the values that messages carry lie in a database.

extension ID: StorageValue {
    public var stored: StoredValue { .blob(bytes) }

    public init(stored: StoredValue) throws {
        guard case .blob(let bytes) = stored, let id = ID(bytes: bytes) else {
            throw StorageError.mismatch(stored, expected: Self.self)
        }
        self = id
    }
}

extension Timestamp: StorageValue {
    public var stored: StoredValue { .integer(milliseconds) }

    public init(stored: StoredValue) throws { self.init(milliseconds: try Int64(stored: stored)) }
}

extension Amount: StorageValue {
    public var stored: StoredValue { .integer(units) }

    public init(stored: StoredValue) throws { self.init(try Int64(stored: stored)) }
}

extension DecimalText: StorageValue {
    public var stored: StoredValue { .text(text) }

    public init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let decimal = DecimalText(text) else {
            throw StorageError.mismatch(stored, expected: Self.self)
        }
        self = decimal
    }
}

extension ServiceName: StorageValue {}
