import CSQLite

/// Owns what SQLite knows of a disk: its name and its table of functions.
struct FileSystemRegistration: ~Copyable {
    private let system: UnsafeMutablePointer<sqlite3_vfs>
    private let methods: UnsafeMutablePointer<sqlite3_io_methods>
    private let name: UnsafeMutableBufferPointer<CChar>

    /// The disk owns the registration, and its open files the disk, so that neither goes before SQLite is done with it.
    init(name text: String, disk: SimulatedDisk) {
        name = .allocate(capacity: text.utf8.count + 1)
        _ = name.initialize(from: text.utf8CString)
        methods = .allocate(capacity: 1)
        methods.initialize(to: .simulated())
        system = .allocate(capacity: 1)
        system.initialize(to: .simulated())
        system.pointee.zName = UnsafePointer(name.baseAddress)
        system.pointee.pAppData = Unmanaged.passUnretained(disk).toOpaque()
        sqlite3_vfs_register(system, 0)
    }

    deinit {
        sqlite3_vfs_unregister(system)
        system.deallocate()
        methods.deallocate()
        name.deallocate()
    }

    var fileMethods: UnsafePointer<sqlite3_io_methods> { UnsafePointer(methods) }

    /// The generator is SQLite's and one for the whole process, so the last disk to be made or to crash decides.
    static func seedSQLite(_ seed: UInt32) {
        // Zero would mean: take it from the system.
        _ = croupier_sqlite_seed(Int32(bitPattern: seed | 1))
    }
}
