import IPVSKit

extension VerbContext {
    /// Does a change, or only shows it, and reports what was done.
    func carryOut(_ change: Change) throws(Failure) {
        if !preferences.isDryRun {
            try changingTable { table throws(TableError) in try table.perform(change) }
        }
        try report([change])
    }

    /// Hands the table over for changing it, with other lvsctl processes kept out until `body` has returned.
    @discardableResult
    func changingTable<Value>(_ body: (any IPVSTable) throws(TableError) -> Value) throws(Failure) -> Value {
        let lock = try lock(for: .changing)
        let table = try table(for: .changing)
        let value = try orTableFailure { () throws(TableError) in try body(table) }
        _ = consume lock
        return value
    }

    /// Adds a service, or makes the one that is there like it, and says which.
    func replace(_ new: VirtualService) throws(Failure) {
        let change = try changingTable { table throws(TableError) in
            let change = try table.change(toReplace: new)
            if !preferences.isDryRun { try table.performAndVerify(change) }
            return change
        }
        try report([change])
        try say("\(change.isEdit ? "edited" : "added") \(new.identity)")
    }

    /// Adds a server, or makes the one that is there like it, and says which.
    func replace(_ new: RealServer, of identity: ServiceIdentity) throws(Failure) {
        let change = try changingTable { table throws(TableError) in
            let change = try table.change(toReplace: new, of: identity)
            if !preferences.isDryRun { try table.performAndVerify(change) }
            return change
        }
        try report([change])
        try say("\(change.isEdit ? "edited" : "added") \(new.endpoint) of \(identity)")
    }

    /// Edits a service; `check` judges what comes out of it.
    func edit(
        _ identity: ServiceIdentity,
        _ edit: ServiceEdit,
        check: (VirtualService) throws(UsageError) -> Void
    ) throws(Failure) {
        let lock = try lock(for: .changing)
        let table = try table(for: .changing)
        let old = try orTableFailure { () throws(TableError) in
            guard let service = try table.settings(of: identity) else { throw .noSuchService(identity) }
            return service
        }
        let new = edit.applied(to: old)
        try orUsageFailure { () throws(UsageError) in try check(new) }
        try perform(.editService(new), on: table, ignoring: old.errors())
        _ = consume lock
    }

    /// Edits a server; `check` judges what comes out of it.
    func edit(
        _ endpoint: Endpoint,
        of identity: ServiceIdentity,
        _ edit: ServerEdit,
        check: (RealServer) throws(UsageError) -> Void
    ) throws(Failure) {
        let lock = try lock(for: .changing)
        let table = try table(for: .changing)
        let old = try orTableFailure { () throws(TableError) in try table.server(endpoint, of: identity) }
        let new = edit.applied(to: old)
        try orUsageFailure { () throws(UsageError) in try check(new) }
        try perform(.editServer(new, of: identity), on: table, ignoring: old.errors(in: identity.family))
        _ = consume lock
    }

    /// Does an edit, reads back what became of it, and reports it; errors that were there before are not its own.
    private func perform(
        _ edit: Change,
        on table: any IPVSTable,
        ignoring errors: [ConfigurationError]
    ) throws(Failure) {
        try orUsageFailure { () throws(UsageError) in try edit.check(ignoring: Set(errors)) }
        if !preferences.isDryRun {
            try orTableFailure { () throws(TableError) in
                try table.performAndVerify(edit, checking: .verbatim)
            }
        }
        try report([edit])
    }

    /// Tells a program what was done, and anybody what would be done.
    func report(_ changes: [Change]) throws(Failure) {
        if preferences.isJSON {
            try write(ChangeReport.json(changes, isDryRun: preferences.isDryRun))
        } else if preferences.isDryRun {
            try write(ChangeReport.lines(changes))
        }
    }

    /// Says a result in words, which programs get as JSON and quiet users not at all.
    func say(_ text: String) throws(Failure) {
        guard !preferences.isJSON, !preferences.isDryRun, !preferences.isQuiet else { return }
        try writeLine(text)
    }
}

extension VerbContext {
    /// Deletes something, which with `ifExists` need not be there.
    func delete(_ change: Change, ifExists: Bool) throws(Failure) {
        do throws(Failure) {
            try carryOut(change)
        } catch .table(.refused(let refusal)) where ifExists && refusal.errno.meansMissing {
            try report([])
        } catch {
            throw error
        }
    }
}

extension Change {
    /// Whether the change edits what is there.
    fileprivate var isEdit: Bool {
        switch self {
        case .editService, .editServer: true
        default: false
        }
    }
}

extension Errno {
    /// Whether the kernel says that a service or a server is not there.
    fileprivate var meansMissing: Bool { self == .noSuchService || self == .noSuchEntry }
}
