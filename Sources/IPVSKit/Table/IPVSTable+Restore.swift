// How a table becomes the wanted one although other programs change it, too.

extension IPVSTable {
    /// Makes the table the wanted one, completely or not at all.
    ///
    /// The table is read, as much of it as `scope` is about, a plan is found and carried out, and the same is read and
    /// compared again. When another program was faster somewhere everything starts over, at most five times. What was
    /// done stays when other programs do not come to rest; every other failure undoes all of it, as with
    /// ``carryOut(_:from:checking:isInterrupted:)``. A plan that looks like a mistake ends it, with
    /// ``PlanFailure/hazardous(_:)``, unless its kind is `accepted`.
    ///
    /// `isInterrupted` is asked before and after each piece of at most ``pieceLimit`` changes.
    ///
    /// - Throws: what reading the table throws, and ``TableError/faulty(_:_:)``, before anything is sent;
    ///   ``TableError/file(path:operation:_:)`` when a table's file cannot be written, and then nothing has changed.
    public func restore(
        to wanted: TableConfiguration,
        scope: Plan.Scope = .whole,
        accepting accepted: Set<PlanHazard.Kind> = PlanHazard.Kind.all,
        isInterrupted: () -> Bool = { false }
    ) throws(TableError) -> RestoreReport {
        try asOneStep { () throws(TableError) in try attempt(wanted, scope, accepted, isInterrupted) }
    }

    /// Restores as often as other programs make it necessary.
    private func attempt(
        _ wanted: TableConfiguration,
        _ scope: Plan.Scope,
        _ accepted: Set<PlanHazard.Kind>,
        _ isInterrupted: () -> Bool
    ) throws(TableError) -> RestoreReport {
        var journey = Journey()
        var lost: Plan?
        for attempt in 0..<Journey.attemptLimit {
            Pause.before(attempt: attempt)
            let difference: TableDifference
            do throws(TableError) {
                difference = try self.difference(to: wanted, scope: scope)
                try ConfigurationCheck.verbatim.check(difference.plan.changes)
            } catch {
                if journey.isEmpty { throw error }
                if isInterference(.broken(error), knowing: lost) { continue }
                return undo(journey, .broken(error))
            }
            journey.attempts += 1
            let hazards = difference.hazards.filter { !accepted.contains($0.kind) }
            guard hazards.isEmpty else { return undo(journey, .hazardous(hazards)) }
            var found: TableDifference?
            let sending = send(difference.plan, isInterrupted) { () throws(TableError) in
                let left = try self.difference(to: wanted, scope: scope)
                if !left.plan.isEmpty { found = left }
                return left.plan
            }
            journey.note(sending.done, of: difference)
            guard let failure = sending.failure else { return journey.report(.done) }
            journey.add(sending.sent, on: difference.configuration)
            guard isInterference(failure, knowing: lost) else { return undo(journey, failure) }
            guard case .notKept(let missing) = failure else { continue }
            // What was missing twice has been made and looked at alone.
            if missing == lost, let found { journey.note(missing, of: found) }
            lost = missing
        }
        let remaining = try? difference(to: wanted, scope: scope).plan
        if let remaining, remaining.isEmpty { return journey.report(.done) }
        return journey.report(.contested(attempts: Journey.attemptLimit, remaining: remaining))
    }

    private func undo(_ journey: Journey, _ failure: PlanFailure) -> RestoreReport {
        journey.report(
            journey.isEmpty ? .undone(failure, by: []) : undo(journey.plan, to: journey.start, failure)
        )
    }

    /// Whether another program must have changed the table in the meantime; `lost` is what was missing the last time.
    ///
    /// What is missing twice in the same way may be the kernel's doing.
    private func isInterference(_ failure: PlanFailure, knowing lost: Plan?) -> Bool {
        switch failure {
        case .refused(let refused): refused.allSatisfy(\.isInterference)
        case .notKept(let missing): missing != lost || keeps(missing)
        case .broken(.changing): true
        case .broken, .interrupted, .contested, .hazardous: false
        }
    }

    /// Whether the kernel keeps all of these changes when each is made and looked at alone, so that there is no
    /// time for another program to undo it.
    func keeps(_ plan: Plan) -> Bool {
        plan.changes.allSatisfy { change in (0..<3).contains { _ in keeps(change) } }
    }

    private func keeps(_ change: Change) -> Bool {
        do throws(TableError) {
            // What is refused is not dropped silently.
            guard try apply([change], checking: .verbatim).isEmpty else {
                // But for a daemon that runs already, otherwise than it was started.
                if case .startDaemon = change { return false }
                return true
            }
            return try isInForce(change)
        } catch {
            return false
        }
    }

    private func isInForce(_ change: Change) throws(TableError) -> Bool {
        switch change {
        case .addService(let service), .editService(let service):
            return try settings(of: service.identity) == service
        case .deleteService(let identity): return try settings(of: identity) == nil
        case .addServer(let server, let identity), .editServer(let server, let identity):
            return try serverIfThere(server.endpoint, of: identity) == server
        case .deleteServer(let endpoint, let identity):
            return try serverIfThere(endpoint, of: identity) == nil
        case .setTimeouts(let wanted): return try timeouts().differences(to: wanted).isEmpty
        case .startDaemon(let daemon): return try daemons().contains { $0.satisfies(daemon) }
        case .stopDaemon(let role): return try !daemons().contains { $0.role == role }
        case .zero, .clear: return true
        }
    }
}

/// What was sent, plan after plan, and what it touches as it was before.
private struct Journey {
    /// All changes but for those that were refused.
    private(set) var plan = Plan([])
    /// What they touch, as it was before the first that touches it.
    private(set) var start = TableConfiguration()

    /// Whether nothing was sent.
    private(set) var isEmpty = true
    /// How often a plan was made.
    var attempts = 0
    /// What the kernel took.
    private var steps: [RestoreReport.Step] = []

    /// How often a plan is made at most.
    static let attemptLimit = 5

    /// Notes what the kernel took of a plan.
    mutating func note(_ plan: Plan, of difference: TableDifference) {
        steps.append(RestoreReport.Step(plan: plan, table: difference.current))
    }

    /// How it ended.
    func report(_ outcome: PlanOutcome) -> RestoreReport {
        RestoreReport(outcome: outcome, attempts: attempts, steps: steps)
    }

    /// `before` is what differed from the wanted table when the plan was made.
    mutating func add(_ sent: Plan, on before: TableConfiguration) {
        start = before.taking(plan.footprint(in: start), from: start)
        plan = Plan(ordered: plan.changes + sent.changes)
        isEmpty = false
    }
}
