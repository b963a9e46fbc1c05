import IPVSKit

/// Opens the table that the options name.
enum Backend {
    static func open(_ preferences: Preferences, _ session: Session) throws(Failure) -> any IPVSTable {
        guard !preferences.isTraced else {
            return KernelTable { line in try? session.errors.writeLine(line) }
        }
        return KernelTable()
    }
}
