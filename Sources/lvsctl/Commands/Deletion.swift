import IPVSKit

/// What the verbs ask for that delete something.
struct Deletion {
    let change: Change
    /// Whether it is no error when there is nothing to delete.
    let ifExists: Bool
}

extension Verb where Request == Deletion {
    static func run(_ request: Deletion, in environment: Environment) throws {
        var done = [request.change]
        do {
            try environment.performKeepingWayBack(request.change)
        } catch TableError.refused(let refusal) where request.ifExists && refusal.errno.meansMissing {
            done = []
        }
        try environment.output.report(done)
    }
}

extension Environment {
    /// Makes a change that deletes something, and keeps the way back; that there is none is no reason not to do it.
    func performKeepingWayBack(_ change: Change) throws {
        guard !preferences.isDryRun else { return }
        // A single server comes back by the command that made it.
        if case .deleteServer = change { return try tables.perform(change) }
        try tables.withTable(for: .changing) { table in
            let before = try? table.snapshot(toDelete: change)
            try table.perform(change)
            guard let before else {
                return waysBack.output.note("this cannot be undone: the table cannot be read")
            }
            if let reason = waysBack.keep(Plan([change]), on: before.configuration) {
                waysBack.output.note("this cannot be undone: \(reason)")
            }
        }
    }
}

extension IPVSTable {
    /// Reads what a change deletes.
    fileprivate func snapshot(toDelete change: Change) throws(TableError) -> TableSnapshot {
        guard let identity = change.subject else {
            return try snapshot(reading: .withoutCounters, unrest: .isError)
        }
        return try snapshot(of: identity, reading: .withoutCounters, unrest: .isError) ?? TableSnapshot()
    }
}

extension Errno {
    /// Whether the kernel says that a service or a server is not there.
    fileprivate var meansMissing: Bool { self == .noSuchService || self == .noSuchEntry }
}
