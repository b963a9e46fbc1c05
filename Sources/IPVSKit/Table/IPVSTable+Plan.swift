/// How a plan ended.
public enum PlanOutcome: Sendable {
    /// Everything was carried out.
    case done
    /// Something was refused or interrupted, and what had been done was undone, by these changes.
    case undone(PlanFailure, by: [Change])
    /// Something was refused or interrupted, and this could not be undone: what would still have to be done for
    /// it, or nil if the table cannot even be read.
    case stuck(PlanFailure, remaining: Plan?, refused: [RefusedChange], undoneBy: [Change])
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
    /// Other programs changed what the plan is about, time and again.
    case contested(attempts: Int)
}

extension IPVSTable {
    /// Carries a plan out completely or not at all.
    ///
    /// Phases are sent one after the other, each in pieces of at most 128 changes, and the
    /// table is read back at the end. At the first refusal, at a broken connection, when `isInterrupted`
    /// returns true before or behind a piece, or when the kernel kept something else than it accepted, everything
    /// that the plan touches is put back to what it is in `before`. Servers that had been deleted by then come
    /// back as the youngest of their service.
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

    /// Carries out of a plan whatever can be, and does not undo it when something cannot.
    ///
    /// When something was refused nothing is deleted: what should have replaced it may be missing. When `isInterrupted`
    /// returns true before a piece of at most 128 changes, that and the rest are left.
    ///
    /// - Returns: what was refused.
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent.
    public func carryOutPart(
        of plan: Plan,
        isInterrupted: () -> Bool = { false }
    ) throws(TableError) -> [RefusedChange] {
        try ConfigurationCheck.verbatim.check(plan.changes)
        var refused: [RefusedChange] = []
        for piece in plan.pieces(of: MessageBatch.messageLimit) {
            if isInterrupted() { break }
            let mayBeNeeded = refused.contains { $0.change.phase < .startDaemons }
            if piece.first?.phase == .delete, mayBeNeeded { continue }
            refused += try apply(Array(piece), checking: .verbatim).map(\.1)
        }
        return refused.withoutConsequences
    }

    /// Makes the table the wanted one: reads it, finds a plan, carries it out, and begins again when another
    /// program was faster somewhere, a few times.
    ///
    /// `review` sees what is to be done before anything is sent; it returns false to stop.
    ///
    /// - Returns: the last plan, and how it ended; nil when `review` stopped it.
    public func reach(
        _ wanted: TableConfiguration,
        scope: Plan.Scope = .whole,
        isInterrupted: () -> Bool = { false },
        review: (TableDifference) -> Bool = { _ in true }
    ) throws(TableError) -> (Plan, PlanOutcome)? {
        let attempts = 5
        var last: (plan: Plan, undoneBy: [Change]) = (Plan([]), [])
        var lost: Plan?
        for attempt in 0..<attempts {
            Pause.before(attempt: attempt)
            let difference = try difference(to: wanted, scope: scope)
            guard review(difference) else { return nil }
            let outcome = try carryOut(
                difference.plan,
                from: difference.configuration,
                isInterrupted: isInterrupted
            )
            guard case .undone(let failure, let changes) = outcome, failure.isInterference(knowing: lost)
            else {
                return (difference.plan, outcome)
            }
            last = (difference.plan, changes)
            if case .notKept(let missing) = failure { lost = missing }
        }
        return (last.plan, .undone(.contested(attempts: attempts), by: last.undoneBy))
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
            if !plan.isEmpty, isInterrupted() { return .interrupted }
            if plan.isEmpty { return nil }
            let missing = try way(to: before.applying(plan), within: plan)
            return missing.isEmpty ? nil : .notKept(missing)
        } catch {
            return .broken(error)
        }
    }

    /// Reads what a plan touches, and finds what would make it what it is in another table.
    private func way(to other: TableConfiguration, within plan: Plan) throws(TableError) -> Plan {
        let footprint = plan.footprint(in: other)
        let now = try configuration(of: footprint)
        return Plan(from: now, to: now.taking(footprint, from: other))
    }

    private func undo(_ plan: Plan, to before: TableConfiguration, _ failure: PlanFailure) -> PlanOutcome {
        var refused: [RefusedChange] = []
        var done: [Change] = []
        // The second round is for what the first could not do in its order.
        for _ in 0..<2 {
            do throws(TableError) {
                let remaining = try way(to: before, within: plan)
                if remaining.isEmpty { return .undone(failure, by: done) }
                refused = try apply(remaining.changes, checking: .verbatim).map(\.1)
                done += remaining.without(refused).changes
            } catch {
                continue
            }
        }
        let remaining = try? way(to: before, within: plan)
        if let remaining, remaining.isEmpty { return .undone(failure, by: done) }
        return .stuck(failure, remaining: remaining, refused: refused, undoneBy: done)
    }
}

extension PlanFailure {
    /// What the kernel refused; empty when the failure was another one.
    var refused: [RefusedChange] {
        if case .refused(let changes) = self { changes } else { [] }
    }

    /// Whether another program must have changed the table meanwhile; `lost` is what the kernel did not keep the
    /// last time.
    ///
    /// What is lost twice in the same way is not another program's doing but the kernel's.
    func isInterference(knowing lost: Plan?) -> Bool {
        switch self {
        case .refused(let refused): refused.allSatisfy(\.isInterference)
        case .notKept(let missing): missing != lost
        case .broken, .interrupted, .contested: false
        }
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
        return left.isEmpty ? self : Plan(ordered: changes.filter { !left.contains($0) })
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
