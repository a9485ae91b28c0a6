import CSQLite

/// A file as one connection has it open.
final class OpenFile {
    /// Keeps the disk alive for as long as SQLite may call it.
    private let disk: SimulatedDisk
    private let file: SimulatedFile
    private var level = SQLITE_LOCK_NONE
    private var sharedMemory: SharedMemory?
    private var heldShared = SharedMemory.Held()

    init(_ file: SimulatedFile, on disk: SimulatedDisk) {
        self.file = file
        self.disk = disk
    }

    private var isReachable: Bool { !file.isDead && !disk.hasFailed }

    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
        guard isReachable, let address = target.baseAddress else { return .readFailed }
        let content = file.content.bytes
        let available = max(0, min(target.count, content.count - offset))
        if available > 0, let source = content.baseAddress {
            address.copyMemory(from: source + offset, byteCount: available)
        }
        if available == target.count { return SQLITE_OK }
        (address + available).initializeMemory(as: UInt8.self, repeating: 0, count: target.count - available)
        return .shortRead
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        guard !file.isDead, disk.admits(.write) else { return .writeFailed }
        guard !disk.isFull, disk.hasRoom(for: offset + bytes.count - file.content.count) else { return SQLITE_FULL }
        file.write(bytes, at: offset)
        return SQLITE_OK
    }

    func truncate(to size: Int) -> Int32 {
        guard !file.isDead, disk.admits(.truncation) else { return .truncationFailed }
        file.truncate(to: size)
        return SQLITE_OK
    }

    func sync() -> Int32 {
        guard !file.isDead, disk.admits(.sync) else { return .syncFailed }
        file.sync()
        return SQLITE_OK
    }

    /// Gives up what SQLite left to the end of the file's use.
    func close() {
        unlock(SQLITE_LOCK_NONE)
        unmapSharedMemory(deleting: false)
    }

    func size() -> Int? { isReachable ? file.content.count : nil }

    // MARK: - Locks

    func lock(_ wanted: Int32) -> Int32 {
        guard isReachable else { return SQLITE_IOERR }
        return file.locks.raise(&level, to: wanted, for: ObjectIdentifier(self)) ? SQLITE_OK : SQLITE_BUSY
    }

    func unlock(_ wanted: Int32) {
        file.locks.lower(&level, to: wanted, for: ObjectIdentifier(self))
    }

    var isReserved: Bool { file.locks.isReserved }

    // MARK: - Shared memory

    func region(_ index: Int, size: Int, making: Bool) -> Result<UnsafeMutableRawPointer?, DiskFailure> {
        guard isReachable else { return .failure(DiskFailure()) }
        let memory = sharedMemory ?? file.sharedMemory ?? SharedMemory()
        file.sharedMemory = memory
        sharedMemory = memory
        return .success(memory.region(index, size: size, making: making))
    }

    func lockSharedMemory(_ slots: Range<Int>, flags: Int32) -> Int32 {
        guard let sharedMemory else { return SQLITE_IOERR }
        if flags & SQLITE_SHM_UNLOCK != 0 {
            sharedMemory.unlock(slots, for: &heldShared)
            return SQLITE_OK
        }
        guard isReachable else { return SQLITE_IOERR }
        let isLocked =
            flags & SQLITE_SHM_EXCLUSIVE != 0
            ? sharedMemory.lockExclusive(slots, for: &heldShared) : sharedMemory.lockShared(slots, for: &heldShared)
        return isLocked ? SQLITE_OK : SQLITE_BUSY
    }

    func unmapSharedMemory(deleting: Bool) {
        sharedMemory?.unlock(0..<Int(SQLITE_SHM_NLOCK), for: &heldShared)
        sharedMemory = nil
        if deleting { file.sharedMemory = nil }
    }
}

struct DiskFailure: Error {}

/// SQLite's detailed codes, macros that Swift does not import.
extension Int32 {
    static let readFailed = SQLITE_IOERR | (1 << 8)
    static let shortRead = SQLITE_IOERR | (2 << 8)
    static let writeFailed = SQLITE_IOERR | (3 << 8)
    static let syncFailed = SQLITE_IOERR | (4 << 8)
    static let truncationFailed = SQLITE_IOERR | (6 << 8)
    static let sizeFailed = SQLITE_IOERR | (7 << 8)
    static let deletionFailed = SQLITE_IOERR | (10 << 8)
    static let notThere = SQLITE_IOERR | (23 << 8)
}
