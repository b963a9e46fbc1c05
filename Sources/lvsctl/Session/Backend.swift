import IPVSKit

/// Opens the table that the options name.
enum Backend {
    /// The kernel's table, or the one in a file.
    static func open(_ preferences: Preferences, _ session: Session) throws(Failure) -> any IPVSTable {
        if let file = preferences.tableFile {
            return try orTableFailure { () throws(TableError) in try FileTable(path: file) }
        }
        guard preferences.isTraced else { return KernelTable() }
        return KernelTable { line in try? session.errors.writeLine(line) }
    }
}
