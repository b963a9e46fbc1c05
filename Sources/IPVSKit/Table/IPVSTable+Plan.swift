/// How a plan ended.
public enum PlanOutcome: Sendable {
    /// Everything was carried out.
    case done
    /// Something was refused or interrupted, and what had been done was undone.
    case undone(PlanFailure, count: Int)
    /// Something was refused or interrupted, and this could not be undone.
    case stuck(PlanFailure, remaining: Plan, refused: [RefusedChange])
}

/// Why a plan was not carried out.
public enum PlanFailure: Sendable {
    /// The kernel refused changes.
    case refused([RefusedChange])
    /// The conversation with the kernel broke.
    case broken(TableError)
    /// The caller asked to stop.
    case interrupted
    /// The kernel accepted everything but holds something else: the changes that would be left to do.
    case notKept(Plan)
}

extension IPVSTable {
    /// Carries a plan out completely or not at all.
    ///
    /// Phases are sent one after the other, each in pieces of at most 128 changes, and the
    /// table is read back at the end. At the first refusal, at a broken connection, when `isInterrupted`
    /// returns true between two pieces, or when the kernel kept something else than it accepted, everything
    /// that the plan touches is put back to what it is in `before`.
    ///
    /// `before` is the table as it was when the plan was made.
    ///
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent.
    public func carryOut(
        _ plan: Plan,
        from before: TableConfiguration,
        checking: ConfigurationCheck = .verbatim,
        isInterrupted: () -> Bool = { false }
    ) throws(TableError) -> PlanOutcome {
        try checking.check(plan.changes)
        guard let failure = send(plan, from: before, isInterrupted) else { return .done }
        return undo(plan.without(failure.refused), to: before, failure)
    }

    /// Makes the table the wanted one: reads it, finds a plan, carries it out, and begins again when another
    /// program was faster somewhere.
    ///
    /// `review` sees each plan, and the table that it is for, before anything is sent; it returns false to stop.
    ///
    /// - Returns: the last plan, and how it ended; nil when `review` stopped it.
    /// - Throws: ``TableError/changing(attempts:)`` when other programs keep interfering.
    public func reach(
        _ wanted: TableConfiguration,
        scope: Plan.Scope = .whole,
        isInterrupted: () -> Bool = { false },
        review: (Plan, TableSnapshot) -> Bool = { _, _ in true }
    ) throws(TableError) -> (Plan, PlanOutcome)? {
        let attempts = 3
        for _ in 0..<attempts {
            let snapshot = try snapshot()
            let current = snapshot.configuration
            let plan = Plan(from: current, to: wanted, scope: scope)
            guard review(plan, snapshot) else { return nil }
            let outcome = try carryOut(plan, from: current, isInterrupted: isInterrupted)
            if case .undone(let failure, _) = outcome, failure.isInterference { continue }
            return (plan, outcome)
        }
        throw .changing(attempts: attempts)
    }

    private func send(
        _ plan: Plan,
        from before: TableConfiguration,
        _ isInterrupted: () -> Bool
    ) -> PlanFailure? {
        do throws(TableError) {
            for piece in plan.pieces(of: MessageBatch.messageLimit) {
                if isInterrupted() { return .interrupted }
                let refused = try apply(Array(piece), checking: .verbatim)
                if !refused.isEmpty { return .refused(refused.map(\.1).withoutConsequences) }
            }
            let missing = try remainder(of: plan, wanting: before.applying(plan))
            return missing.isEmpty ? nil : .notKept(missing)
        } catch {
            return .broken(error)
        }
    }

    /// What is still to do, where the plan touches the table, until the table is the wanted one.
    private func remainder(of plan: Plan, wanting wanted: TableConfiguration) throws(TableError) -> Plan {
        guard !plan.isEmpty else { return plan }
        let now = try snapshot().configuration
        return Plan(from: now, to: now.taking(plan.footprint(in: wanted), from: wanted))
    }

    private func undo(_ plan: Plan, to before: TableConfiguration, _ failure: PlanFailure) -> PlanOutcome {
        var refused: [RefusedChange] = []
        var remaining = plan
        var count = 0
        // The second round is for what the first could not do in its order.
        for _ in 0..<2 {
            do throws(TableError) {
                let now = try snapshot().configuration
                remaining = Plan(from: now, to: now.taking(plan.footprint(in: before), from: before))
                if remaining.isEmpty { return .undone(failure, count: count) }
                refused = try apply(remaining.changes, checking: .verbatim).map(\.1)
                count += remaining.changes.count - refused.count
            } catch {
                continue
            }
        }
        if let now = try? snapshot().configuration {
            remaining = Plan(from: now, to: now.taking(plan.footprint(in: before), from: before))
            if remaining.isEmpty { return .undone(failure, count: count) }
        }
        return .stuck(failure, remaining: remaining, refused: refused)
    }
}

extension PlanFailure {
    /// What the kernel refused; empty when the failure was another one.
    var refused: [RefusedChange] {
        if case .refused(let changes) = self { changes } else { [] }
    }

    /// Whether the kernel refused only because another program had changed the table meanwhile.
    public var isInterference: Bool {
        !refused.isEmpty && refused.allSatisfy(\.isInterference)
    }
}

extension RefusedChange {
    /// Whether the error says that the table is not what the plan was made for.
    var isInterference: Bool {
        switch (errno, change) {
        case (.exists, .addService), (.exists, .addServer): true
        case (.noSuchService, .startDaemon), (.noSuchService, .stopDaemon): false
        case (.noSuchService, _): true
        case (.noSuchEntry, .editServer), (.noSuchEntry, .deleteServer): true
        default: false
        }
    }
}

extension Plan {
    /// The plan without changes that were refused: what they are about was not touched.
    func without(_ refused: [RefusedChange]) -> Plan {
        let left = Set(refused.map(\.change))
        return left.isEmpty ? self : Plan(changes.filter { !left.contains($0) })
    }

    /// The changes in pieces of at most so many, none of which spans two phases.
    func pieces(of limit: Int) -> [ArraySlice<Change>] {
        var pieces: [ArraySlice<Change>] = []
        var start = 0
        for index in changes.indices {
            let isFull = index - start == limit
            guard isFull || changes[index].phase != changes[start].phase else { continue }
            pieces.append(changes[start..<index])
            start = index
        }
        if start < changes.count { pieces.append(changes[start...]) }
        return pieces
    }
}

extension [RefusedChange] {
    /// The refusals without those that only follow from a service's own: its servers have nowhere to go.
    public var withoutConsequences: [RefusedChange] {
        let services = Set(
            compactMap { refusal -> ServiceIdentity? in
                guard case .addService(let service) = refusal.change else { return nil }
                return service.identity
            }
        )
        return filter { refusal in
            guard refusal.errno == .noSuchService, case .addServer(_, let identity) = refusal.change else {
                return true
            }
            return !services.contains(identity)
        }
    }
}
