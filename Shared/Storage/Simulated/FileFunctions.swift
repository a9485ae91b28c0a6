import CSQLite

/// What SQLite asks of a file, answered by the `OpenFile` behind it.
extension sqlite3_io_methods {
    static func simulated() -> sqlite3_io_methods {
        var methods = sqlite3_io_methods()
        // The second version has shared memory, which the write-ahead log needs.
        methods.iVersion = 2
        methods.addContent()
        methods.addLocks()
        methods.addSharedMemory()
        return methods
    }

    private mutating func addContent() {
        xClose = { file in
            owner(file)?.close()
            ownerPointer(file).map { Unmanaged<OpenFile>.fromOpaque($0).release() }
            file?.pointee.pMethods = nil
            return SQLITE_OK
        }
        xRead = { file, target, count, offset in
            owner(file)?.read(into: .init(start: target, count: Int(count)), at: Int(offset)) ?? .readFailed
        }
        xWrite = { file, source, count, offset in
            owner(file)?.write(.init(start: source, count: Int(count)), at: Int(offset)) ?? .writeFailed
        }
        xTruncate = { file, size in owner(file)?.truncate(to: Int(size)) ?? .truncationFailed }
        xSync = { file, _ in owner(file)?.sync() ?? .syncFailed }
        xFileSize = { file, answer in
            guard let size = owner(file)?.size() else { return .sizeFailed }
            answer?.pointee = Int64(size)
            return SQLITE_OK
        }
        xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        xSectorSize = { _ in 512 }
        // A torn write leaves the bytes around it alone, as real disks do.
        xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    }

    private mutating func addLocks() {
        xLock = { file, level in owner(file)?.lock(level) ?? SQLITE_IOERR }
        xUnlock = { file, level in
            owner(file)?.unlock(level)
            return SQLITE_OK
        }
        xCheckReservedLock = { file, answer in
            answer?.pointee = owner(file)?.isReserved == true ? 1 : 0
            return SQLITE_OK
        }
    }

    private mutating func addSharedMemory() {
        xShmMap = { file, index, size, making, answer in
            guard let owner = owner(file) else { return SQLITE_IOERR }
            guard case .success(let region) = owner.region(Int(index), size: Int(size), making: making != 0) else {
                return SQLITE_IOERR
            }
            answer?.pointee = region
            return SQLITE_OK
        }
        xShmLock = { file, first, count, flags in
            owner(file)?.lockSharedMemory(Int(first)..<Int(first + count), flags: flags) ?? SQLITE_IOERR
        }
        // One thread sees its own writes in order.
        xShmBarrier = { _ in }
        xShmUnmap = { file, deleting in
            owner(file)?.unmapSharedMemory(deleting: deleting != 0)
            return SQLITE_OK
        }
    }
}

private func ownerPointer(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutableRawPointer? {
    file.flatMap { UnsafeMutableRawPointer($0).assumingMemoryBound(to: croupier_sqlite_file.self).pointee.owner }
}

private func owner(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    ownerPointer(file).map { Unmanaged<OpenFile>.fromOpaque($0).takeUnretainedValue() }
}
