import IPVSKit

extension VerbContext {
    /// Keeps other lvsctl processes from changing the kernel's table, as long as what is returned lives.
    ///
    /// There is nothing to keep them from in a dry run that changes something, and the lock of a table in a file is its
    /// own. Where there cannot be a lock, that is said, and the work goes on: that is no reason to leave a table broken. A
    /// single change says nothing of a missing folder: it harms nobody's plan for long.
    func lock(for purpose: TablePurpose) throws -> NamespaceLock? {
        guard preferences.tableFile == nil, purpose == .reading || !preferences.isDryRun else { return nil }
        do throws(NamespaceLock.Failure) {
            return try session.lock(purpose == .reading ? .shared : .exclusive, preferences.waitSeconds) {
                holder in
                note("waiting for \(holder)")
            }
        } catch {
            let isSaid = if case .file = error { purpose != .changing } else { true }
            try goOn(without: error, isSaid: isSaid)
            return nil
        }
    }

    /// Keeps other lvsctl processes from changing a table in a file.
    func lock(file: String, for purpose: TablePurpose) throws -> FileLock? {
        guard purpose == .changing || purpose == .planning, !preferences.isDryRun else { return nil }
        do throws(NamespaceLock.Failure) {
            return try FileLock.take(file, wait: preferences.waitSeconds) { holder in
                note("waiting for \(holder)")
            }
        } catch {
            try goOn(without: error, isSaid: true)
            return nil
        }
    }

    private func goOn(without failure: NamespaceLock.Failure, isSaid: Bool) throws {
        if case .busy(let holder) = failure { throw Failure.busy(holder: holder) }
        if isSaid { note("\(failure); other lvsctl processes are not kept out") }
    }
}
