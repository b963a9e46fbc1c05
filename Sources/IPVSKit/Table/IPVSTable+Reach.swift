// How a table becomes the wanted one although other programs change it, too.

extension IPVSTable {
    /// Makes the table the wanted one, and begins again when another program was faster somewhere, a few times.
    ///
    /// The table is read, a plan is found and carried out, and the whole table is compared with what is wanted again.
    ///
    /// `review` sees what is to be done before anything is sent; it returns false to stop. `done` is told behind each
    /// attempt what the kernel took, and of which table. What was done stays when
    /// other programs do not come to rest; every other failure undoes all of it, as with
    /// ``carryOut(_:from:checking:isInterrupted:)``.
    ///
    /// - Returns: how it ended; nil when `review` stopped the first attempt.
    public func reach(
        _ wanted: TableConfiguration,
        scope: Plan.Scope = .whole,
        isInterrupted: () -> Bool = { false },
        review: (TableDifference) -> Bool = { _ in true },
        done: (Plan, TableSnapshot) -> Void = { _, _ in }
    ) throws(TableError) -> PlanOutcome? {
        let attempts = 5
        var journey = Journey()
        var lost: Plan?
        for attempt in 0..<attempts {
            Pause.before(attempt: attempt)
            let difference: TableDifference
            do throws(TableError) {
                difference = try self.difference(to: wanted, scope: scope)
                if journey.isEmpty { try ConfigurationCheck.verbatim.check(difference.plan.changes) }
            } catch {
                if journey.isEmpty { throw error }
                if isInterference(.broken(error), knowing: lost) { continue }
                return undo(journey, .broken(error))
            }
            guard review(difference) else {
                return journey.isEmpty ? nil : undo(journey, .contested(attempts: attempt))
            }
            var found: TableDifference?
            let sending = send(difference.plan, isInterrupted) { () throws(TableError) in
                let left = try self.difference(to: wanted, scope: scope)
                if !left.plan.isEmpty { found = left }
                return left.plan
            }
            done(sending.done, difference.current)
            guard let failure = sending.failure else { return .done }
            journey.add(sending.sent, on: difference.configuration)
            guard isInterference(failure, knowing: lost) else { return undo(journey, failure) }
            guard case .notKept(let missing) = failure else { continue }
            // What was missing twice has been made and looked at alone.
            if missing == lost, let found { done(missing, found.current) }
            lost = missing
        }
        let remaining = try? difference(to: wanted, scope: scope).plan
        if let remaining, remaining.isEmpty { return .done }
        return .contested(attempts: attempts, remaining: remaining)
    }

    private func undo(_ journey: Journey, _ failure: PlanFailure) -> PlanOutcome {
        undo(journey.plan, to: journey.start, failure)
    }

    /// Whether another program must have changed the table meanwhile; `lost` is what was missing the last time.
    ///
    /// What is missing twice in the same way may be the kernel's doing.
    private func isInterference(_ failure: PlanFailure, knowing lost: Plan?) -> Bool {
        switch failure {
        case .refused(let refused): refused.allSatisfy(\.isInterference)
        case .notKept(let missing): missing != lost || keeps(missing)
        case .broken(.changing): true
        case .broken, .interrupted, .contested: false
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
            return try found(server.endpoint, of: identity) == server
        case .deleteServer(let endpoint, let identity): return try found(endpoint, of: identity) == nil
        case .setTimeouts(let wanted): return try timeouts().differences(to: wanted).isEmpty
        case .startDaemon(let daemon): return try daemons().contains { $0.satisfies(daemon) }
        case .stopDaemon(let role): return try !daemons().contains { $0.role == role }
        case .zero, .clear: return true
        }
    }

    private func found(_ endpoint: Endpoint, of identity: ServiceIdentity) throws(TableError) -> RealServer? {
        let servers = try service(identity)?.servers ?? []
        return servers.first { $0.configuration.endpoint == endpoint }?.configuration
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

    /// `before` is what differed from the wanted table when the plan was made.
    mutating func add(_ sent: Plan, on before: TableConfiguration) {
        start = before.taking(plan.footprint(in: start), from: start)
        plan = Plan(ordered: plan.changes + sent.changes)
        isEmpty = false
    }
}
