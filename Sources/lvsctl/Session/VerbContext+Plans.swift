import IPVSKit

extension VerbContext {
    /// Makes the table what is wanted, completely or not at all, and reports what was done.
    func restore(
        _ wanted: TableConfiguration,
        _ scope: Plan.Scope,
        accepting accepted: Set<PlanHazard.Kind>
    ) throws {
        let lock = try lock(for: .planning)
        let table = try table(for: .planning)
        guard !preferences.isDryRun else {
            let difference = try difference(on: table, to: wanted, scope)
            try write(PlanReport(difference))
            return try accept(difference.hazards, accepted)
        }
        var watch = SignalWatch()
        let report = try table.restore(
            to: wanted,
            scope: scope,
            accepting: accepted,
            isInterrupted: { watch.isInterrupted() }
        )
        // A signal that comes too late changes nothing any more.
        _ = watch.isInterrupted()
        try finish(report.outcome)
        _ = consume lock
        try tell(report.steps.map { PlanReport($0.plan, for: $0.table) })
        _ = consume watch
    }

    /// Carries out what a saved plan says, if the table is still the one that it was made for.
    func carryOut(_ document: PlanDocument, accepting accepted: Set<PlanHazard.Kind>) throws {
        let lock = try lock(for: .planning)
        let table = try table(for: .planning)
        var watch = SignalWatch()
        let plan = document.plan
        let footprint = plan.footprint(in: document.before)
        let snapshot = try table.snapshot(of: footprint)
        let current = snapshot.configuration
        let wayBack = plan.wayBack(from: current, to: document.before)
        guard wayBack.isEmpty else {
            if document.isCarriedOut(in: current) { return try tellOfNoChange("already carried out") }
            throw Failure.planOutdated(wayBack.changes)
        }
        let report = PlanReport(plan, for: snapshot)
        if preferences.isDryRun { try write(report) }
        try accept(plan.hazards(for: current, wanting: current.applying(plan), .named), accepted)
        guard !preferences.isDryRun else { return }
        let outcome = try table.carryOut(plan, from: current, isInterrupted: { watch.isInterrupted() })
        _ = watch.isInterrupted()
        try finish(outcome)
        _ = consume lock
        try tell([report])
        _ = consume watch
    }

    /// Does of what a document says what can be done, and says what could not; a signal ends it, and what was done stays.
    ///
    /// Where something of the document cannot be read, or the plan looks like a mistake, nothing is deleted.
    func restoreAtBoot(
        _ document: TableDocument,
        accepting accepted: Set<PlanHazard.Kind>
    ) throws {
        let wanted = document.configuration
        let lock = try lock(for: .planning)
        let table = try table(for: .planning)
        var watch = SignalWatch()
        var rest = BootRest()
        var scope = Plan.Scope.whole
        if document.hasErrors {
            (scope, rest.findings) = (document.hidesSettings ? .missing : .merged, document.diagnostics)
        } else {
            try require(document.diagnostics)
        }
        var difference = try difference(on: table, to: wanted, scope)
        if scope == .whole { rest.hazards = difference.hazards.filter { !accepted.contains($0.kind) } }
        if !rest.hazards.isEmpty {
            scope = .merged
            difference = try self.difference(on: table, to: wanted, scope)
        }
        let report = PlanReport(difference)
        if preferences.isDryRun { try write(report) }
        if preferences.isDryRun, rest.isEmpty { return }
        if preferences.isDryRun { throw Failure.partly(rest) }
        let outcome = try table.carryOutPart(
            of: difference.plan,
            from: difference.configuration,
            basis: scope == .whole ? .everything : .part,
            isInterrupted: { watch.isInterrupted() }
        )
        (rest.refused, rest.isInterrupted) = (outcome.refused, outcome.isInterrupted)
        rest.remaining = try self.difference(on: table, to: wanted, scope).plan
        _ = consume lock
        guard rest.isEmpty else { throw Failure.partly(rest) }
        // A signal that comes too late changes nothing any more.
        _ = watch.isInterrupted()
        try tell([report])
        _ = consume watch
    }

    /// Finds what would be done.
    func difference(
        on table: any IPVSTable,
        to wanted: TableConfiguration,
        _ scope: Plan.Scope
    ) throws -> TableDifference {
        try table.difference(to: wanted, scope: scope)
    }

    /// Stops when a plan looks like a mistake that the user has not accepted.
    private func accept(_ hazards: [PlanHazard], _ accepted: Set<PlanHazard.Kind>) throws {
        let unaccepted = hazards.filter { !accepted.contains($0.kind) }
        guard unaccepted.isEmpty else { throw Failure.hazard(unaccepted) }
    }

    private func finish(_ outcome: PlanOutcome) throws {
        switch outcome {
        case .done: return
        case .undone(.hazardous(let hazards), let changes) where changes.isEmpty:
            throw Failure.hazard(hazards)
        case .undone(let failure, let changes): throw Failure.undone(failure, by: changes)
        case .stuck(let failure, let remaining, _, let changes):
            throw Failure.notUndone(failure, remaining: remaining, undoneBy: changes)
        case .contested(let attempts, let remaining):
            throw Failure.contested(attempts: attempts, remaining: remaining)
        }
    }

    /// Says why there is nothing to do.
    private func tellOfNoChange(_ reason: String) throws {
        if preferences.isJSON { return try writeJSON([], isDryRun: preferences.isDryRun) }
        try say(reason)
    }

    /// Says what was done.
    private func tell(_ reports: [PlanReport]) throws {
        if preferences.isJSON { return try writeJSON(reports, isDryRun: false) }
        var summary = PlanSummary()
        for report in reports { summary.add(report.plan) }
        try say(summary.description)
    }

    private func writeJSON(_ reports: [PlanReport], isDryRun: Bool) throws {
        var writer = PlanReport.beginJSON(isDryRun: isDryRun)
        for report in reports {
            try report.write(to: &writer) { writer in
                try write(writer.bytes)
                writer.removeWritten()
            }
        }
        PlanReport.endJSON(&writer)
        try write(writer.bytes)
    }

    /// Writes what would make the table the wanted one, service by service as it is read; returns whether that is
    /// anything.
    func writeDifferences(to wanted: TableConfiguration, _ scope: Plan.Scope) throws -> Bool {
        let lock = try lock(for: .reading)
        let table = try table(for: .reading)
        let hasColor = session.terminal().hasColor(preferences.color)
        var text = TextPieces()
        var writer = JSONWriter(.indented)
        var isEmpty = true
        try table.forEachDifference(to: wanted, scope: scope) {
            (text, isEmpty) = (TextPieces(), true)
            writer = PlanReport.beginJSON(isDryRun: true)
        } body: { plan, current in
            isEmpty = false
            let report = PlanReport(plan, for: current)
            guard preferences.isJSON else { return text.append(report.text(hasColor: hasColor)) }
            report.write(to: &writer) { _ in }
            text.append(writer.bytes)
            writer.removeWritten()
        }
        _ = consume lock
        if preferences.isJSON {
            PlanReport.endJSON(&writer)
            text.append(writer.bytes)
        }
        do {
            for piece in text.pieces { try write(piece) }
        } catch let error as FileError where error.errno == .brokenPipe {
            // The exit status is the answer also when nobody reads on.
        }
        return !isEmpty
    }

    /// Writes what would be done.
    func write(_ report: PlanReport) throws {
        if preferences.isJSON { return try writeJSON([report], isDryRun: true) }
        let color = session.terminal().hasColor(preferences.color)
        try write(report.text(hasColor: color))
    }
}

extension VerbContext {
    /// Reads a saved plan.
    func readPlan(_ path: String) throws -> PlanDocument {
        let (name, bytes) = try readInput(path)
        let (document, diagnostics) = PlanDocument.read(bytes, file: name)
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw TableError.document(diagnostics)
        }
        return document
    }

    /// Writes what would be done to a file.
    func savePlan(
        to wanted: TableConfiguration,
        _ scope: Plan.Scope,
        accepting accepted: Set<PlanHazard.Kind>,
        in path: String
    ) throws {
        let lock = try lock(for: .reading)
        let difference = try difference(on: table(for: .reading), to: wanted, scope)
        _ = consume lock
        try accept(difference.hazards, accepted)
        let report = PlanReport(difference)
        guard !preferences.isDryRun else { return try write(report) }
        let bytes = PlanDocument(difference.plan, for: difference.configuration).write()
        if path == "-" { return try write(bytes) }
        if let remark = try AtomicFile.write(bytes, to: path) { note("\(remark)") }
        if preferences.isJSON { return try write(report) }
        try say(difference.plan.isEmpty ? "\(report.summary)" : "planned: \(report.summary)")
    }
}
