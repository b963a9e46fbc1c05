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
        return undo(plan, to: before, failure)
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

extension Plan {
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
