import IPVSKit

/// What a table is opened for.
enum TablePurpose {
    /// Showing it.
    case viewing
    /// Reading it as of one moment.
    case reading
    /// Changing one thing.
    case changing
    /// Making it what a document says.
    case planning
}

/// Opens the table that the user means, the kernel's or one in a file, and keeps other lvsctl processes out.
struct TableAccess {
    let preferences: Preferences
    let output: Output
    /// Opens the kernel's table; the lines of a trace go to `trace`.
    let openKernel: (_ trace: ((String) -> Void)?) -> any IPVSTable
    /// Opens what can be seen of the kernel's table without privileges.
    let openPublic: () -> ProcTable
    /// Keeps other lvsctl processes from changing the kernel's table.
    let lockKernel: LockTaking

    /// Opens the table; nobody is kept out of the kernel's.
    func open(for purpose: TablePurpose = .viewing) throws -> any IPVSTable {
        guard let file = preferences.tableFile else {
            let errors = output.errors
            return openKernel(preferences.isTraced ? { line in try? errors.writeLine(line) } : nil)
        }
        let table = try FileTable(
            path: file,
            missing: purpose == .planning ? .empty : .unreadable,
            lock: try lock(file: file, for: purpose)
        )
        table.onRemark = { output.note("\($0)") }
        return table
    }

    /// Does something with the table while no other lvsctl changes it.
    func withTable<Value: ~Copyable>(
        for purpose: TablePurpose,
        _ body: (any IPVSTable) throws -> Value
    ) throws -> Value {
        try withLock(for: purpose) { try body(try open(for: purpose)) }
    }

    /// Does something while no other lvsctl changes the kernel's table.
    func withLock<Value: ~Copyable>(for purpose: TablePurpose, _ body: () throws -> Value) throws -> Value {
        let lock = try lock(for: purpose)
        let value = try body()
        _ = consume lock
        return value
    }
}

// MARK: Locks

extension TableAccess {
    /// Keeps other lvsctl processes from changing the kernel's table, as long as what is returned lives.
    ///
    /// There is nothing to keep them from in a dry run that changes something, and the lock of a table in a file is its
    /// own. Where there cannot be a lock, that is said, and the work goes on: that is no reason to leave a table broken. A
    /// single change says nothing of a missing folder: it harms nobody's plan for long.
    private func lock(for purpose: TablePurpose) throws -> NamespaceLock? {
        guard preferences.tableFile == nil, purpose == .reading || !preferences.isDryRun else { return nil }
        do throws(LockError) {
            return try lockKernel(purpose == .reading ? .shared : .exclusive, preferences.waitSeconds) {
                holder in
                output.note("waiting for \(holder)")
            }
        } catch {
            let isSaid = if case .file = error { purpose != .changing } else { true }
            try goOn(without: error, isSaid: isSaid)
            return nil
        }
    }

    /// Keeps other lvsctl processes from changing a table in a file.
    private func lock(file: String, for purpose: TablePurpose) throws -> FileLock? {
        guard purpose == .changing || purpose == .planning, !preferences.isDryRun else { return nil }
        do throws(LockError) {
            return try FileLock.take(file, wait: preferences.waitSeconds) { holder in
                output.note("waiting for \(holder)")
            }
        } catch {
            try goOn(without: error, isSaid: true)
            return nil
        }
    }

    private func goOn(without failure: LockError, isSaid: Bool) throws {
        if case .busy(let holder) = failure { throw BusyError(holder: holder) }
        if isSaid { output.note("\(failure); other lvsctl processes are not kept out") }
    }
}

// MARK: Single changes

extension TableAccess {
    /// Makes a change, unless this is a dry run.
    func perform(_ change: Change) throws {
        guard !preferences.isDryRun else { return }
        try withTable(for: .changing) { table in try table.perform(change) }
    }

    /// Finds a change out from the table, makes it unless this is a dry run, reads back what became of it, and returns
    /// it.
    ///
    /// `find` has checked the change.
    func performVerified(_ find: (any IPVSTable) throws -> Change) throws -> Change {
        try withTable(for: .changing) { table in
            let change = try find(table)
            if !preferences.isDryRun { try table.performAndVerify(change, checking: .verbatim) }
            return change
        }
    }
}
