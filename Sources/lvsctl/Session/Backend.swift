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

/// Opens the table that the options name.
enum Backend {
    /// The kernel's table, or the one in a file, which is locked where it will be changed.
    static func open(_ context: VerbContext, _ purpose: TablePurpose) throws -> any IPVSTable {
        let (preferences, session) = (context.preferences, context.session)
        if let file = preferences.tableFile {
            let lock = try context.lock(file: file, for: purpose)
            let table = try FileTable(
                path: file,
                missing: purpose == .planning ? .empty : .unreadable,
                lock: lock
            )
            table.onRemark = { context.note("\($0)") }
            return table
        }
        let trace: ((String) -> Void)? =
            preferences.isTraced ? { line in try? session.errors.writeLine(line) } : nil
        // The error that follows says what modprobe would say.
        return KernelTable(trace: trace, loadModule: { KernelModule.load(["-q"]) })
    }
}
