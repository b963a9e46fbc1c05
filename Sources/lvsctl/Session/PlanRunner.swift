import IPVSKit

/// Makes a table what documents say: only shows it in a dry run, stops at what looks like a mistake, or carries it out.
struct PlanRunner {
    private let tables: TableAccess
    private let isDryRun: Bool
    /// What may look like a mistake.
    private let accepted: Set<PlanHazard.Kind>
    /// Which servers stay at weight 0 whatever documents say; nil if none does.
    private let holds: HoldAccess?
    /// Where ways back are kept; nil if none is.
    private let waysBack: WayBackAccess?
    /// Within how many seconds what is done has to be confirmed; nil when it need not be.
    private let confirmWithin: UInt64?

    /// Creates a runner; with `ignoringHolds`, documents give held servers their weight.
    init(
        _ environment: Environment,
        accepting accepted: Set<PlanHazard.Kind>,
        ignoringHolds: Bool = false,
        keepingWayBack: Bool = true,
        confirmWithin: UInt64? = nil
    ) {
        waysBack = keepingWayBack ? environment.waysBack : nil
        self.confirmWithin = confirmWithin
        tables = environment.tables
        isDryRun = environment.preferences.isDryRun
        self.accepted = accepted
        holds = ignoringHolds ? nil : environment.holds
    }

    /// Makes sure that what has to be confirmed could be taken back.
    private func prepareWayBack() throws {
        if confirmWithin != nil { try waysBack?.prepare() }
    }

    /// Keeps the way back from what was done.
    private func keepWayBack(_ plan: Plan, _ table: TableConfiguration) throws {
        guard let waysBack, !plan.isEmpty else { return }
        let end = confirmWithin.map { waysBack.now() + $0 }
        if let reason = waysBack.keep(plan, on: table, confirmBy: end) { try sayCannotUndo(reason) }
    }

    /// Says that what was done cannot be undone; where it was to be undone automatically, that is an error.
    private func sayCannotUndo(_ reason: String) throws {
        guard let waysBack else { return }
        if confirmWithin != nil { throw UnconfirmableError(reason: reason) }
        waysBack.output.note("this cannot be undone: \(reason)")
    }

    /// What is wanted, with held servers at weight 0.
    private func held(_ wanted: TableConfiguration) throws -> HeldTable {
        try holds?.applied(to: wanted) ?? HeldTable(configuration: wanted)
    }

    /// Makes the table what is wanted, completely or not at all.
    func restore(_ wanted: TableConfiguration, _ scope: Plan.Scope) throws -> PlanResult {
        try tables.withTable(for: .planning) { table in
            let held = try held(wanted)
            guard !isDryRun else {
                let difference = try table.difference(to: held.configuration, scope: scope)
                return .wouldDo(PlanReport(difference), unless: failure(difference.hazards))
            }
            try prepareWayBack()
            var watch = SignalWatch()
            let report = try table.restore(
                to: held.configuration,
                scope: scope,
                accepting: accepted,
                isInterrupted: { watch.isInterrupted() }
            )
            // A signal that comes too late changes nothing any more.
            _ = watch.isInterrupted()
            try report.outcome.requireDone()
            holds?.note(held)
            if report.steps.count == 1, let step = report.steps.first {
                try keepWayBack(step.plan, step.table.configuration)
            } else if report.steps.count > 1 {
                try sayCannotUndo("other programs changed the table in the meantime")
            }
            return .done(report.steps.map { PlanReport($0.plan, for: $0.table) }, watch)
        }
    }

    /// Carries out what a saved plan says, if the table is still the one that it was made for.
    func carryOut(_ document: PlanDocument) throws -> PlanResult {
        try tables.withTable(for: .planning) { table in
            var document = document
            document.after = try held(document.after).configuration
            let plan = document.plan
            let snapshot = try table.snapshot(of: plan.footprint(in: document.before))
            let current = snapshot.configuration
            let wayBack = plan.wayBack(from: current, to: document.before)
            guard wayBack.isEmpty else {
                if document.isCarriedOut(in: current) { return .nothingToDo("already carried out") }
                throw OutdatedPlanError(wayBack: wayBack.changes)
            }
            return try carryOut(plan, from: snapshot, on: table)
        }
    }

    /// Carries out a plan on a table that is as a snapshot shows it, under the table's lock.
    ///
    /// `hazards` are those that the plan has besides those that are found in it. When it is going to be carried out,
    /// `before` is called, and when that fails, `undo`.
    func carryOut(
        _ plan: Plan,
        from snapshot: TableSnapshot,
        _ hazards: [PlanHazard] = [],
        on table: any IPVSTable,
        before: () throws -> Void = {},
        undo: () throws -> Void = {}
    ) throws -> PlanResult {
        var watch = SignalWatch()
        let current = snapshot.configuration
        let report = PlanReport(plan, for: snapshot)
        let found = plan.hazards(for: current, wanting: current.applying(plan), .named)
        let failure = failure(found + hazards)
        guard !isDryRun else { return .wouldDo(report, unless: failure) }
        if let failure { throw failure }
        try prepareWayBack()
        try before()
        do {
            let outcome = try table.carryOut(plan, from: current, isInterrupted: { watch.isInterrupted() })
            _ = watch.isInterrupted()
            try outcome.requireDone()
        } catch {
            try undo()
            throw error
        }
        try keepWayBack(plan, current)
        return .done([report], watch)
    }

    /// Finds what would make the table what is wanted, for carrying it out later.
    func plan(to wanted: TableConfiguration, _ scope: Plan.Scope) throws -> TableDifference {
        let difference = try tables.withTable(for: .reading) { table in
            try table.difference(to: try held(wanted).configuration, scope: scope)
        }
        if let failure = failure(difference.hazards) { throw failure }
        return difference
    }

    /// Why a plan is not carried out that looks like a mistake which the user has not accepted.
    private func failure(_ hazards: [PlanHazard]) -> HazardError? {
        let unaccepted = unaccepted(hazards)
        return unaccepted.isEmpty ? nil : HazardError(hazards: unaccepted)
    }

    private func unaccepted(_ hazards: [PlanHazard]) -> [PlanHazard] {
        hazards.filter { !accepted.contains($0.kind) }
    }
}

// MARK: At boot

extension PlanRunner {
    /// Does of what a document says what can be done; a signal ends it, and what was done stays.
    ///
    /// Where something of the document cannot be read, or the plan looks like a mistake, nothing is deleted. What could
    /// not be done is thrown.
    func restoreAtBoot(_ document: TableDocument) throws -> PlanResult {
        try tables.withTable(for: .planning) { table in
            var watch = SignalWatch()
            let (held, faults) =
                holds?.appliedAtBoot(to: document.configuration)
                ?? (HeldTable(configuration: document.configuration), [])
            var document = document
            document.configuration = held.configuration
            let (difference, scope, found) = try plan(document, on: table)
            let report = PlanReport(difference)
            var rest = found
            rest.unreadableHolds = faults
            guard !isDryRun else {
                return .wouldDo(report, unless: rest.isEmpty ? nil : rest)
            }
            let outcome = try table.carryOutPart(
                of: difference.plan,
                from: difference.configuration,
                basis: scope == .whole ? .everything : .part,
                isInterrupted: { watch.isInterrupted() }
            )
            (rest.refused, rest.isInterrupted) = (outcome.refused, outcome.isInterrupted)
            rest.remaining = try table.difference(to: document.configuration, scope: scope).plan
            guard rest.isEmpty else { throw rest }
            holds?.note(held)
            // A signal that comes too late changes nothing any more.
            _ = watch.isInterrupted()
            return .done([report], watch)
        }
    }

    /// Finds what can be done safely, and why it is not everything.
    private func plan(
        _ document: TableDocument,
        on table: any IPVSTable
    ) throws -> (TableDifference, Plan.Scope, BootError) {
        let wanted = document.configuration
        var rest = BootError()
        guard !document.hasErrors else {
            let scope: Plan.Scope = document.hidesSettings ? .missing : .merged
            rest.findings = document.diagnostics
            return (try table.difference(to: wanted, scope: scope), scope, rest)
        }
        let difference = try table.difference(to: wanted)
        rest.hazards = unaccepted(difference.hazards)
        guard !rest.hazards.isEmpty else { return (difference, .whole, rest) }
        return (try table.difference(to: wanted, scope: .merged), .merged, rest)
    }
}

extension PlanOutcome {
    /// Stops when the plan was not carried out.
    fileprivate func requireDone() throws {
        switch self {
        case .done: return
        case .undone(.hazardous(let hazards), let changes) where changes.isEmpty:
            throw HazardError(hazards: hazards)
        case .undone(let failure, let changes): throw UndoneError(failure: failure, undoing: changes)
        case .stuck(let failure, let remaining, _, let changes):
            throw NotUndoneError(failure: failure, remaining: remaining, undoing: changes)
        case .contested(let attempts, let remaining):
            throw ContestedError(attempts: attempts, remaining: remaining)
        }
    }
}
