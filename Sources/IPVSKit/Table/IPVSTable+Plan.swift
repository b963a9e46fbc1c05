extension IPVSTable {
    /// Carries a plan out completely or not at all.
    ///
    /// Phases are sent in turn, each in pieces of at most ``pieceLimit`` changes that keep a new service
    /// and its servers together, and the table is read back at the end. At the first refusal, at a broken connection,
    /// when `isInterrupted` returns true before or after a piece, or when the kernel kept something else than it
    /// accepted, everything that was touched by then is put back to what it is in `before`. Servers that had been
    /// deleted by then come back as the youngest of their service.
    ///
    /// `before` is the table as it was when the plan was made.
    ///
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent, ``TableError/file(path:operation:_:)`` when a
    ///   table's file cannot be written, and then nothing has changed.
    public func carryOut(
        _ plan: Plan,
        from before: TableConfiguration,
        checking: ConfigurationCheck = .verbatim,
        isInterrupted: () -> Bool = { false }
    ) throws(TableError) -> PlanOutcome {
        try checking.check(plan.changes)
        return try asOneStep { () throws(TableError) in
            let sending = send(plan, isInterrupted) { () throws(TableError) in
                try way(to: before.applying(plan), within: plan)
            }
            guard var failure = sending.failure else { return .done }
            if case .notKept(let missing) = failure, keeps(missing) { failure = .contested(attempts: 1) }
            return undo(sending.sent, to: before, failure)
        }
    }

    /// Carries out of a plan whatever can be, and does not undo it when something cannot.
    ///
    /// When something was refused nothing is deleted, and no service loses its last usable server to an edit: what
    /// should have replaced it may be missing. `basis` says whether that is so from the beginning. When `isInterrupted`
    /// returns true before a piece of at most ``pieceLimit`` changes, that and the rest are left. `before` is the table
    /// as it was when the plan was made.
    ///
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent.
    package func carryOutPart(
        of plan: Plan,
        from before: TableConfiguration,
        basis: PlanBasis = .everything,
        isInterrupted: () -> Bool = { false }
    ) throws(TableError) -> PartialOutcome {
        try ConfigurationCheck.verbatim.check(plan.changes)
        var outcome = PartialOutcome()
        var state = before
        try asOneStep { () throws(TableError) in
            for piece in plan.pieces(of: pieceLimit) {
                outcome.isInterrupted = isInterrupted()
                if outcome.isInterrupted { break }
                let mayBeNeeded =
                    basis == .part || outcome.refused.contains { $0.change.phase < .startDaemons }
                if piece.first?.phase == .delete, mayBeNeeded { continue }
                let due = mayBeNeeded ? state.sparing(piece) : Array(piece)
                let now = try apply(due, checking: .checked).map(\.1)
                outcome.refused += now
                state = state.applying(Plan(ordered: due).without(now))
            }
        }
        outcome.refused = outcome.refused.withoutConsequences
        return outcome
    }

    /// Sends a plan piece by piece, and then asks what is missing; there is no failure when nothing is.
    ///
    /// `sent` is what may have been carried out of the plan, `done` what the kernel said so of.
    func send(
        _ plan: Plan,
        _ isInterrupted: () -> Bool,
        missing: () throws(TableError) -> Plan
    ) -> (failure: PlanFailure?, sent: Plan, done: Plan) {
        var (sent, done) = (0, 0)
        do throws(TableError) {
            for piece in plan.pieces(of: pieceLimit) {
                if isInterrupted() { return (.interrupted, plan.first(sent), plan.first(done)) }
                sent = piece.endIndex
                let refused = try apply(Array(piece), checking: .checked).map(\.1)
                done = sent
                if !refused.isEmpty {
                    let taken = plan.first(done).without(refused)
                    return (.refused(refused.withoutConsequences), taken, taken)
                }
            }
            if plan.isEmpty { return (nil, plan, plan) }
            if isInterrupted() { return (.interrupted, plan, plan) }
            let missing = try missing()
            return (missing.isEmpty ? nil : .notKept(missing), plan, plan)
        } catch {
            return (.broken(error), plan.first(sent), plan.first(done))
        }
    }

    /// Sends a plan piece by piece, and continues when something is refused; returns that.
    private func apply(_ plan: Plan) throws(TableError) -> [RefusedChange] {
        var refused: [RefusedChange] = []
        for piece in plan.pieces(of: pieceLimit) {
            refused += try apply(Array(piece), checking: .verbatim).map(\.1)
        }
        return refused
    }

    /// Reads what a plan touches, and finds what would make it what it is in another table.
    private func way(to other: TableConfiguration, within plan: Plan) throws(TableError) -> Plan {
        let footprint = plan.footprint(in: other)
        let now = try snapshot(of: footprint).configuration
        return Plan(from: now, to: now.taking(footprint, from: other))
    }

    /// Puts what a plan touches back to what it was.
    ///
    /// What differs although the kernel took all that would put it back is another program's doing.
    func undo(_ plan: Plan, to before: TableConfiguration, _ failure: PlanFailure) -> PlanOutcome {
        var refused: [RefusedChange] = []
        var done: [Change] = []
        var isTaken = false
        // The second round is for what the first could not do in its order.
        for _ in 0..<2 {
            isTaken = false
            do throws(TableError) {
                let remaining = try way(to: before, within: plan)
                if remaining.isEmpty { return .undone(failure, by: done) }
                refused = try apply(remaining)
                isTaken = refused.isEmpty
                done += remaining.without(refused).changes
            } catch {
                continue
            }
        }
        if isTaken { return .undone(failure, by: done) }
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
    /// The first changes of the plan.
    fileprivate func first(_ count: Int) -> Plan {
        count == changes.count ? self : Plan(ordered: Array(changes.prefix(count)))
    }

    /// The plan without changes that were refused: what they are about was not touched.
    func without(_ refused: [RefusedChange]) -> Plan {
        let left = Set(refused.map(\.change))
        return left.isEmpty ? self : Plan(ordered: changes.filter { !left.contains($0) })
    }

    /// The changes in pieces of at most so many, none of which spans two phases; edits to a weight of 0 are apart.
    ///
    /// A new service is in one piece with its servers. Where they are more than a piece holds, it begins one.
    func pieces(of limit: Int?) -> [ArraySlice<Change>] {
        let limit = limit ?? .max
        var pieces: [ArraySlice<Change>] = []
        var start = 0
        func end(at index: Int) {
            if start < index { pieces.append(changes[start..<index]) }
            start = index
        }
        var index = 0
        while index < changes.count {
            let next = endOfGroup(at: index)
            let (first, change) = (changes[start], changes[index])
            let isOther = change.phase != first.phase || change.drains != first.drains
            if isOther || next - start > limit { end(at: index) }
            while next - start > limit { end(at: start + limit) }
            index = next
        }
        end(at: changes.count)
        return pieces
    }

    /// Where the changes end that should be sent in one piece with one of them: a new service's servers belong to it.
    private func endOfGroup(at start: Int) -> Int {
        var end = start + 1
        guard case .addService(let service) = changes[start] else { return end }
        while end < changes.count, case .addServer(_, service.identity) = changes[end] { end += 1 }
        return end
    }
}

extension Change {
    /// Whether the change edits a server so that it gets no new connections.
    var drains: Bool { if case .editServer(let server, _) = self { server.weight == 0 } else { false } }
}

extension TableConfiguration {
    /// The changes without those that edit the last usable server of a service away.
    fileprivate func sparing(_ changes: ArraySlice<Change>) -> [Change] {
        var touched: [ServiceIdentity: ServiceConfiguration] = [:]
        return changes.filter { change in
            guard case .editServer(let server, let identity) = change, change.drains,
                var service = touched[identity] ?? services[identity]
            else { return true }
            let wasUsable = service.hasUsableServer
            service.servers[server.endpoint] = server
            if wasUsable, !service.hasUsableServer { return false }
            touched[identity] = service
            return true
        }
    }
}

extension [RefusedChange] {
    /// The refusals without those that only follow from a service's own: its servers have nowhere to go.
    package var withoutConsequences: [RefusedChange] {
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
