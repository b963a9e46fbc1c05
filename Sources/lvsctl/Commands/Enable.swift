import IPVSKit

/// `lvsctl enable`.
struct Enable: Verb {
    static let description = VerbDescription(
        "enable",
        "End the hold of drained real servers, and give them their weight back.",
        synopsis: HeldSelection.synopsis,
        details: """
            Without --reason only the hold without a reason ends. A server comes back when its last reason has ended: \
            with the weight that it had, or the one that a document has given it meanwhile. If a ramp is ended by a \
            signal, the server stays held at the weight that it has reached.
            """,
        examples: [
            "enable -t 192.0.2.1:80 -r 10.0.0.11 --reason 'new kernel'",
            "enable --server 10.0.0.11 --ramp 5m",
            "enable --server 10.0.0.11 --all-reasons --weight 10",
        ]
    )

    let selection = HeldSelection()
    let reason = ValueOption(.reason, "text", "End this reason.")
    let allReasons = FlagOption(.allReasons, "End all reasons.")
    let expired = FlagOption(
        .expired,
        "End expired holds (drain --for), of the named servers or of all."
    )
    let waitForEnd = FlagOption(
        .waitForEnd,
        "With --expired: wait until no hold with an end time is left."
    )
    let weight = ValueOption(Field.weight)
    let ramp = ValueOption(.ramp, "duration", "Raise the weight in even steps over this time.")
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Which servers", selection),
            OptionSection("Which holds", [reason, allReasons, expired, waitForEnd]),
            OptionSection("Weight", [weight, ramp]),
        ]
    }

    /// What is asked for.
    struct Request {
        let choice: HeldChoice
        let ending: Ending
        let weight: UInt32?
        /// Over how many seconds the weight rises; nil for at once.
        let ramp: UInt64?
        let waitsForEnd: Bool

        /// Whether a reason ends.
        func ends(_ reason: Hold.Reason, at now: UInt64) -> Bool {
            switch ending {
            case _ where reason.hasEnded(at: now): true
            case .named(let text): reason.text == text
            case .all: true
            case .expired: false
            }
        }
    }

    /// Which reasons end.
    enum Ending {
        /// The one that is called so.
        case named(String)
        case all
        /// Those whose time is over.
        case expired
    }

    func request(_ names: any NameLookup) throws -> Request {
        let given = [reason, allReasons, expired].filter(\.isGiven)
        if given.count > 1 {
            throw UsageError(given[1].name, "cannot be combined with \(given[0].name.long)")
        }
        if waitForEnd.isGiven, !expired.isGiven { throw UsageError(.waitForEnd, "needs --expired") }
        return Request(
            choice: try selection.choice(names, isOptional: expired.isGiven),
            ending: expired.isGiven ? .expired : allReasons.isGiven ? .all : .named(try reason.text() ?? ""),
            weight: try weight.number(of: .weight),
            ramp: try ramp.duration(),
            waitsForEnd: waitForEnd.isGiven
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        try environment.requireKernel("servers in a file are not held")
        if request.waitsForEnd { return try runToTheEnd(request, environment) }
        try runOnce(request, environment)
    }

    private static func runOnce(_ request: Request, _ environment: Environment) throws {
        guard request.ramp == nil || environment.preferences.isDryRun else {
            return try EnableRamp(request, environment).run()
        }
        try environment.tables.withTable(for: .changing) { table in
            let holds = try environment.holds.all()
            var rest = holds
            let freed = try free(request, &rest, environment)
            let snapshot = try request.choice.snapshot(of: table)
            let plan = try plan(request, freed, holds, snapshot.configuration, environment)
            let result = try PlanRunner(environment, accepting: [], keepingWayBack: false).carryOut(
                plan,
                from: snapshot,
                on: table
            )
            if !environment.preferences.isDryRun { try environment.holds.save(rest) }
            try environment.output.tell(result)
        }
    }

    /// Ends holds at their time, until none is left that ends by itself.
    private static func runToTheEnd(_ request: Request, _ environment: Environment) throws {
        while true {
            let now = environment.holds.now()
            let ends = try environment.holds.all().filter { request.choice.matches($0.subject) }
                .flatMap { $0.reasons.compactMap(\.until) }
            guard let next = ends.min() else { return }
            if next <= now {
                try runOnce(request, environment)
            } else {
                // Somebody may change the holds in the meantime, or the clock.
                Pause.milliseconds(Int(min(next - now, 30)) * 1000)
            }
        }
    }

    /// Gives drained servers the weight back that they had, whatever else holds them.
    static func giveBack(_ subjects: [Hold.Subject], _ environment: Environment) throws {
        try environment.tables.withTable(for: .changing) { table in
            var holds = try environment.holds.all()
            let snapshot = try table.snapshot(reading: .withoutCounters)
            let old = holds
            let freed = subjects.filter { holds.end($0) { $0.text.isEmpty } }
            let changes = snapshot.configuration.weightChanges(of: freed) { old[$0]?.weight ?? 0 }
            _ = try PlanRunner(environment, accepting: [], keepingWayBack: false).carryOut(
                Plan(changes),
                from: snapshot,
                on: table
            )
            try environment.holds.save(holds)
        }
    }

    /// Ends reasons of the holds that are asked for; returns the servers that nothing holds any more, and says what
    /// holds the others.
    static func free(
        _ request: Request,
        _ holds: inout HoldList,
        _ environment: Environment
    ) throws -> [Hold.Subject] {
        let asked = holds.filter { request.choice.matches($0.subject) }.map(\.subject)
        var freed: [Hold.Subject] = []
        for subject in asked {
            let isFree = holds.end(subject) { request.ends($0, at: environment.holds.now()) }
            guard let hold = holds[subject], !isFree else {
                freed.append(subject)
                continue
            }
            environment.output.note("\(subject.inWords) is still held: \(hold.reasons.listed)")
        }
        return freed
    }

    /// The changes that give servers their weight.
    private static func plan(
        _ request: Request,
        _ freed: [Hold.Subject],
        _ holds: HoldList,
        _ table: TableConfiguration,
        _ environment: Environment
    ) throws -> Plan {
        var subjects: [Hold.Subject] = []
        for subject in freed {
            if table.services[subject.service]?.servers[subject.server] == nil {
                environment.output.note("\(subject.inWords) is not in the table; its hold has been ended")
            } else {
                subjects.append(subject)
            }
        }
        // Servers that are not held may get a weight, too.
        if request.weight != nil {
            let others = try request.choice.subjects(in: table)
            subjects += others.filter { holds[$0] == nil && !subjects.contains($0) }
        } else if case .expired = request.ending {
            // There may be nothing to do.
        } else if holds.allSatisfy({ !request.choice.matches($0.subject) }) {
            environment.output.note("none of these servers is held (--weight gives them a weight)")
        }
        for subject in subjects where request.weight == nil && holds[subject]?.weight == 0 {
            throw UsageError("\(subject.inWords) had weight 0 before it was held (--weight gives it one)")
        }
        return Plan(table.weightChanges(of: subjects) { request.weight ?? holds[$0]?.weight ?? 0 })
    }
}

extension OptionName {
    fileprivate static let allReasons = OptionName("all-reasons")
    fileprivate static let expired = OptionName("expired")
    fileprivate static let ramp = OptionName("ramp")
}
