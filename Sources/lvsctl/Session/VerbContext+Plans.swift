import IPVSKit

extension VerbContext {
    /// Makes the table what is wanted, completely or not at all, and reports what was done.
    func reach(
        _ wanted: TableConfiguration,
        _ scope: Plan.Scope,
        _ preferences: PlanPreferences
    ) throws(Failure) {
        let table = try table()
        guard !self.preferences.isDryRun else {
            return try write(PlanReport(try difference(on: table, to: wanted, scope)))
        }
        let lock = try lock(preferences)
        var watch = SignalWatch()
        var hazards: [PlanHazard] = []
        var report: PlanReport?
        let reached = try orTableFailure { () throws(TableError) in
            try table.reach(wanted, scope: scope) {
                watch.isInterrupted()
            } review: { plan, snapshot in
                let current = snapshot.configuration
                let goal = scope == .whole ? wanted : current.applying(plan)
                report = PlanReport(plan, for: snapshot)
                hazards = preferences.unaccepted(plan.hazards(for: current, wanting: goal))
                return hazards.isEmpty
            }
        }
        guard let (_, outcome) = reached else { throw .hazard(hazards) }
        try finish(outcome)
        _ = consume lock
        try tell(report)
    }

    /// Carries out what a saved plan says, if the table is still the one that it was made for.
    func carryOut(_ document: PlanDocument, _ preferences: PlanPreferences) throws(Failure) {
        let table = try table()
        let lock = self.preferences.isDryRun ? nil : try lock(preferences)
        var watch = SignalWatch()
        let snapshot = try orTableFailure { () throws(TableError) in try table.snapshot() }
        let current = snapshot.configuration
        let wayBack = document.plan.wayBack(from: current, to: document.before)
        guard wayBack.isEmpty else { throw .planOutdated(wayBack.changes) }
        let report = PlanReport(document.plan, for: snapshot)
        guard !self.preferences.isDryRun else { return try write(report) }
        let outcome = try orTableFailure { () throws(TableError) in
            try table.carryOut(document.plan, from: current, isInterrupted: { watch.isInterrupted() })
        }
        try finish(outcome)
        _ = consume lock
        try tell(report)
    }

    /// Does of a plan what can be done, and says what could not.
    func reachAtBoot(_ wanted: TableConfiguration, _ preferences: PlanPreferences) throws(Failure) {
        let table = try table()
        let difference = try difference(on: table, to: wanted, .whole)
        guard !self.preferences.isDryRun else { return try write(PlanReport(difference)) }
        let lock = try lock(preferences)
        let refused = try orTableFailure { () throws(TableError) in
            try table.apply(difference.plan.changes, checking: .verbatim)
        }
        _ = consume lock
        let done = difference.plan.changes.count - refused.count
        guard refused.isEmpty else { throw .partly(refused.map(\.1).withoutConsequences, done: done) }
        try tell(PlanReport(difference))
    }

    /// Finds what would be done.
    func difference(
        on table: any IPVSTable,
        to wanted: TableConfiguration,
        _ scope: Plan.Scope
    ) throws(Failure) -> (plan: Plan, snapshot: TableSnapshot) {
        let snapshot = try orTableFailure { () throws(TableError) in try table.snapshot() }
        return (Plan(from: snapshot.configuration, to: wanted, scope: scope), snapshot)
    }

    private func lock(_ preferences: PlanPreferences) throws(Failure) -> NamespaceLock? {
        // A table in a file is replaced in one step.
        guard self.preferences.tableFile == nil else { return nil }
        do throws(NamespaceLock.Failure) {
            return try NamespaceLock.take(command: session.commandLine(), wait: preferences.waitSeconds) {
                holder in
                note("waiting for \(holder)")
            }
        } catch {
            switch error {
            case .busy(let holder): throw .busy(holder: holder)
            case .file(let error):
                // Nobody else can be kept out, but that is no reason to leave a table broken.
                note("\(error); other lvsctl processes are not kept out")
                return nil
            }
        }
    }

    private func finish(_ outcome: PlanOutcome) throws(Failure) {
        switch outcome {
        case .done: return
        case .undone(let failure, let count): throw .undone(failure, changes: count)
        case .stuck(let failure, let remaining, _): throw .notUndone(failure, remaining: remaining)
        }
    }

    private func tell(_ report: PlanReport?) throws(Failure) {
        guard let report else { return }
        if preferences.isJSON { return try write(report.json(isDryRun: false)) }
        try say(report.summary)
    }

    /// Writes what would be done.
    func write(_ report: PlanReport) throws(Failure) {
        if preferences.isJSON { return try write(report.json(isDryRun: true)) }
        let color = session.terminal().hasColor(preferences.color)
        try write(report.text(hasColor: color))
    }
}

extension VerbContext {
    /// Reads a saved plan.
    func readPlan(_ path: String) throws(Failure) -> PlanDocument {
        let (name, bytes) = try readInput(path)
        let (document, diagnostics) = PlanDocument.read(bytes, file: name)
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw .table(.document(diagnostics))
        }
        return document
    }

    /// Writes what would be done to a file.
    func savePlan(
        to wanted: TableConfiguration,
        _ preferences: PlanPreferences,
        _ path: String
    ) throws(Failure) {
        let difference = try difference(on: table(), to: wanted, .named)
        let current = difference.snapshot.configuration
        let goal = current.applying(difference.plan)
        let hazards = preferences.unaccepted(difference.plan.hazards(for: current, wanting: goal))
        guard hazards.isEmpty else { throw .hazard(hazards) }
        do {
            try AtomicFile.write(PlanDocument(difference.plan, for: current).write(), to: path)
        } catch {
            throw .output(error)
        }
        try say(PlanReport(difference).summary)
    }
}
