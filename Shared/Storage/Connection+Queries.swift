extension Connection {
    /// Runs one statement and answers how many rows an INSERT, UPDATE or DELETE changed.
    @inlinable @discardableResult
    public func run<each Value: StorageValue>(_ sql: StaticString, _ values: repeat each Value) throws -> Int {
        let statement = try statement(for: sql)
        defer { statement.release() }
        try bind(repeat each values, to: statement)
        return try statement.runToEnd()
    }

    /// Reads every row of a result. What can be long is better read with `each` or a LIMIT.
    @inlinable
    public func rows<each Value: StorageValue, Element>(
        _ sql: StaticString, _ values: repeat each Value, read: (borrowing Row) throws -> Element
    ) throws -> [Element] {
        let statement = try statement(for: sql)
        defer { statement.release() }
        try bind(repeat each values, to: statement)
        var elements: [Element] = []
        while try statement.step() { elements.append(try read(statement.currentRow())) }
        return elements
    }

    /// Reads the first row, if there is one.
    @inlinable
    public func first<each Value: StorageValue, Element>(
        _ sql: StaticString, _ values: repeat each Value, read: (borrowing Row) throws -> Element
    ) throws -> Element? {
        let statement = try statement(for: sql)
        defer { statement.release() }
        try bind(repeat each values, to: statement)
        return try statement.step() ? try read(statement.currentRow()) : nil
    }

    /// Lends row after row until the closure answers that it wants no more.
    @inlinable
    public func each<each Value: StorageValue>(
        _ sql: StaticString, _ values: repeat each Value, read: (borrowing Row) throws -> Bool
    ) throws {
        let statement = try statement(for: sql)
        defer { statement.release() }
        try bind(repeat each values, to: statement)
        while try statement.step() {
            guard try read(statement.currentRow()) else { return }
        }
    }

    @inlinable
    func bind<each Value: StorageValue>(_ values: repeat each Value, to statement: Statement) throws {
        var position: Int32 = 0
        for value in repeat each values {
            position += 1
            try statement.bind(value.stored, at: position)
        }
        try statement.expect(bound: position)
    }
}
