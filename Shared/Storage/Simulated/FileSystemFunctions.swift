import CSQLite

/// What SQLite asks of a file system, answered by the disk that the table points to.
extension sqlite3_vfs {
    static func simulated() -> sqlite3_vfs {
        var system = sqlite3_vfs()
        system.iVersion = 2
        system.szOsFile = Int32(MemoryLayout<croupier_sqlite_file>.size)
        system.mxPathname = 512
        system.addNames()
        system.addTimeAndEntropy()
        return system
    }

    private mutating func addNames() {
        xOpen = { system, path, file, flags, grantedFlags in
            guard let disk = disk(system), let file else { return SQLITE_CANTOPEN }
            // SQLite does not close a file that has no functions.
            file.pointee.pMethods = nil
            let creating = flags & SQLITE_OPEN_CREATE != 0
            guard let opened = disk.open(path.map { String(cString: $0) }, creating: creating) else {
                return SQLITE_CANTOPEN
            }
            UnsafeMutableRawPointer(file).assumingMemoryBound(to: croupier_sqlite_file.self).pointee.owner =
                Unmanaged.passRetained(opened).toOpaque()
            file.pointee.pMethods = disk.fileMethods
            grantedFlags?.pointee = flags
            return SQLITE_OK
        }
        xDelete = { system, path, _ in
            guard let disk = disk(system), let path else { return .deletionFailed }
            switch disk.delete(String(cString: path)) {
            case true?: return SQLITE_OK
            case false?: return .deletionFailed
            case nil: return .notThere
            }
        }
        xAccess = { system, path, _, answer in
            guard let disk = disk(system), let path, !disk.hasFailed else { return SQLITE_IOERR }
            answer?.pointee = disk.exists(String(cString: path)) ? 1 : 0
            return SQLITE_OK
        }
        xFullPathname = { _, path, capacity, answer in
            guard let path, let answer else { return SQLITE_CANTOPEN }
            copy(path, to: answer, capacity: Int(capacity))
            return SQLITE_OK
        }
    }

    private mutating func addTimeAndEntropy() {
        xRandomness = { system, count, target in
            disk(system)?.fill(UnsafeMutableRawBufferPointer(start: target, count: Int(count)))
            return count
        }
        // Nobody else can move while the only thread sleeps.
        xSleep = { _, microseconds in microseconds }
        xCurrentTimeInt64 = { system, answer in
            answer?.pointee = julianMilliseconds(system)
            return SQLITE_OK
        }
        xCurrentTime = { system, answer in
            answer?.pointee = Double(julianMilliseconds(system)) / 86_400_000
            return SQLITE_OK
        }
        xGetLastError = { _, _, _ in 0 }
    }
}

private func disk(_ system: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedDisk? {
    system?.pointee.pAppData.map { Unmanaged<SimulatedDisk>.fromOpaque($0).takeUnretainedValue() }
}

/// SQLite counts from noon on 24 November 4714 BC.
private func julianMilliseconds(_ system: UnsafeMutablePointer<sqlite3_vfs>?) -> Int64 {
    210_866_760_000_000 + (disk(system)?.currentTimeMilliseconds ?? 0)
}

private func copy(_ text: UnsafePointer<CChar>, to target: UnsafeMutablePointer<CChar>, capacity: Int) {
    var count = 0
    while count < capacity - 1, text[count] != 0 {
        target[count] = text[count]
        count += 1
    }
    target[count] = 0
}
