import IPVSKit

/// `lvsctl drain`.
struct Drain: Verb {
    static let description = VerbDescription(
        "drain",
        "Give real servers no new clients, and wait until their connections have ended.",
        synopsis: HeldSelection.synopsis,
        details: """
            The weight becomes 0, and the server is held: restore and apply keep it at weight 0 until lvsctl enable, \
            also after a reboot. What is waited for is TCP connections in any state but TIME_WAIT and CLOSE, and \
            entries of UDP and SCTP. A signal ends the waiting; the servers stay drained. Exit status 1: time ran \
            out, or a signal came.
            """,
        examples: [
            "drain -t 192.0.2.1:80 -r 10.0.0.11 --reason 'new kernel'",
            "drain --server 10.0.0.11 --timeout 10m",
            "drain --server 10.0.0.0/28 --no-wait",
        ]
    )

    let selection = HeldSelection()
    let reasons = ReasonOptions()
    let waiting = DrainOptions()
    let allowNoServers = FlagOption(.allowNoServers, "Allow a service to lose its last usable server.")
    let force = FlagOption(.force, "Drain although the scheduler then refuses the server's clients.")
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Which servers", selection), OptionSection("Why", reasons),
            OptionSection("Waiting", waiting), OptionSection("Safety", [allowNoServers, force]),
        ]
    }

    /// What is asked for.
    struct Request {
        let choice: HeldChoice
        let reason: String
        /// In how many seconds the hold ends by itself; nil for never.
        let duration: UInt64?
        let waiting: DrainWaiting?
        let accepted: Set<PlanHazard.Kind>
    }

    func request(_ names: any NameLookup) throws -> Request {
        var accepted: Set<PlanHazard.Kind> = []
        if allowNoServers.isGiven { accepted.insert(.noUsableServer) }
        if force.isGiven { accepted.insert(.refusedClients) }
        return Request(
            choice: try selection.choice(names),
            reason: try reasons.text(),
            duration: try reasons.duration.duration(),
            waiting: try waiting.waiting(),
            accepted: accepted
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        try environment.requireKernel("a file has no connections")
        let (subjects, services) = try begin(request, environment)
        if request.duration != nil, !environment.preferences.isDryRun {
            environment.holds.startKeeper()
        }
        guard let waiting = request.waiting, !environment.preferences.isDryRun, !subjects.isEmpty else {
            return
        }
        let wait = DrainWait(subjects, services, waiting, environment)
        try wait.sayWhatStays()
        let end = try wait.run()
        let result = try finish(end, subjects, waiting, environment)
        try wait.tell(end, result)
        if end != .done { throw Answer.no }
    }

    /// Sets the weights to 0 and holds the servers; returns them, and all services of the table.
    private static func begin(
        _ request: Request,
        _ environment: Environment
    ) throws -> ([Hold.Subject], [ServiceIdentity]) {
        let plans = PlanRunner(environment, accepting: request.accepted, keepingWayBack: false)
        return try environment.tables.withTable(for: .changing) { table in
            let snapshot = try request.choice.snapshot(of: table)
            let current = snapshot.configuration
            let subjects = try request.choice.subjects(in: current)
            guard !subjects.isEmpty else { throw UsageError(.server, "no real server matches") }
            let plan = Plan(current.weightChanges(of: subjects) { _ in 0 })
            let holds = try environment.holds.all()
            let now = environment.holds.now()
            let reason = Hold.Reason(
                request.reason,
                by: environment.holds.user(),
                since: now,
                until: request.duration.map { now + $0 }
            )
            var held = holds
            for subject in subjects { held.add(reason, to: subject, weight: current.weight(of: subject)) }
            let hazards = current.hazards(ofDraining: subjects)
            let result = try plans.carryOut(
                plan,
                from: snapshot,
                hazards,
                on: table,
                before: { try environment.holds.save(held) },
                undo: { try environment.holds.save(holds) }
            )
            let preferences = environment.preferences
            if preferences.isDryRun || request.waiting == nil && preferences.isJSON {
                try environment.output.tell(result)
            } else {
                try say(subjects, held, to: environment.output)
            }
            // Services of any address may have taken the connections.
            return (subjects, try table.snapshot(reading: .withoutCounters).services.map(\.identity))
        }
    }

    private static func say(_ subjects: [Hold.Subject], _ held: HoldList, to output: Output) throws {
        for subject in subjects {
            try output.say("draining \(subject.inWords) (weight was \(held[subject]?.weight ?? 0))")
        }
    }

    /// Does with the servers what is to be done at the end of the waiting.
    private static func finish(
        _ end: DrainWait.End,
        _ subjects: [Hold.Subject],
        _ waiting: DrainWaiting,
        _ environment: Environment
    ) throws -> DrainEnd {
        let what: DrainEnd =
            switch end {
            case .done: waiting.deletes ? .delete : .keep
            case .timeout: waiting.onTimeout
            case .interrupted: waiting.onInterrupt
            }
        switch what {
        case .keep: break
        case .restore: try Enable.giveBack(subjects, environment)
        case .delete: try delete(subjects, environment)
        }
        return what
    }

    private static func delete(_ subjects: [Hold.Subject], _ environment: Environment) throws {
        let plans = PlanRunner(environment, accepting: PlanHazard.Kind.all, keepingWayBack: false)
        try environment.tables.withTable(for: .changing) { table in
            let snapshot = try table.snapshot(reading: .withoutCounters)
            let current = snapshot.configuration
            let there = subjects.filter { current.services[$0.service]?.servers[$0.server] != nil }
            let plan = Plan(there.map { Change.deleteServer($0.server, from: $0.service) })
            _ = try plans.carryOut(plan, from: snapshot, [], on: table)
        }
    }
}

extension TableConfiguration {
    /// The weight of a server; 0 for one that is not there.
    func weight(of subject: Hold.Subject) -> UInt32 {
        services[subject.service]?.servers[subject.server]?.weight ?? 0
    }

    /// The changes that give servers other weights.
    func weightChanges(of subjects: [Hold.Subject], _ weight: (Hold.Subject) -> UInt32) -> [Change] {
        subjects.compactMap { subject in
            guard var server = services[subject.service]?.servers[subject.server] else { return nil }
            let new = weight(subject)
            guard server.weight != new else { return nil }
            server.weight = new
            return .editServer(server, of: subject.service)
        }
    }

    /// The services whose scheduler sends the clients of a drained server nowhere else.
    fileprivate func hazards(ofDraining subjects: [Hold.Subject]) -> [PlanHazard] {
        var seen: Set<ServiceIdentity> = []
        return subjects.compactMap { subject in
            guard weight(of: subject) > 0, seen.insert(subject.service).inserted,
                let service = services[subject.service]?.service, service.refusesClientsOfDrainedServers
            else { return nil }
            return .refusesClients(subject.service, service.scheduler)
        }
    }
}

extension VirtualService {
    /// Whether the scheduler continues choosing a server by the client's or its own address when its weight is 0.
    fileprivate var refusesClientsOfDrainedServers: Bool {
        switch scheduler {
        case .sourceHashing, .maglevHashing: !flags.contains(.fallback)
        case .destinationHashing: true
        default: false
        }
    }
}
