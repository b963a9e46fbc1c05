import IPVSKit

extension VerbContext {
    /// Does a change, or only shows it, and reports what was done.
    func carryOut(_ change: Change) throws {
        if !preferences.isDryRun {
            try changingTable { table in try table.perform(change) }
        }
        try report([change])
    }

    /// Finds a change out from the table, makes it unless this is a dry run, reads back what became of it, and reports it.
    ///
    /// Other lvsctl processes are kept out meanwhile. `find` has checked the change.
    func carryOutVerified(_ find: (any IPVSTable) throws -> Change) throws -> Change {
        let change = try changingTable { table in
            let change = try find(table)
            if !preferences.isDryRun { try table.performAndVerify(change, checking: .verbatim) }
            return change
        }
        try report([change])
        return change
    }

    private func changingTable<Value>(_ body: (any IPVSTable) throws -> Value) throws -> Value {
        let lock = try lock(for: .changing)
        let value = try body(try table(for: .changing))
        _ = consume lock
        return value
    }

    /// Tells a program what was done, and anybody what would be done.
    func report(_ changes: [Change]) throws {
        if preferences.isJSON {
            try write(ChangeReport.json(changes, isDryRun: preferences.isDryRun))
        } else if preferences.isDryRun {
            try write(ChangeReport.lines(changes))
        }
    }

    /// Says a result in words, which programs get as JSON and quiet users not at all.
    func say(_ text: String) throws {
        guard !preferences.isJSON, !preferences.isDryRun, !preferences.isQuiet else { return }
        try writeLine(text)
    }
}
